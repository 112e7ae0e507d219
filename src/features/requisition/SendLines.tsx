import { InputNumber } from 'antd'
import type { DrugName } from '#core/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { KeyCap } from '#ui/KeyCap.tsx'
import { Progress } from '#ui/Progress.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { keyOf, type Cart, type Picked, type Suggestion } from './sending.tsx'
import { unitOf } from './words.tsx'

export interface SendLine {
  readonly drug: DrugName
  /** Units still to send for the request; undefined: nobody asked. */
  readonly wanted: number | undefined
  readonly stock: number | undefined
  readonly picked: readonly Picked[]
  readonly suggested: readonly Suggestion[]
  /** Units there, but expired: not offered. */
  readonly expired: number
  /** The earlier lot that the picks leave behind. */
  readonly passed: Suggestion | undefined
}

interface Props {
  lines: readonly SendLine[]
  current: SendLine | undefined
  onCurrent: (drugId: number) => void
  cart: Cart
  onTake: (line: SendLine, suggestion: Suggestion) => void
}

export const pickedUnits = (line: SendLine): number => line.picked.reduce((n, p) => n + p.units, 0)

/** Left side of the station: one row a drug, the current one opened into its boxes. */
export function SendLines({ lines, current, onCurrent, cart, onTake }: Props) {
  const wanted = lines.reduce((n, l) => n + (l.wanted ?? 0), 0)
  const done = lines.reduce((n, l) => n + pickedUnits(l), 0)
  const unit = unitOf(lines.map((l) => l.drug))
  return (
    <Card
      title="配货明细"
      scope={lines.length > 0 ? `${lines.length} 个品种` : '扫码带出'}
      extra={
        wanted > 0 ? (
          <Progress done={done} total={wanted} unit={unit} />
        ) : (
          <Quantity value={done} unit={unit} strong />
        )
      }
      foot={
        <>
          <span>
            <KeyCap>Ctrl Z</KeyCap> 撤回上一码
          </span>
          <span>近效期先出；取一部分时改“本次”数量，其余留在原位</span>
        </>
      }
      flush
      grow
    >
      {lines.length === 0 && (
        <EmptyState title="还没有取药" text="扫描要发出的盒或单支码，批号和数量自动带出" />
      )}
      {lines.map((line) => (
        <DrugRow
          key={line.drug.drugId}
          line={line}
          current={line === current}
          onOpen={() => onCurrent(line.drug.drugId)}
        />
      ))}
      {current && <Boxes line={current} cart={cart} onTake={onTake} />}
    </Card>
  )
}

function LineState({ line }: { line: SendLine }) {
  const n = pickedUnits(line)
  const { wanted } = line
  if (wanted === undefined) return <StatusTag tone="blue">已取</StatusTag>
  if (wanted === 0) return <StatusTag tone="green">已出齐</StatusTag>
  if (n === 0) return <StatusTag tone="grey">未开始</StatusTag>
  if (n === wanted) return <StatusTag tone="green">已配齐</StatusTag>
  if (n > wanted) return <StatusTag tone="amber">{`超出 ${n - wanted} ${line.drug.unit}`}</StatusTag>
  return <StatusTag tone="blue">{`还差 ${wanted - n} ${line.drug.unit}`}</StatusTag>
}

function DrugRow({ line, current, onOpen }: { line: SendLine; current: boolean; onOpen: () => void }) {
  const { drug, wanted, stock } = line
  return (
    <button type="button" className="rq-drug" data-current={current ? '' : undefined} onClick={onOpen}>
      <Drug of={drug} />
      <span className="rq-figure">
        <small>应发</small>
        {wanted === undefined ? (
          <span className="z-caption">未请领</span>
        ) : (
          <Quantity value={wanted} unit={drug.unit} />
        )}
      </span>
      <span className="rq-figure">
        <small>本次</small>
        <Quantity value={pickedUnits(line)} unit={drug.unit} strong />
      </span>
      <span className="rq-figure">
        <small>现存</small>
        {stock === undefined ? (
          <span />
        ) : (
          <Quantity
            value={stock}
            unit={drug.unit}
            {...(stock < (wanted ?? 0) ? { tone: 'red' as const } : {})}
          />
        )}
      </span>
      <LineState line={line} />
    </button>
  )
}

/** Boxes of the current drug: taken ones first, then what should be taken next, first to expire first. */
function Boxes({ line, cart, onTake }: { line: SendLine; cart: Cart; onTake: Props['onTake'] }) {
  const full = line.wanted !== undefined && pickedUnits(line) >= line.wanted
  const ahead = full || line.wanted === undefined ? [] : line.suggested.filter((s) => !cart.has(s))
  return (
    <>
      <div className="rq-boxes-head">
        <b>{line.drug.name}</b>
        <span>
          已取 {line.picked.length} 码{ahead.length > 0 && `，建议再取 ${ahead.length} 码`}
        </span>
        {line.expired > 0 && (
          <StatusTag tone="red">{`另有 ${line.expired} ${line.drug.unit}已过期，不能发`}</StatusTag>
        )}
      </div>
      {line.picked.map((p, i) => (
        <div key={keyOf(p)} className="rq-box">
          <span className="z-caption">{i + 1}</span>
          {p.code ? <TraceCode code={p.code} /> : <span>无码，按批号</span>}
          <Lot of={p} />
          <InputNumber
            aria-label="本次数量"
            size="small"
            min={1}
            max={p.have}
            precision={0}
            controls={false}
            value={p.units}
            suffix={
              <small>
                / {p.have} {p.unit}
              </small>
            }
            onChange={(n) => n && cart.setUnits(keyOf(p), n)}
          />
          <button type="button" className="z-link" onClick={() => cart.remove(keyOf(p))}>
            撤回
          </button>
        </div>
      ))}
      {ahead.map((s, i) => (
        <div key={keyOf(s)} className="rq-box" data-ahead={i === 0 ? 'next' : ''}>
          <span className="z-caption">{line.picked.length + i + 1}</span>
          {s.code ? <TraceCode code={s.code} /> : <span>无码，按批号</span>}
          <Lot of={s} />
          <span className="rq-part">
            {`${i === 0 ? '下一盒，请扫码' : '待扫'}　${partOf(s)} ${line.drug.unit}`}
          </span>
          <button
            type="button"
            className="z-link"
            onClick={() => onTake(line, s)}
            title="码读不出时，核对批号后直接取"
          >
            直接取
          </button>
        </div>
      ))}
      {line.picked.length + ahead.length === 0 && (
        <p className="rq-none">{full ? '这个药已出齐' : '这里没有可发的库存'}</p>
      )}
    </>
  )
}

const partOf = (s: Suggestion) => (s.units < s.haveUnits ? `取 ${s.units} / ${s.haveUnits}` : s.units)

const Lot = ({ of }: { of: { lotNo: string; expiry: string } }) => (
  <span className="rq-lot z-code">
    批号 {of.lotNo}　至 {of.expiry}
  </span>
)
