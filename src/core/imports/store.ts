import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { assert } from '#core/refusal.ts'
import type { ImportFault, ImportRowState, ImportState, ImportSummary } from './contract.ts'
import type { Value } from './kind.ts'

export interface StoredRow<V extends Value> {
  readonly row: number
  readonly cells: readonly string[]
  readonly state: ImportRowState
  readonly faults: readonly ImportFault[]
  readonly changes: readonly { title: string; from: string; to: string }[]
  readonly targetId: number | null
  readonly written: 'insert' | 'update' | null
  readonly before: V | null
  readonly after: V | null
}

export interface Job {
  readonly id: number
  readonly no: string
  readonly state: ImportState
  readonly columns: readonly string[]
  readonly acceptGood: boolean
  readonly acceptUpdates: boolean
}

export interface NewJob {
  readonly no: string
  readonly kind: string
  readonly fileName: string
  readonly sha256: Buffer
  readonly columns: readonly string[]
  readonly rows: number
}

export async function insertJob(tx: Tx, actor: Actor, job: NewJob): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into core.import_job (org_id, no, kind, file_name, sha256, columns, rows, created_by, created_at)
    values (${actor.orgId}, ${job.no}, ${job.kind}, ${job.fileName}, ${job.sha256}, ${job.columns as string[]},
      ${job.rows}, ${actor.userId}, ${actor.at}) returning id`
  assert(row, 'an inserted import has a number')
  return row.id
}

/** What this person checked before and never imported makes way, so that the rows of unused files do not pile up. */
export async function dropChecked(tx: Tx, actor: Actor, kind: string): Promise<void> {
  const dropped = await tx<{ id: number }[]>`
    update core.import_job set state = 'dropped'
    where org_id = ${actor.orgId} and kind = ${kind} and created_by = ${actor.userId} and state = 'checked' returning id`
  await tx`
    delete from core.import_row
    where org_id = ${actor.orgId} and import_id = any (${dropped.map((d) => d.id)}::bigint[])`
}

/** The rows of a file as they were judged. */
export interface JudgedRow {
  readonly row: number
  readonly cells: readonly string[]
  readonly state: ImportRowState
  readonly faults: readonly unknown[]
  readonly changes: readonly unknown[]
  readonly targetId: number | null
}

const texts = (rows: readonly JudgedRow[], of: (row: JudgedRow) => unknown) =>
  rows.map((row) => JSON.stringify(of(row)))

export async function insertRows(
  tx: Tx,
  orgId: number,
  importId: number,
  rows: readonly JudgedRow[],
): Promise<void> {
  await tx`
    insert into core.import_row (org_id, import_id, row, cells, state, faults, changes, target_id)
    select ${orgId}, ${importId}, r, c::jsonb, s, f::jsonb, d::jsonb, nullif(t, 0)
    from unnest(${rows.map((r) => r.row)}::int[], ${texts(rows, (r) => r.cells)}::text[],
      ${rows.map((r) => r.state)}::text[], ${texts(rows, (r) => r.faults)}::text[],
      ${texts(rows, (r) => r.changes)}::text[], ${rows.map((r) => r.targetId ?? 0)}::bigint[]) as u (r, c, s, f, d, t)`
}

/** Rows whose judgement changed after a cell was mended or before a batch is written. */
export async function rejudged(
  tx: Tx,
  orgId: number,
  importId: number,
  rows: readonly JudgedRow[],
): Promise<void> {
  if (rows.length === 0) return
  await tx`
    update core.import_row i set cells = c::jsonb, state = s, faults = f::jsonb, changes = d::jsonb, target_id = nullif(t, 0)
    from unnest(${rows.map((r) => r.row)}::int[], ${texts(rows, (r) => r.cells)}::text[],
      ${rows.map((r) => r.state)}::text[], ${texts(rows, (r) => r.faults)}::text[],
      ${texts(rows, (r) => r.changes)}::text[], ${rows.map((r) => r.targetId ?? 0)}::bigint[]) as u (r, c, s, f, d, t)
    where i.org_id = ${orgId} and i.import_id = ${importId} and i.row = u.r`
}

/** Marks what a batch wrote, with what stood there before and what stands there now. */
export async function markWritten<V extends Value>(
  tx: Tx,
  orgId: number,
  importId: number,
  rows: readonly { row: number; id: number; how: 'insert' | 'update'; before: V | undefined; after: V }[],
): Promise<void> {
  await tx`
    update core.import_row i set target_id = t, written = h, before = nullif(b, '')::jsonb, after = a::jsonb
    from unnest(${rows.map((r) => r.row)}::int[], ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.how)}::text[],
      ${rows.map((r) => (r.before ? JSON.stringify(r.before) : ''))}::text[],
      ${rows.map((r) => JSON.stringify(r.after))}::text[]) as u (r, t, h, b, a)
    where i.org_id = ${orgId} and i.import_id = ${importId} and i.row = u.r`
}

export async function lockJob(tx: Tx, orgId: number, kind: string, id: number): Promise<Job | undefined> {
  const [job] = await tx<Job[]>`
    select id, no, state, columns, accept_good, accept_updates from core.import_job
    where org_id = ${orgId} and kind = ${kind} and id = ${id} for update`
  return job
}

export interface JobChange {
  readonly state: ImportState
  readonly acceptGood: boolean
  readonly acceptUpdates: boolean
}

export async function setJob(tx: Tx, actor: Actor, id: number, to: JobChange): Promise<void> {
  const finished = to.state === 'done' ? actor.at : null
  await tx`
    update core.import_job set state = ${to.state}, accept_good = ${to.acceptGood}, accept_updates = ${to.acceptUpdates},
      finished_at = coalesce(finished_at, ${finished}::timestamptz)
    where org_id = ${actor.orgId} and id = ${id}`
}

export async function setWithdrawn(tx: Tx, actor: Actor, id: number): Promise<void> {
  await tx`
    update core.import_job set state = 'withdrawn', withdrawn_by = ${actor.userId}, withdrawn_at = ${actor.at}
    where org_id = ${actor.orgId} and id = ${id}`
}

const rowFields = (tx: Tx) => tx`row, cells, state, faults, changes, target_id, written, before, after`

export interface RowQuery {
  readonly state?: ImportRowState | undefined
  /** Only those that no batch has written. */
  readonly open?: boolean
  readonly limit: number
  readonly offset?: number
}

export async function rowsOf<V extends Value>(
  tx: Tx,
  orgId: number,
  importId: number,
  query: RowQuery,
): Promise<StoredRow<V>[]> {
  return tx<StoredRow<V>[]>`
    select ${rowFields(tx)} from core.import_row where org_id = ${orgId} and import_id = ${importId}
      ${query.state === undefined ? tx`` : tx`and state = ${query.state}`}
      ${query.open ? tx`and written is null` : tx``}
    order by row limit ${query.limit} offset ${query.offset ?? 0}`
}

/** The next rows to write, in the order of the file. */
export async function nextRows<V extends Value>(
  tx: Tx,
  orgId: number,
  importId: number,
  take: { readonly states: readonly ImportRowState[]; readonly limit: number },
): Promise<StoredRow<V>[]> {
  return tx<StoredRow<V>[]>`
    select ${rowFields(tx)} from core.import_row
    where org_id = ${orgId} and import_id = ${importId} and written is null and state = any (${take.states as string[]})
    order by row limit ${take.limit}`
}

export async function writtenRows<V extends Value>(
  tx: Tx,
  orgId: number,
  importId: number,
): Promise<StoredRow<V>[]> {
  return tx<StoredRow<V>[]>`
    select ${rowFields(tx)} from core.import_row
    where org_id = ${orgId} and import_id = ${importId} and written is not null order by row`
}

export interface SummaryRow extends Omit<ImportSummary, 'columns'> {
  readonly columns: readonly string[]
}

/** One import by its number, or the newest of a kind that wrote something or still can. */
export async function jobsOf(
  tx: Tx,
  orgId: number,
  kind: string,
  query: { readonly id?: number; readonly limit: number },
): Promise<SummaryRow[]> {
  return tx<SummaryRow[]>`
    select j.id as import_id, j.no, j.file_name, j.rows, j.columns, j.state, u.name as created_by, j.created_at,
      j.withdrawn_at, r.bad, r.fresh, r.updates, r.same, r.written
    from (select * from core.import_job where org_id = ${orgId} and kind = ${kind}
        ${query.id === undefined ? tx`and state in ('running', 'done', 'withdrawn')` : tx`and id = ${query.id}`}
      order by created_at desc, id desc limit ${query.limit}) j
    join identity.app_user u on u.org_id = j.org_id and u.id = j.created_by
    cross join lateral (
      select count(*) filter (where i.state = 'bad') as bad, count(*) filter (where i.state = 'new') as fresh,
        count(*) filter (where i.state = 'update') as updates, count(*) filter (where i.state = 'same') as same,
        count(i.written) as written
      from core.import_row i where i.org_id = j.org_id and i.import_id = j.id) r
    order by j.created_at desc, j.id desc`
}
