import { Fragment, useEffect, useRef } from 'react'
import { Drug } from '#ui/Drug.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { discrepancyTitle, withdrawDiscrepancy, type ReceiptDetail, type ReceiptLine } from './contract.ts'
import { inPacks, openUnits, packsText } from './rules.ts'
import './receipt.css'

interface Props {
  receipt: ReceiptDetail
  current: number | undefined
  onSelect: (lineId: number) => void
  /** A document: lines can be chosen, nothing can be changed. */
  readOnly?: boolean
}

/** Expected, scanned, short, lot and state of every line; what was registered stands below its own line. */
export function LineTable({ receipt, current, onSelect, readOnly = false }: Props) {
  const loose = receipt.discrepancies.filter((d) => d.lineId === null)
  return (
    <div className="rcpt-lines z-table-wrap">
      <table className="z-table">
        <thead>
          <tr>
            <th>药品</th>
            <th data-align="right">应到</th>
            <th data-align="right">已扫</th>
            <th data-align="right">短少</th>
            <th>批号</th>
            <th>有效期至</th>
            <th>状态</th>
          </tr>
        </thead>
        <tbody>
          {receipt.lines.map((line) => (
            <Fragment key={line.id}>
              <Row receipt={receipt} line={line} current={line.id === current} onSelect={onSelect} />
              {receipt.discrepancies
                .filter((d) => d.lineId === line.id)
                .map((d) => (
                  <Strip key={d.id} receipt={receipt} of={d} line={line} free={!readOnly} />
                ))}
            </Fragment>
          ))}
          {loose.map((d) => (
            <Strip key={d.id} receipt={receipt} of={d} line={undefined} free={!readOnly} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  receipt: ReceiptDetail
  line: ReceiptLine
  current: boolean
  onSelect: Props['onSelect']
}

function Row({ receipt, line, current, onSelect }: RowProps) {
  const accepted = inPacks(line, line.acceptedUnits)
  const short = inPacks(line, line.shortUnits)
  const row = useRef<HTMLTableRowElement>(null)
  // A scan of another drug may jump to a line that is scrolled away.
  useEffect(() => {
    if (current) void row.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <tr ref={row} data-current={current ? '' : undefined} data-open="" onClick={() => onSelect(line.id)}>
      <td>
        <Drug of={line} />
      </td>
      <td data-align="right">
        <Quantity {...inPacks(line, line.expectedUnits)} />
      </td>
      <td data-align="right">
        <Quantity value={accepted.value} unit={line.acceptedUnits ? accepted.unit : line.packUnit} strong />
      </td>
      <td data-align="right">
        {line.shortUnits > 0 ? <Quantity {...short} tone="amber" strong /> : <Quantity value={0} />}
      </td>
      <Lot receipt={receipt} line={line} />
      <td>
        <LineState line={line} />
      </td>
    </tr>
  )
}

/** Lots that came; before the first box, the one which was typed. */
function Lot({ receipt, line }: { receipt: ReceiptDetail; line: ReceiptLine }) {
  const came = receipt.lots.filter((l) => l.lineId === line.id)
  const lots =
    came.length > 0 ? came : line.lotNo && line.expiry ? [{ lotNo: line.lotNo, expiry: line.expiry }] : []
  const [first] = lots
  if (!first) {
    return (
      <td colSpan={2} className="z-caption">
        扫码带出
      </td>
    )
  }
  const all = lots.map((l) => `${l.lotNo} 至 ${l.expiry}`).join('\n')
  return (
    <>
      <td className="z-code" title={all}>
        {first.lotNo}
        {lots.length > 1 && <span className="z-caption"> 等 {lots.length} 批</span>}
      </td>
      <td className="z-code" title={all}>
        {first.expiry}
      </td>
    </>
  )
}

function LineState({ line }: { line: ReceiptLine }) {
  if (line.acceptedUnits + line.damagedUnits + line.shortUnits === 0)
    return <StatusTag tone="grey">未开始</StatusTag>
  if (openUnits(line) > 0) return <StatusTag tone="blue">验收中</StatusTag>
  const named = (word: string, units: number) => {
    const { value, unit } = inPacks(line, units)
    return <StatusTag tone="amber">{`${word} ${value} ${unit}`}</StatusTag>
  }
  if (line.shortUnits > 0) return named('短少', line.shortUnits)
  return line.damagedUnits > 0 ? named('破损', line.damagedUnits) : <StatusTag tone="green">已齐</StatusTag>
}

interface StripProps {
  receipt: ReceiptDetail
  of: ReceiptDetail['discrepancies'][number]
  line: ReceiptLine | undefined
  free: boolean
}

function Strip({ receipt, of, line, free }: StripProps) {
  const act = useAct(withdrawDiscrepancy)
  const amount = line ? packsText(line, of.units) : `${of.units} 个最小单位`
  return (
    <tr className="rcpt-strip">
      <td colSpan={7}>
        <div>
          <b>
            {discrepancyTitle[of.kind]} {amount}
          </b>
          <span className="rcpt-strip-note" title={of.note}>
            {of.note}
          </span>
          {of.code && <span className="z-code">码 …{of.code.slice(-9)}</span>}
          <span className="z-caption">{of.recordedBy}</span>
          {free && (
            <button
              type="button"
              className="z-link"
              onClick={() => void act.run({ id: receipt.id, discrepancyId: of.id })}
            >
              撤回登记
            </button>
          )}
        </div>
        {act.refused && <span role="alert">{act.refused.text}</span>}
      </td>
    </tr>
  )
}
