import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { checkBase, exchangeRows, type BasePosition, type Brought, type Provable } from './baseRules.ts'

interface Place {
  readonly id: number
  readonly name: string
  readonly tier: number
}

type Units = ReadonlyMap<number, number>

/** What a place takes is judged one act at a time: two who ask at once must not both find the same free amount. */
export async function lockBase(tx: Tx, orgId: number, locationId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`base/${orgId}/${locationId}`}, 0))`
}

const positionsOf = (tx: Tx, actor: Actor, locationId: number) => tx<BasePosition[]>`
  select p.drug_id, d.name || ' ' || d.spec as drug, d.unit, p.base_units,
    p.in_place + p.in_hand + p.owed + p.proven + p.awaiting as total, p.coming + p.asked as pending
  from base_stock.position(${actor.orgId}, ${actor.at}, ${locationId}) p
  join ledger.drug d on d.org_id = ${actor.orgId} and d.id = p.drug_id`

/**
 * Refuses what would bring a place above its base, naming what it may still take: BASE_OVER, BASE_NONE. `counted`: what
 * is requested or on its way counts as taken.
 */
export async function judgeBase(
  tx: Tx,
  actor: Actor,
  place: Place,
  act: string,
  drugs: Units,
  counted: boolean,
): Promise<void> {
  await lockBase(tx, actor.orgId, place.id)
  const positions = await positionsOf(tx, actor, place.id)
  if (positions.length === 0) return
  const names = await tx<{ id: number; name: string }[]>`
    select id, name || ' ' || spec as name from ledger.drug where org_id = ${actor.orgId} and id = any (${[...drugs.keys()]}::bigint[])`
  const nameOf = (drugId: number) => names.find((n) => n.id === drugId)?.name ?? '该药品'
  checkBase({ place: place.name, ward: place.tier === 3, act, drugs }, positions, nameOf, counted)
}

/** Writes what an exchange brings. Refuses: BASE_NOT_PROVEN, BASE_EXCHANGE_LINES. */
export async function writeExchange(
  tx: Tx,
  actor: Actor,
  requisition: { id: number; locationId: number },
  brought: readonly Brought[],
  lines: Units,
): Promise<void> {
  await lockBase(tx, actor.orgId, requisition.locationId)
  const provable = await tx<Provable[]>`
    select u.case_kind, u.case_id, u.lot_id, u.drug_id, d.name || ' ' || d.spec as drug, l.lot_no, u.proven, u.in_hand, u.owed
    from base_stock.open_use(${actor.orgId}, ${actor.at}, ${requisition.locationId}) u
    join ledger.drug d on d.org_id = ${actor.orgId} and d.id = u.drug_id
    join ledger.lot l on l.org_id = ${actor.orgId} and l.id = u.lot_id`
  const rows = exchangeRows(brought, provable, lines)
  await tx`
    insert into requisition.exchange_line (org_id, requisition_id, case_kind, case_id, drug_id, lot_id, units, closes)
    select ${actor.orgId}, ${requisition.id}, x.case_kind, x.case_id, x.drug_id, x.lot_id, x.units, x.closes = 1
    from unnest(${rows.map((r) => r.caseKind)}::text[], ${rows.map((r) => r.caseId)}::bigint[], ${rows.map((r) => r.drugId)}::bigint[], ${rows.map((r) => r.lotId)}::bigint[],
      ${rows.map((r) => r.units)}::int[], ${rows.map((r) => (r.closes ? 1 : 0))}::int[]) as x (case_kind, case_id, drug_id, lot_id, units, closes)`
}

/** Whether a requisition brings something in exchange: what it brings back was the place's own. */
export async function isExchange(
  tx: Tx,
  orgId: number,
  requisitionId: number | null | undefined,
): Promise<boolean> {
  if (requisitionId === null || requisitionId === undefined) return false
  const [row] = await tx`
    select 1 from requisition.exchange_line where org_id = ${orgId} and requisition_id = ${requisitionId} limit 1`
  return row !== undefined
}
