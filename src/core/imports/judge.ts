import type { ImportFault, ImportRowState } from './contract.ts'
import type { ImportKind, Read, Value } from './kind.ts'
import { allowedIn, loose, readCell, repeated, shown, type ColumnRule } from './rules.ts'

export interface RawRow<K extends string> {
  readonly row: number
  readonly cells: Readonly<Record<K, string>>
}

export interface Judged<K extends string, V extends Value> extends RawRow<K> {
  readonly state: ImportRowState
  readonly faults: readonly ImportFault[]
  readonly changes: readonly { title: string; from: string; to: string }[]
  readonly targetId: number | null
  readonly before: V | undefined
  readonly value: V | undefined
}

interface Draft<K extends string, V extends Value> extends RawRow<K> {
  readonly faults: ImportFault[]
  readonly targetId: number | null
  readonly before: V | undefined
  readonly value: V | undefined
}

/** The cells as their columns say; what is wrong with one alone is noted on the way. */
export function readRow<K extends string>(
  columns: readonly ColumnRule<K>[],
  cells: RawRow<K>['cells'],
  say: (column: ColumnRule<K>, need: string) => void,
): Read<K> {
  const read: Partial<Record<K, string | number>> = {}
  for (const column of columns) {
    const found = readCell(column, cells[column.key] ?? '')
    if (found && 'need' in found) say(column, found.need)
    else if (found) read[column.key] = found.value
  }
  return read
}

/** What a row is called: its identity's columns together; undefined where one is empty. */
export function nameOf<K extends string>(identity: readonly K[], read: Read<K>): string | undefined {
  const parts = identity.map((key) => loose(String(read[key] ?? '')))
  return parts.every((part) => part !== '') ? parts.join('\n') : undefined
}

/**
 * Judges every row by its cells, against what is known, and against the other rows. Pure but for the kind's own
 * functions, which are. The same for checking, for a mended cell and for the batch that is about to be written.
 */
export function judge<K extends string, V extends Value, Known>(
  kind: ImportKind<K, V, Known>,
  rows: readonly RawRow<K>[],
  known: Known,
): Judged<K, V>[] {
  const drafts = rows.map((row) => draft(kind, row, known))
  const byKey = new Map(kind.columns.map((column) => [column.key, column]))
  const fault = (row: Draft<K, V>, key: K, need: string) => {
    if (row.faults.some((f) => f.column === key)) return
    row.faults.push({ column: key, title: byKey.get(key)?.titles[0] ?? key, need })
  }
  const [first = '' as K] = kind.identity
  const named = repeated(drafts, (d) => {
    const name = nameOf(
      kind.identity,
      readRow(kind.columns, d.cells, () => {}),
    )
    return name === undefined ? [] : [name]
  })
  for (const [row, same] of named) {
    const title = kind.identity.map((key) => byKey.get(key)?.titles[0]).join('和')
    fault(row, first, `与第 ${same.first.row} 行重复，删去一行或改${title}`)
  }
  const alone = (d: Draft<K, V>) => (d.value === undefined ? [] : (kind.alone?.(d.value) ?? []))
  for (const column of new Set(drafts.flatMap((d) => alone(d).map((a) => a.column)))) {
    const texts = (d: Draft<K, V>) => alone(d).flatMap((a) => (a.column === column ? [loose(a.text)] : []))
    for (const [row, same] of repeated(drafts, texts)) {
      fault(row, column, `${same.name} 与第 ${same.first.row} 行重复，改其中一行`)
    }
  }
  return drafts.map((d) => concluded(kind.columns, d))
}

/** A text has no form to name, so it is only asked for. */
function missing(column: ColumnRule<string>): string {
  if (column.type === 'text') return `没有填，补上（${allowedIn(column)}）`
  return `没有填，填 ${allowedIn(column)}`
}

function draft<K extends string, V extends Value, Known>(
  kind: ImportKind<K, V, Known>,
  row: RawRow<K>,
  known: Known,
): Draft<K, V> {
  const faults: ImportFault[] = []
  const say = (column: ColumnRule<K>, need: string) => {
    faults.push({ column: column.key, title: column.titles[0], need })
  }
  const read = readRow(kind.columns, row.cells, say)
  const found = kind.existing(known, read)
  for (const column of kind.columns) {
    const wanted = kind.identity.includes(column.key) || (column.required === true && !found)
    const empty = (row.cells[column.key] ?? '').trim() === ''
    if (wanted && empty) say(column, missing(column))
  }
  const value = kind.complete({
    read,
    before: found?.value,
    known,
    say: (key, need) => {
      const column = kind.columns.find((c) => c.key === key)
      // One sentence for a cell: what its column says comes first.
      if (column && !faults.some((f) => f.column === key)) say(column, need)
      return undefined
    },
  })
  return { ...row, faults, targetId: found?.id ?? null, before: found?.value, value }
}

function concluded<K extends string, V extends Value>(
  columns: readonly ColumnRule<K>[],
  d: Draft<K, V>,
): Judged<K, V> {
  if (d.faults.length > 0 || d.value === undefined) return { ...d, state: 'bad', changes: [] }
  if (d.before === undefined) return { ...d, state: 'new', changes: [] }
  const { before, value } = d
  const changes = columns.flatMap((column) => {
    const [from, to] = [shown(column, before[column.key]), shown(column, value[column.key])]
    return from === to ? [] : [{ title: column.titles[0], from, to }]
  })
  return { ...d, state: changes.length > 0 ? 'update' : 'same', changes }
}
