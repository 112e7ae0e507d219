import { CodeLife, type LifeColumn as DrawnColumn, type LifeUnit as DrawnUnit } from '#ui/CodeLife.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import type { Life, LifeColumn, LifeUnit } from './contract.ts'
import { endText, lifeTone } from './rules.ts'

/** `03` from the label; what still bears the box's code is 盒. Unique within a picture, because it is also the key. */
export function unitLabel(life: Pick<Life, 'units'>, unit: LifeUnit): string {
  if (unit.unitNo !== null) return String(unit.unitNo).padStart(2, '0')
  const rests = life.units.filter((u) => u.unitNo === null)
  return rests.length === 1 ? '盒' : `盒${rests.indexOf(unit) + 1}`
}

function columnLines(column: LifeColumn): DrawnColumn {
  const people = column.people.length > 0 ? [column.people.join('、')] : []
  const at = column.at ? [shortInstant(column.at)] : []
  return {
    key: column.key,
    title: column.title,
    lines: [...(column.detail ? [column.detail] : []), ...at, ...people],
  }
}

function note(unit: LifeUnit, now: string): string | undefined {
  if (unit.state === 'overdue' && unit.dueAt) return `${unit.causeNo ?? ''}，${deadlineText(unit.dueAt, now)}`
  if (unit.state === 'lost') return '碎片已拍照，两人登记'
  return undefined
}

function drawn(life: Life, unit: LifeUnit): DrawnUnit {
  const text = endText(unit, life.drug.container)
  const words = note(unit, life.now)
  return {
    no: unitLabel(life, unit),
    end: unit.column,
    tone: lifeTone(unit.state),
    text: unit.units > 1 ? `${unit.units} ${life.drug.unit} ${text}` : text,
    ...(words ? { note: words } : {}),
  }
}

interface Props {
  life: Life
  selected: LifeUnit | undefined
  onSelect: (key: string) => void
}

/** The picture above, and its text: the timeline of each unit stands below, a row's click away. */
export function LifePicture({ life, selected, onSelect }: Props) {
  const split = life.splitUnits > 0 ? `拆零 ${life.splitUnits}` : `整盒 ${life.receivedUnits}`
  const key = (no: string) => life.units.find((u) => unitLabel(life, u) === no)?.key
  return (
    <div className="t-picture">
      <CodeLife
        columns={life.columns.map(columnLines)}
        splitAt={life.splitColumn}
        splitText={split}
        spans={life.columns
          .slice(0, life.splitColumn)
          .map((_, i) => (i === 0 ? `整盒 ${life.receivedUnits} ${life.drug.unit}` : ''))}
        units={life.units.map((u) => drawn(life, u))}
        selected={selected ? unitLabel(life, selected) : ''}
        onSelect={(no) => onSelect(key(no) ?? '')}
      />
    </div>
  )
}
