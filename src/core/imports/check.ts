import { createHash } from 'node:crypto'
import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { collect } from '#core/files/limited.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { cellOf, pickColumns } from '#core/tables/columns.ts'
import { readTable, type Table } from '#core/tables/read.ts'
import {
  importLimitBytes,
  importLimitColumns,
  importLimitRows,
  type ImportEndpoints,
  type ImportRow,
  type ImportSummary,
} from './contract.ts'
import { judge, readRow, type Judged, type RawRow } from './judge.ts'
import type { ImportKind, Value } from './kind.ts'
import { steady } from './steady.ts'
import {
  dropChecked,
  insertJob,
  insertRows,
  jobsOf,
  lockJob,
  rejudged,
  rowsOf,
  type JudgedRow,
  type StoredRow,
} from './store.ts'

/** The table's cells under our keys. Refuses: FILE_COLUMN_MISSING, FILE_UNREADABLE. */
function rawRows<K extends string, V extends Value, Known>(kind: ImportKind<K, V, Known>, table: Table) {
  const spec = kind.columns.map(({ key, titles }) => ({ key, titles, required: kind.identity.includes(key) }))
  const columns = pickColumns(table.header, spec)
  const rows = table.rows.map(({ row, cells }): RawRow<K> => {
    const named = kind.columns.map(({ key }) => [key, cellOf(cells, columns, key)])
    return { row, cells: Object.fromEntries(named) as RawRow<K>['cells'] }
  })
  // The template's second line explains; it is nobody's row.
  const real = rows.filter(({ cells }) => !cells[kind.identity[0] as K]?.startsWith(hintMark))
  return { rows: real, columns: kind.columns.filter((c) => columns.has(c.key)).map((c) => c.key as string) }
}

/** How the template's line of explanations begins. */
export const hintMark = '（说明）'

export async function judged<K extends string, V extends Value, Known>(
  tx: Tx,
  actor: Actor,
  kind: ImportKind<K, V, Known>,
  rows: readonly RawRow<K>[],
): Promise<Judged<K, V>[]> {
  const reads = rows.map((row) => readRow(kind.columns, row.cells, () => {}))
  return judge(kind, rows, await kind.known(tx, actor, reads))
}

export function stored<K extends string, V extends Value, Known>(
  kind: ImportKind<K, V, Known>,
  row: Judged<K, V>,
): JudgedRow {
  const { faults, changes, state, targetId } = row
  return {
    row: row.row,
    cells: kind.columns.map((c) => row.cells[c.key] ?? ''),
    state,
    faults,
    changes,
    targetId,
  }
}

export function cellsOf<K extends string, V extends Value, Known>(
  kind: ImportKind<K, V, Known>,
  row: Pick<StoredRow<V>, 'cells'>,
): RawRow<K>['cells'] {
  return Object.fromEntries(kind.columns.map((c, i) => [c.key, row.cells[i] ?? ''])) as RawRow<K>['cells']
}

export function forPeople<K extends string, V extends Value, Known>(
  kind: ImportKind<K, V, Known>,
  row: JudgedRow | StoredRow<V>,
): ImportRow {
  const cells = cellsOf(kind, row as StoredRow<V>)
  const { state, faults, changes } = row as StoredRow<V>
  return { row: row.row, state, label: kind.label(cells), cells, faults: [...faults], changes: [...changes] }
}

export async function summaries<K extends string, V extends Value, Known>(
  tx: Tx,
  actor: Actor,
  kind: ImportKind<K, V, Known>,
  query: { readonly id?: number; readonly limit: number },
): Promise<ImportSummary[]> {
  const titles = new Map<string, string>(kind.columns.map((c) => [c.key, c.titles[0]]))
  const rows = await jobsOf(tx, actor.orgId, kind.kind, query)
  return rows.map((row) => ({ ...row, columns: row.columns.map((key) => titles.get(key) ?? key) }))
}

