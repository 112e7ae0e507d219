import { EyeInvisibleOutlined } from '@ant-design/icons'
import { signed } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { sumsByUnit } from '#ui/unit-sums.ts'
import type { StocktakeHead, StocktakeRow } from './contract.ts'
import { resultOf, resultTitle, stocktakeStateTitle } from './rules.ts'

const stateTone = {
  counting: 'blue',
  paused: 'amber',
  submitted: 'amber',
  closed: 'green',
  cancelled: 'grey',
} as const

export function StateTag({ state }: { state: StocktakeHead['state'] }) {
  return <StatusTag tone={stateTone[state]}>{stocktakeStateTitle[state]}</StatusTag>
}

export const BlindTag = () => (
  <span className="k-blind">
    <EyeInvisibleOutlined /> 盲盘
  </span>
)

const tones = { short: 'red', surplus: 'amber', equal: 'green' } as const satisfies Record<string, Tone>

export function resultTone(row: StocktakeRow): Tone | undefined {
  if (row.difference === null || row.difference === 0) return undefined
  return tones[resultOf(row.difference)]
}

export function ResultTag({ row, current }: { row: StocktakeRow; current?: boolean }) {
  if (row.difference === null)
    return (
      <StatusTag tone={current ? 'blue' : 'grey'}>
        {current ? '正在盘' : row.tries > 0 ? '复盘' : '未盘'}
      </StatusTag>
    )
  const result = resultOf(row.difference)
  return <StatusTag tone={tones[result]}>{resultTitle[result]}</StatusTag>
}

/** Units of rows with one sign, by unit: `−2 支`. */
export const differenceText = (rows: readonly StocktakeRow[]): string =>
  sumsByUnit(rows.map((r) => ({ unit: r.quantityUnit, units: r.difference ?? 0 })))
    .map((s) => `${signed(s.units)} ${s.unit}`)
    .join('、')
