import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import { brokenReference, type Tx } from '#core/db.ts'
import { assert, Refusal, type Fault } from '#core/refusal.ts'
import { cellsOf, judged } from './check.ts'
import { importBatchRows, type ImportEndpoints } from './contract.ts'
import type { Judged } from './judge.ts'
import type { ImportKind, Value } from './kind.ts'
import { steady } from './steady.ts'
import {
  jobsOf,
  lockJob,
  markWritten,
  nextRows,
  rowsOf,
  setJob,
  setWithdrawn,
  writtenRows,
  type Job,
  type StoredRow,
} from './store.ts'

/**
 * Writes the next batch of a checked import. Each batch is judged once more against what stands there now; a row that
 * no longer fits stops it before anything of the batch is written.
 * Refuses: NOT_FOUND, DOCUMENT_CLOSED, FILE_HAS_FAULTS, IMPORT_NOTHING, IMPORT_STALE.
 */
export async function runBatch<K extends string, V extends Value, Known>(
  tx: Tx,
  actor: Actor,
  kind: ImportKind<K, V, Known>,
  input: InputOf<ImportEndpoints['run']>,
): Promise<{ done: number; total: number; finished: boolean }> {
  const job = await lockJob(tx, actor.orgId, kind.kind, input.importId)
  if (!job) throw new Refusal('NOT_FOUND')
  if (job.state !== 'checked' && job.state !== 'running')
    throw new Refusal('DOCUMENT_CLOSED', { no: job.no, state: job.state === 'done' ? '导入' : '撤回' })
  await steady(tx)
  // Consent is given once, with the first batch, and holds for the others.
  const accept = job.state === 'checked' ? input : job
  if (job.state === 'checked') await checkConsent(tx, actor, kind, job, input)
  const states = accept.acceptUpdates ? (['new', 'update'] as const) : (['new'] as const)
  const batch = await nextRows<V>(tx, actor.orgId, job.id, { states, limit: importBatchRows })
  const wrote = await write(tx, actor, kind, job, batch)
  const rest = await nextRows<V>(tx, actor.orgId, job.id, { states, limit: 1 })
  const finished = rest.length === 0
  const { acceptGood, acceptUpdates } = accept
  await setJob(tx, actor, job.id, { state: finished ? 'done' : 'running', acceptGood, acceptUpdates })
  tell(actor, { kind: 'import', id: job.id, no: job.no }, { importKind: kind.kind, ...wrote, finished })
  const [now] = await jobsOf(tx, actor.orgId, kind.kind, { id: job.id, limit: 1 })
  assert(now, 'a locked import is there')
  const open = now.fresh + (acceptUpdates ? now.updates : 0)
  return { done: now.written, total: open, finished }
}

/** Nothing goes in unless everything is right, or the good rows were accepted. */
async function checkConsent<K extends string, V extends Value, Known>(
  tx: Tx,
  actor: Actor,
  kind: ImportKind<K, V, Known>,
  job: Job,
  input: InputOf<ImportEndpoints['run']>,
): Promise<void> {
  const [now] = await jobsOf(tx, actor.orgId, kind.kind, { id: job.id, limit: 1 })
  assert(now, 'a locked import is there')
  if (now.bad > 0 && !input.acceptGood) {
    const bad = await rowsOf<V>(tx, actor.orgId, job.id, { state: 'bad', limit: 200 })
    throw new Refusal(
      'FILE_HAS_FAULTS',
      { count: now.bad },
      bad.flatMap((row) => faultsOf(kind, row)),
    )
  }
  if (now.fresh + (input.acceptUpdates ? now.updates : 0) === 0) throw new Refusal('IMPORT_NOTHING')
}

function faultsOf<K extends string, V extends Value, Known>(
  kind: ImportKind<K, V, Known>,
  row: StoredRow<V>,
): Fault[] {
  const cells = cellsOf(kind, row)
  return row.faults.map(({ column, title, need }) => ({
    code: 'CELL_INVALID' as const,
    row: row.row,
    field: column,
    facts: { row: row.row, column: title, value: cells[column as K] ?? '', need },
  }))
}

