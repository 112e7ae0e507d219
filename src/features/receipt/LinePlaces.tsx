import { useEffect, useRef } from 'react'
import type { OutputOf } from '#core/contract.ts'
import { ErrorState } from '#ui/ErrorState.tsx'
import { num, timeText } from '#ui/format.ts'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { listScans, type ReceiptDetail, type ReceiptLine } from './contract.ts'
import { inPacks, openPlaces, openUnits } from './rules.ts'
import './receipt.css'

type Scan = OutputOf<typeof listScans>['rows'][number]

/** Places drawn at most: the last that came, and the next that are awaited. */
const shownScans = 60
const shownOpen = 40

interface Props {
  receipt: ReceiptDetail
  line: ReceiptLine
  onUnscan?: (code: string) => void
  onLot?: () => void
}

/** The current line, pack by pack: a missing box is seen as an empty row. */
export function LinePlaces({ receipt, line, onUnscan, onLot }: Props) {
  const scans = useCall(listScans, { id: receipt.id, lineId: line.id, pageSize: shownScans }, { keep: true })
  const rows = (scans.data?.rows ?? []).filter((r) => r.lineId === line.id).toReversed()
  const total = scans.data?.total ?? 0
  const first = total - rows.length
  const open = receipt.state === 'counting' ? openPlaces(line) : 0
  const next = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // In braces: newer browsers give a promise here, which React would take for a clean-up.
    void next.current?.scrollIntoView({ block: 'nearest' })
  }, [total, line.id])
  return (
    <>
      <LineHead line={line} onLot={onLot} />
      {scans.error && <ErrorState error={scans.error} retry={scans.refetch} />}
      <ol className="rcpt-places">
        {first > 0 && <li className="rcpt-more">前面 {num(first)} 码已收，全部见打印的码单</li>}
        {rows.map((scan, i) => (
          <Place key={scan.code} no={first + i + 1} scan={scan} unit={line.unit} onUnscan={onUnscan} />
        ))}
        {Array.from({ length: Math.min(open, shownOpen) }, (_, i) => (
          <li key={i} ref={i === 0 ? next : null} data-next={i === 0 ? '' : undefined}>
            <span className="rcpt-no">{num(total + i + 1)}</span>
            {i === 0 ? <b>下一{line.packUnit}，请扫码</b> : <span className="rcpt-wait">待扫</span>}
          </li>
        ))}
        {open > shownOpen && (
          <li className="rcpt-more">
            还有 {num(open - shownOpen)} {line.packUnit}待扫
          </li>
        )}
      </ol>
    </>
  )
}

function LineHead({ line, onLot }: { line: ReceiptLine; onLot: (() => void) | undefined }) {
  const came = inPacks(line, line.acceptedUnits + line.damagedUnits)
  const open = inPacks(line, Math.max(0, openUnits(line)))
  return (
    <div className="rcpt-line-head">
      <b>{line.name}</b>
      <span className="z-caption">
        已扫 {num(came.value)} {came.unit}
        {open.value > 0 && `，还差 ${num(open.value)} ${open.unit}`}
        {line.packUnits > 1 && `，每${line.packUnit} ${line.packUnits} ${line.unit}`}
        {line.orderNo && `，采购单 ${line.orderNo}`}
      </span>
      <span className="rcpt-line-right">
        {onLot && (
          <button type="button" className="z-link" onClick={onLot}>
            {line.lotNo ? '改批号效期' : '填批号效期'}
          </button>
        )}
        {line.manufacturer}
      </span>
    </div>
  )
}

interface PlaceProps {
  no: number
  scan: Scan
  unit: string
  onUnscan: ((code: string) => void) | undefined
}

const entered = { scan: '', typed: '手输', carton: '整箱', file: '文件' } as const

function Place({ no, scan, unit, onUnscan }: PlaceProps) {
  return (
    <li>
      <span className="rcpt-no">{num(no)}</span>
      <span className="rcpt-code">
        <TraceCode code={scan.code} />
        {scan.damaged ? (
          <StatusTag tone="amber">破损</StatusTag>
        ) : (
          <span className="z-caption">{entered[scan.entered]}</span>
        )}
      </span>
      <span className="rcpt-cell">批号 {scan.lotNo}</span>
      <span className="rcpt-cell">至 {scan.expiry}</span>
      <span className="rcpt-cell rcpt-minor">
        {scan.units} {unit}
      </span>
      <time className="rcpt-cell rcpt-minor" title={scan.scannedBy}>
        {timeText(scan.scannedAt, true)}
      </time>
      {onUnscan && (
        <button
          type="button"
          className="z-link"
          aria-label={`撤回 ${scan.code}`}
          onClick={() => onUnscan(scan.code)}
        >
          撤回
        </button>
      )}
    </li>
  )
}
