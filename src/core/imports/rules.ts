import { importLimitCell } from './contract.ts'

/** A column as a feature declares it. `titles`: the first is ours, the others are what other systems call it. */
export type ColumnRule<K extends string> = {
  readonly key: K
  readonly titles: readonly [string, ...string[]]
  /** Of a new row; an empty cell leaves an existing row as it is. */
  readonly required?: boolean
  readonly example: string
  /** Beyond what the type says: 留空为 0. */
  readonly hint?: string
} & (
  | { readonly type: 'text'; readonly max: number }
  | { readonly type: 'whole'; readonly min: number; readonly max: number }
  | { readonly type: 'day' }
  | { readonly type: 'choice'; readonly choices: Readonly<Record<string, string>> }
)

/** What may stand in a column, in words: the template's second line, and the end of a fault's sentence. */
export function allowedIn(column: ColumnRule<string>): string {
  const said = {
    text: () => `最多 ${(column as { max: number }).max} 个字`,
    whole: () => {
      const { min, max } = column as { min: number; max: number }
      return `${min} 至 ${max} 的整数`
    },
    day: () => '日期，如 2027-12-31',
    choice: () => Object.values((column as { choices: Record<string, string> }).choices).join('、'),
  }[column.type]()
  return column.hint ? `${said}；${column.hint}` : said
}

/** Compared without blanks, case and full-width forms. */
export const loose = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase()

/** Full-width digits, letters and signs become plain ones; Chinese punctuation in names stays readable. */
const plain = (text: string): string => text.normalize('NFKC').trim()

type ReadCell = { readonly value: string | number } | { readonly need: string } | undefined

/** One cell under its column's rule. Undefined: empty. */
export function readCell(column: ColumnRule<string>, text: string): ReadCell {
  const given = plain(text)
  if (given === '') return undefined
  if (/^[=+@]\s*[A-Za-z(]/.test(given)) return { need: '是公式，改成公式算出的内容' }
  if (given.length > importLimitCell) return { need: `太长，最多 ${importLimitCell} 个字` }
  if (column.type === 'text') return textIn(column.max, given)
  if (column.type === 'whole') return wholeIn(column, given)
  if (column.type === 'day') return dayIn(given)
  const found = Object.entries(column.choices).find(
    ([key, title]) => loose(title) === loose(given) || key.toLowerCase() === given.toLowerCase(),
  )
  return found ? { value: found[0] } : { need: `应为${Object.values(column.choices).join('、')}之一` }
}

function textIn(max: number, given: string): ReadCell {
  const line = given.replace(/\s+/g, ' ')
  if (/[\p{Cc}\ufffd]/u.test(line)) return { need: '有认不出的字符，重新输入' }
  return line.length > max ? { need: `太长，最多 ${max} 个字` } : { value: line }
}

function wholeIn({ min, max }: { min: number; max: number }, given: string): ReadCell {
  const digits = given.replaceAll(',', '').replace(/\.0+$/, '')
  const value = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN
  return value >= min && value <= max ? { value } : { need: `填 ${min} 至 ${max} 的整数` }
}

/** `2026-11-23`, `2026/11/3`, `20261123`, `2026年11月3日`, with or without a time behind it; a sheet's number is no date. */
function dayIn(given: string): ReadCell {
  const day = readDay(given)
  if (day) return { value: day }
  const serial = /^\d{5}(?:\.\d+)?$/.test(given) ? Number(given) : 0
  if (serial > 20_000 && serial < 80_000) {
    const meant = new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000)
      .toISOString()
      .slice(0, 10)
    return { need: `像是表格的日期序号（${meant}），写成 ${meant} 的样子` }
  }
  return { need: '写成 2027-12-31 的样子' }
}

/** YYYY-MM-DD of a day as people and systems write it; undefined where it is none. */
export function readDay(text: string): string | undefined {
  const [, y = '', m = '', d = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日)?(?:[ T].*)?$/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(text) ??
    []
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  const real = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(real.getTime()) && real.toISOString().slice(0, 10) === day ? day : undefined
}

/** As a person reads it: choices by their title, lists joined, nothing as nothing. */
export function shown(column: ColumnRule<string>, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join('、')
  return column.type === 'choice' ? (column.choices[String(value)] ?? String(value)) : String(value)
}

/** Names that rows of a file share: the later ones are at fault, and hear which row was first. */
export function repeated<R>(
  rows: readonly R[],
  namesOf: (row: R) => readonly string[],
): Map<R, { readonly name: string; readonly first: R }> {
  const seen = new Map<string, R>()
  const again = new Map<R, { name: string; first: R }>()
  for (const row of rows) {
    for (const name of namesOf(row)) {
      const first = seen.get(name)
      if (first === undefined) seen.set(name, row)
      else if (first !== row && !again.has(row)) again.set(row, { name, first })
    }
  }
  return again
}
