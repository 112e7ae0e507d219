import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import type { PersonRef } from '#core/identity/contract.ts'
import { Refusal } from '#core/refusal.ts'
import type { CarrierRuleRow, Carriage } from './carrierContract.ts'
import { checkCarrier, ruleOfWay, type Standing, type Who } from './carrierRules.ts'

/** A hospital of two hundred places has no more ways that want a word of their own. */
const mostRules = 2000
const mostPeople = 2000
const mostCarriers = 50

/** The rules in force, the hospital's default first. */
export async function rulesOf(tx: Tx, org: number | null): Promise<CarrierRuleRow[]> {
  return tx<CarrierRuleRow[]>`
    select r.source_location_id, s.name as source, r.destination_location_id, d.name as destination, r.mode, r.minutes, r.reason,
      u.name as set_by, r.set_at
    from requisition.carrier_rule_now r
    left join place.location s on s.org_id = r.org_id and s.id = r.source_location_id
    left join place.location d on d.org_id = r.org_id and d.id = r.destination_location_id
    join identity.app_user u on u.org_id = r.org_id and u.id = r.set_by
    where r.org_id = coalesce(${org}::bigint, core.current_org())
    order by r.source_location_id is not null, s.code, d.code, r.id limit ${mostRules}`
}

/** The rule of one way. Read row by row of the pair, not all of them. */
export async function ruleFor(tx: Tx, orgId: number, way: { readonly from: number; readonly to: number }) {
  const rows = await tx<
    Pick<CarrierRuleRow, 'sourceLocationId' | 'destinationLocationId' | 'mode' | 'minutes'>[]
  >`
    select r.source_location_id, r.destination_location_id, r.mode, r.minutes from requisition.carrier_rule_now r
    where r.org_id = ${orgId}
      and (r.source_location_id is null or (r.source_location_id = ${way.from} and r.destination_location_id = ${way.to}))`
  return ruleOfWay(rows, way)
}

/** Who may carry at this moment: one of their roles says so, and their qualification to handle is valid on the day. */
export async function carriers(tx: Tx, orgId: number, at: string, only?: number): Promise<PersonRef[]> {
  const today = dayOf(at)
  return tx<PersonRef[]>`
    select u.id as user_id, u.name, u.title from identity.app_user u
    where u.org_id = ${orgId} and u.disabled_at is null and (${only ?? null}::bigint is null or u.id = ${only ?? null})
      and exists (select from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id and q.type = 'handle'
        and q.revoked_at is null and q.valid_from <= ${today} and q.valid_to >= ${today})
      and exists (select from identity.assignments_of(u.org_id, u.id, ${at}) a where 'requisition.carry' = any (a.permissions))
    order by u.name, u.id limit ${mostPeople}`
}

/** Refuses NOT_FOUND, UNQUALIFIED. */
async function carrierOf(tx: Tx, actor: Actor, userId: number): Promise<Who> {
  const [fit] = await carriers(tx, actor.orgId, actor.at, userId)
  if (fit) return { id: fit.userId, name: fit.name }
  const [known] = await tx<{ name: string }[]>`
    select name from identity.app_user where org_id = ${actor.orgId} and id = ${userId} and disabled_at is null`
  if (!known) throw new Refusal('NOT_FOUND')
  throw new Refusal('UNQUALIFIED', {
    name: known.name,
    need: '“运送调拨药品”权限或麻精管理资格',
    renew: '请换一位运送人',
  })
}

export interface Naming {
  readonly transferId: number
  readonly carrierId: number
  readonly checkedBy: number
  readonly minutes: number
  readonly reason?: string
}

/** Writes who is to carry it. Refuses NOT_FOUND, UNQUALIFIED, CARRIER_IS_CHECKER. */
export async function nameOne(tx: Tx, actor: Actor, n: Naming): Promise<Who> {
  const carrier = await carrierOf(tx, actor, n.carrierId)
  checkCarrier(carrier, n.checkedBy)
  await tx`
    insert into requisition.carrier (org_id, transfer_id, carrier_id, minutes, named_by, named_at, reason, event_id)
    values (${actor.orgId}, ${n.transferId}, ${carrier.id}, ${n.minutes}, ${actor.userId}, ${actor.at}, ${n.reason ?? null}, ${actor.eventId})`
  return carrier
}

/** Everybody who was named for a transfer, in order, with what came of it. */
export async function carriageOf(tx: Tx, transferId: number): Promise<Carriage[]> {
  return tx<Carriage[]>`
    select c.carrier_id, u.name as carrier, u.title, n.name as named_by, c.named_at, c.reason, k.taken_at, h.name as handed_by, k.due_at
    from requisition.carrier c
    join identity.app_user u on u.org_id = c.org_id and u.id = c.carrier_id
    join identity.app_user n on n.org_id = c.org_id and n.id = c.named_by
    left join requisition.carry k on k.org_id = c.org_id and k.carrier_row = c.id
    left join identity.app_user h on h.org_id = k.org_id and h.id = k.handed_by
    where c.transfer_id = ${transferId} order by c.id limit ${mostCarriers}`
}

export interface Underway extends Standing {
  readonly carrierRow: number | null
  readonly minutes: number
  readonly dueAt: string | null
}

/** Who has a transfer and who is to have it. Call it with the transfer locked. */
export async function underway(tx: Tx, orgId: number, transferId: number): Promise<Underway> {
  const [row] = await tx<
    {
      no: string
      sentBy: number
      sender: string
      checkedBy: number
      checker: string
      carrierRow: number | null
      carrierId: number | null
      carrier: string | null
      takenAt: string | null
      inHandOf: number | null
      hand: string | null
      minutes: number | null
      dueAt: string | null
    }[]
  >`
    select t.no, t.sent_by, s.name as sender, t.checked_by, k.name as checker, c.carrier_row, c.carrier_id, u.name as carrier, c.taken_at,
      c.in_hand_of, h.name as hand, c.minutes, c.due_at
    from requisition.transfer t
    join identity.app_user s on s.org_id = t.org_id and s.id = t.sent_by
    join identity.app_user k on k.org_id = t.org_id and k.id = t.checked_by
    left join requisition.carrier_now c on c.org_id = t.org_id and c.transfer_id = t.id
    left join identity.app_user u on u.org_id = c.org_id and u.id = c.carrier_id
    left join identity.app_user h on h.org_id = c.org_id and h.id = c.in_hand_of
    where t.org_id = ${orgId} and t.id = ${transferId}`
  if (!row) throw new Refusal('NOT_FOUND')
  const { carrierId, inHandOf } = row
  return {
    no: row.no,
    ...(carrierId === null
      ? {}
      : { named: { id: carrierId, name: row.carrier ?? '', takenAt: row.takenAt } }),
    ...(inHandOf === null ? {} : { inHandOf: { id: inHandOf, name: row.hand ?? '' } }),
    sentBy: { id: row.sentBy, name: row.sender },
    checkedBy: { id: row.checkedBy, name: row.checker },
    carrierRow: row.carrierRow,
    minutes: row.minutes ?? 0,
    dueAt: row.dueAt,
  }
}
