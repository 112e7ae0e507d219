import { Refusal, type Fault } from '#core/refusal.ts'

export interface ColumnSpec<K extends string> {
  readonly key: K
  /** Accepted headings; the first is the one named when the column is missing. */
  readonly titles: readonly [string, ...string[]]
  readonly required: boolean
}

/** Position of each column found, from 0. */
export type Columns<K extends string> = ReadonlyMap<K, number>

/**
 * Finds the columns by their headings, whatever their order. Throws FILE_COLUMN_MISSING (every missing
 * one among the faults), and FILE_UNREADABLE when two headings claim the same column: choosing one would
 * be a guess.
 */
export function pickColumns<K extends string>(
  header: readonly string[],
  spec: readonly ColumnSpec<K>[],
): Columns<K> {
  const headings = header.map(plain)
  const columns = new Map<K, number>()
  const faults: Fault[] = []
  for (const { key, titles, required } of spec) {
    const accepted = new Set(titles.map(plain))
    const found = headings.flatMap((heading, i) => (accepted.has(heading) ? [i] : []))
    if (found.length > 1)
      throw new Refusal('FILE_UNREADABLE', { detail: `“${titles[0]}”列出现了 ${found.length} 次` })
    if (found[0] !== undefined) columns.set(key, found[0])
    else if (required) faults.push({ code: 'FILE_COLUMN_MISSING', field: key, facts: { column: titles[0] } })
  }
  const [first] = faults
  if (first) throw new Refusal('FILE_COLUMN_MISSING', first.facts, faults)
  return columns
}

/** The cell of a column; empty when the file does not have the column. */
export function cellOf<K extends string>(cells: readonly string[], columns: Columns<K>, key: K): string {
  const index = columns.get(key)
  return index === undefined ? '' : (cells[index] ?? '')
}

/** Headings are compared without spaces, case, full-width forms, `*` and a remark in brackets. */
function plain(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*]/g, '')
    .toLowerCase()
}