export async function summaryOf<K extends string, V extends Value, Known>(
  tx: Tx,
  actor: Actor,
  kind: ImportKind<K, V, Known>,
  id: number,
): Promise<ImportSummary> {
  const [summary] = await summaries(tx, actor, kind, { id, limit: 1 })
  if (!summary) throw new Refusal('NOT_FOUND')
  return summary
}

/** Reads and judges a file and keeps it for the next steps; writes nothing of what it says. */
export async function checkFile<K extends string, V extends Value, Known>(
  tx: Tx,
  actor: Actor,
  kind: ImportKind<K, V, Known>,
  fileName: string,
): Promise<ImportSummary> {
  assert(actor.upload, 'an upload endpoint has a body')
  const bytes = await collect(actor.upload)
  const table = await readTable(bytes, fileName, {
    maxBytes: importLimitBytes,
    maxRows: importLimitRows,
    maxColumns: importLimitColumns,
  })
  const { rows, columns } = rawRows(kind, table)
  if (rows.length === 0) throw new Refusal('FILE_EMPTY')
  await steady(tx)
  const sha256 = createHash('sha256').update(bytes).digest()
  await dropChecked(tx, actor, kind.kind)
  const no = await documentNo(tx, actor, 'DR')
  const id = await insertJob(tx, actor, { no, kind: kind.kind, fileName, sha256, columns, rows: rows.length })
  const results = await judged(tx, actor, kind, rows)
  await insertRows(
    tx,
    actor.orgId,
    id,
    results.map((row) => stored(kind, row)),
  )
  const summary = await summaryOf(tx, actor, kind, id)
  const { bad, fresh, updates, same } = summary
  const data = {
    importKind: kind.kind,
    file: sha256.toString('hex'),
    rows: rows.length,
    bad,
    fresh,
    updates,
    same,
  }
  tell(actor, { kind: 'import', id, no }, data)
  return summary
}

/** One cell changed on the page: the whole file is judged again, because rows may speak of each other. */
export async function mendCell<K extends string, V extends Value, Known>(
  tx: Tx,
  actor: Actor,
  kind: ImportKind<K, V, Known>,
  input: InputOf<ImportEndpoints['mend']>,
): Promise<{ import: ImportSummary; row: ImportRow }> {
  const job = await lockJob(tx, actor.orgId, kind.kind, input.importId)
  if (!job) throw new Refusal('NOT_FOUND')
  if (job.state !== 'checked') throw new Refusal('DOCUMENT_CLOSED', { no: job.no, state: '导入' })
  await steady(tx)
  const at = kind.columns.findIndex((c) => c.key === input.column)
  const before = await rowsOf<V>(tx, actor.orgId, job.id, { limit: importLimitRows })
  const mended = before.find((row) => row.row === input.row)
  if (at < 0 || !mended) throw new Refusal('NOT_FOUND')
  const cells = mended.cells.map((cell, i) => (i === at ? input.value.trim() : cell))
  const raw = before.map((row) => ({
    row: row.row,
    cells: cellsOf(kind, row === mended ? { cells } : row),
  }))
  const after = (await judged(tx, actor, kind, raw)).map((row) => stored(kind, row))
  const differs = (row: JudgedRow, i: number) =>
    JSON.stringify([row.cells, row.state, row.faults, row.changes, row.targetId]) !== standing(before[i])
  await rejudged(tx, actor.orgId, job.id, after.filter(differs))
  tell(
    actor,
    { kind: 'import', id: job.id, no: job.no },
    { row: input.row, column: input.column },
    { value: input.value },
  )
  const row = after.find((r) => r.row === input.row)
  assert(row, 'a mended row is among the judged')
  return { import: await summaryOf(tx, actor, kind, job.id), row: forPeople(kind, row) }
}

const standing = (row: StoredRow<Value> | undefined) =>
  row && JSON.stringify([row.cells, row.state, row.faults, row.changes, row.targetId])