async function write<K extends string, V extends Value, Known>(
  tx: Tx,
  actor: Actor,
  kind: ImportKind<K, V, Known>,
  job: Job,
  batch: readonly StoredRow<V>[],
): Promise<{ created: number[]; updated: number[] }> {
  const raw = batch.map((row) => ({ row: row.row, cells: cellsOf(kind, row) }))
  const results = await judged(tx, actor, kind, raw)
  const turned = results.filter((row, i) => row.state !== batch[i]?.state)
  if (turned.length > 0) throw new Refusal('IMPORT_STALE', { no: job.no, count: turned.length })
  const fresh = results.filter((row) => row.state === 'new')
  const known = results.filter((row) => row.state === 'update')
  const valueOf = (row: Judged<K, V>) => {
    assert(row.value, 'a good row is complete')
    return row.value
  }
  const ids = await kind.insert(tx, actor, fresh.map(valueOf))
  assert(ids.length === fresh.length, 'every new row has a number')
  await kind.update(
    tx,
    actor,
    known.map((row) => ({ id: row.targetId ?? 0, value: valueOf(row) })),
  )
  const updated = known.map((row) => row.targetId ?? 0)
  await markWritten(tx, actor.orgId, job.id, [
    ...fresh.map((row, i) => {
      const id = ids[i] ?? 0
      return { row: row.row, id, how: 'insert' as const, before: undefined, after: valueOf(row) }
    }),
    ...known.map((row) => {
      const id = row.targetId ?? 0
      return { row: row.row, id, how: 'update' as const, before: row.before, after: valueOf(row) }
    }),
  ])
  return { created: ids, updated }
}

/**
 * Takes a whole import back: made rows go, changed rows get back what they had. All or nothing.
 * Refuses: NOT_FOUND, DOCUMENT_CLOSED, IMPORT_IN_USE.
 */
export async function withdraw<K extends string, V extends Value, Known>(
  tx: Tx,
  actor: Actor,
  kind: ImportKind<K, V, Known>,
  input: InputOf<ImportEndpoints['withdraw']>,
): Promise<{ ok: true }> {
  const job = await lockJob(tx, actor.orgId, kind.kind, input.importId)
  if (!job) throw new Refusal('NOT_FOUND')
  if (job.state !== 'done' && job.state !== 'running')
    throw new Refusal('DOCUMENT_CLOSED', { no: job.no, state: job.state === 'withdrawn' ? '撤回' : '放弃' })
  await steady(tx)
  const rows = await writtenRows<V>(tx, actor.orgId, job.id)
  const now = await kind.current(
    tx,
    actor,
    rows.map((row) => row.targetId ?? 0),
  )
  const changed = rows.find((row) => !alike(now.get(row.targetId ?? 0), row.after))
  if (changed)
    throw new Refusal('IMPORT_IN_USE', { what: kind.label(cellsOf(kind, changed)), why: '导入后又改过' })
  const made = rows.filter((row) => row.written === 'insert')
  await kind
    .remove(
      tx,
      actor,
      made.map((row) => row.targetId ?? 0),
    )
    .catch((error: unknown) => {
      const used = brokenReference(error)
      if (!used) throw error
      const row = made.find((r) => r.targetId === used.id) ?? made[0]
      throw new Refusal('IMPORT_IN_USE', {
        what: row ? kind.label(cellsOf(kind, row)) : kind.what,
        why: '已有业务记录用到它',
      })
    })
  const before = rows.flatMap((row) => (row.before ? [{ id: row.targetId ?? 0, value: row.before }] : []))
  await kind.update(tx, actor, before)
  await setWithdrawn(tx, actor, job.id)
  tell(
    actor,
    { kind: 'import', id: job.id, no: job.no },
    { importKind: kind.kind, withdrawn: made.map((r) => r.targetId), restored: before.map((r) => r.id) },
    { reason: input.reason },
  )
  return { ok: true }
}

/** Key order does not count: jsonb keeps its own. */
function alike(a: Value | undefined, b: Value | null): boolean {
  const tidy = (v: Value | undefined | null) =>
    v && JSON.stringify(Object.entries(v).sort(([x], [y]) => (x < y ? -1 : 1)))
  return tidy(a) === tidy(b)
}
