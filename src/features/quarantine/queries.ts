import { contains, type Tx } from '#core/db.ts'
import { kindTitle } from '#core/ledger/kinds.ts'
import { drugSumsIn, unitSumsIn } from '#core/ledger/drugs.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  listCodes,
  listDue,
  listHoldings,
  listRecords,
  readRecord,
  type RecordDetail,
  type RecordRow,
} from './contract.ts'
import { codeRows, dueRows, holdingRows } from './lists.ts'

/** What the movement `m` took out of use for the record `r`. */
const moved = (tx: Tx) => tx`
  select d.name, d.unit, e.quantity as units from ledger.entry e join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id
  where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.destination_id = r.account_id`

const left = (tx: Tx) => tx`
  select d.unit, b.quantity as units from ledger.balance b join ledger.drug d on d.org_id = b.org_id and d.id = b.drug_id
  where b.org_id = r.org_id and b.account_id = r.account_id and b.quantity <> 0`

const columns = (tx: Tx) => tx`
  r.id, r.org_id, r.no, r.reason_kind, r.reason, l.name as location, x.name as box, r.moved_at, r.movement_id, m.event_id, r.account_id,
  u.name as moved_by, w.name as witnessed_by, back.id is not null as reversed, f.drugs, f.sums, ${unitSumsIn(tx, left(tx))} as left_sums`

const tables = (tx: Tx) => tx`
  from quarantine.record r
  join place.location l on l.org_id = r.org_id and l.id = r.location_id
  join place.location x on x.org_id = r.org_id and x.id = r.box_location_id
  join ledger.movement m on m.org_id = r.org_id and m.id = r.movement_id
  join identity.app_user u on u.org_id = r.org_id and u.id = r.moved_by
  join identity.app_user w on w.org_id = r.org_id and w.id = r.witnessed_by
  left join ledger.movement back on back.org_id = r.org_id and back.reverses_id = r.movement_id
  cross join lateral (${drugSumsIn(tx, moved(tx))}) f`

function linesOf(tx: Tx, of: RecordRow & { accountId: number }): Promise<RecordDetail['lines']> {
  return tx<RecordDetail['lines']>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, e.lot_id, l.lot_no, l.expiry, f.form, f.manufacturer,
      sum(e.quantity)::int as units, coalesce((array_agg(e.code order by e.code) filter (where e.code <> ''))[1:500], '{}') as codes,
      (select coalesce(sum(b.quantity), 0)::int from ledger.balance b
        where b.org_id = e.org_id and b.account_id = ${of.accountId} and b.lot_id = e.lot_id and b.quantity <> 0) as left_units
    from ledger.entry e
    join catalogue.drug_name n on n.org_id = e.org_id and n.drug_id = e.drug_id
    join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
    left join catalogue.formulary f on f.org_id = e.org_id and f.drug_id = e.drug_id
    where e.org_id = ${of.orgId} and e.movement_id = ${of.movementId} and e.destination_id = ${of.accountId}
    group by e.org_id, n.drug_id, n.name, n.spec, n.unit, n.drug_class, e.lot_id, l.lot_no, l.expiry, f.form, f.manufacturer
    order by n.name, l.lot_no limit 500`
}

/** What went out of the account afterwards, and what came back by a correction. */
async function movementsOf(
  tx: Tx,
  of: RecordRow & { accountId: number },
): Promise<RecordDetail['movements']> {
  const touching = tx`
    select g.unit, x.quantity as units from ledger.entry x join ledger.drug g on g.org_id = x.org_id and g.id = x.drug_id
    where x.org_id = ${of.orgId} and x.movement_id = m.id and ${of.accountId} in (x.source_id, x.destination_id)`
  const rows = await tx<
    (Omit<RecordDetail['movements'][number], 'title'> & { kind: string; back: boolean })[]
  >`
    select m.id as movement_id, m.event_id, m.kind, m.reverses_id is not null as back, m.cause_no, m.occurred_at as at,
      ${unitSumsIn(tx, touching)} as sums, min(d.title) as to, u.name as actor, w.name as witness
    from ledger.entry e join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
    join ledger.account d on d.org_id = e.org_id and d.id = e.destination_id
    join identity.app_user u on u.org_id = m.org_id and u.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    where e.org_id = ${of.orgId} and (e.source_id = ${of.accountId} or e.destination_id = ${of.accountId}) and e.movement_id <> ${of.movementId}
    group by m.id, m.event_id, m.kind, m.reverses_id, m.cause_no, m.occurred_at, u.name, w.name order by m.id limit 500`
  return rows.map(({ kind, back, ...r }) => ({ ...r, title: `${back ? '红冲 ' : ''}${kindTitle(kind)}` }))
}

export const quarantineQueries: Route[] = [
  on(listHoldings, async (tx, actor, input) => holdingRows(tx, actor.at, input)),
  on(listDue, async (tx, actor, input) => dueRows(tx, actor.at, input)),
  on(listCodes, async (tx, actor, input) => ({ rows: [...(await codeRows(tx, actor, input))] })),

  on(listRecords, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(RecordRow & { total: number; accountId: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where r.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${input.reason ?? null}::text is null or r.reason_kind = ${input.reason ?? null})
        and (${like}::text is null or r.no ilike ${like} or r.reason ilike ${like} or l.name ilike ${like} or f.drugs ilike ${like})
      order by r.moved_at desc, r.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _t, accountId: _a, ...r }) => r), total: rows[0]?.total ?? 0 }
  }),

  on(readRecord, async (tx, _actor, { id }) => {
    const [row] = await tx<(RecordRow & { accountId: number; org: string })[]>`
      select ${columns(tx)}, o.name as org ${tables(tx)} join identity.org o on o.id = r.org_id where r.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    return { ...row, lines: [...(await linesOf(tx, row))], movements: await movementsOf(tx, row) }
  }),
]
