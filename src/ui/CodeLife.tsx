import { useWidth } from './useWidth.ts'
import './drawing.css'

export interface LifeColumn {
  key: string
  title: string
  /** Place, time, people. */
  lines?: readonly string[]
}

export interface LifeUnit {
  no: string
  /** Index of the column where it is now. */
  end: number
  tone: 'green' | 'blue' | 'amber' | 'red' | 'grey'
  text: string
  /** Beside the end point: what is wrong, or how it was settled. */
  note?: string
}

interface Props {
  columns: readonly LifeColumn[]
  /** Column where the box was opened into units. */
  splitAt: number
  splitText: string
  /** Words above the trunk between columns. */
  spans?: readonly string[]
  units: readonly LifeUnit[]
  selected?: string
  onSelect?: (no: string) => void
}

const rowHeight = 29
const labelWidth = 168
const left = 68
/** How far from the box's own column a unit ends that still lies there: well before the next column. */
const fanReach = 110

/** One box as a trunk, its units as a fan, each end where the unit is now. */
export function CodeLife(props: Props) {
  const { columns, splitAt, units, selected, onSelect } = props
  const [ref, width] = useWidth<HTMLDivElement>(1120)
  // Units that lie in the last column need room behind it, or they would run into their own words.
  const behind = splitAt === columns.length - 1 ? fanReach : 0
  const step = (width - left - labelWidth - 30 - behind) / Math.max(1, columns.length - 1)
  const xs = columns.map((_, i) => left + i * step)
  const top = 32 + Math.max(...columns.map((c) => c.lines?.length ?? 0)) * 17 + 18
  const rows = Math.max(units.length, 3)
  const height = top + rows * rowHeight + 10
  const middle = top + (rows * rowHeight) / 2
  return (
    <div ref={ref} className="z-life">
      <svg width={width} height={height} role="img" aria-label="追溯码的去向">
        {units.map((unit, i) => (
          <UnitBand
            key={unit.no}
            y={top + i * rowHeight}
            {...{ width, selected: unit.no === selected }}
            onSelect={onSelect && (() => onSelect(unit.no))}
          />
        ))}
        <Columns columns={columns} xs={xs} top={top} height={height} />
        {units.map((unit, i) => (
          <Unit
            key={unit.no}
            {...{ unit, xs, splitAt, middle, step }}
            y={top + i * rowHeight + rowHeight / 2}
            selected={unit.no === selected}
            labelX={width - labelWidth}
          />
        ))}
        <Trunk xs={xs} y={middle} {...props} />
      </svg>
    </div>
  )
}

function Columns(p: { columns: readonly LifeColumn[]; xs: readonly number[]; top: number; height: number }) {
  return p.columns.map((column, i) => (
    <g key={column.key} className="z-life-column">
      <line x1={p.xs[i]} x2={p.xs[i]} y1={p.top - 8} y2={p.height - 6} />
      <text x={p.xs[i]} y={26} className="z-life-title">
        {column.title}
      </text>
      {column.lines?.map((line, j) => (
        <text key={line} x={p.xs[i]} y={44 + j * 17}>
          {line}
        </text>
      ))}
    </g>
  ))
}

interface BandProps {
  y: number
  width: number
  selected: boolean
  onSelect: (() => void) | undefined
}

function UnitBand({ y, width, selected, onSelect }: BandProps) {
  return (
    <rect
      className="z-life-row"
      data-selected={selected ? '' : undefined}
      data-open={onSelect ? '' : undefined}
      {...{ x: 0, y, width, height: rowHeight }}
      onClick={onSelect}
    />
  )
}

interface UnitProps {
  unit: LifeUnit
  xs: readonly number[]
  splitAt: number
  middle: number
  step: number
  y: number
  selected: boolean
  labelX: number
}

function Unit({ unit, xs, splitAt, middle, step, y, selected, labelX }: UnitProps) {
  const x0 = xs[splitAt] ?? 0
  const fan = x0 + step
  // A unit which still lies where the box was opened ends within the fan.
  const endX = unit.end > splitAt ? (xs[unit.end] ?? fan) : x0 + Math.min(step * 0.6, fanReach)
  const turn = Math.min(fan, endX)
  const path = `M${x0} ${middle}C${x0 + step * 0.5} ${middle} ${x0 + step * 0.45} ${y} ${turn} ${y}H${endX}`
  return (
    <g className={`z-life-unit z-tone-${unit.tone}`} data-selected={selected ? '' : undefined}>
      <path d={path} />
      {xs.slice(splitAt + 1, Math.max(splitAt + 1, unit.end)).map((x) => (
        <circle key={x} cx={x} cy={y} r={selected ? 4.5 : 3.5} className="z-life-stop" />
      ))}
      <circle cx={endX} cy={y} r={6} className="z-life-end" />
      {unit.note && (
        <text x={endX + 12} y={y - 5} className="z-life-note">
          {unit.note}
        </text>
      )}
      <text x={labelX} y={y + 4.5} className="z-life-no">
        {unit.no}
      </text>
      <text x={labelX + 28} y={y + 4.5} className="z-life-text">
        {unit.text}
      </text>
    </g>
  )
}

function Trunk({ xs, y, splitAt, splitText, spans, units }: Props & { xs: readonly number[]; y: number }) {
  const from = xs[0] ?? 0
  const to = xs[splitAt] ?? from
  const half = splitText.length * 6 + 10
  return (
    <g className="z-life-trunk">
      <rect x={from - 10} y={y - 11} width={to - from + 20} height={22} rx={11} />
      <line x1={from} x2={to} y1={y} y2={y} />
      {xs.slice(0, splitAt + 1).map((x, i) => (
        <g key={x}>
          <circle cx={x} cy={y} r={7.5} />
          {spans?.[i] && i < splitAt && (
            <text x={(x + (xs[i + 1] ?? x)) / 2} y={y - 18}>
              {spans[i]}
            </text>
          )}
        </g>
      ))}
      {units.length > 0 && (
        <>
          <rect className="z-life-split" x={to - half} y={y - 12} width={half * 2} height={24} rx={12} />
          <text className="z-life-split-text" x={to} y={y + 4.5}>
            {splitText}
          </text>
        </>
      )}
    </g>
  )
}
