import type { Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import {
  maxCards,
  maxChanges,
  type Card,
  type CardField,
  type CardRow,
  type Change,
  type ChangeState,
  type Purchaser,
} from './contract.ts'

export type StoredCard = Omit<CardRow, 'state' | 'daysLeft'>
export type StoredDetail = StoredCard & Omit<Card, keyof CardRow | 'purchasers' | 'changes'>
export type StoredChange = Omit<Change, 'fileLate' | 'handleLate'>

const columns = (tx: Tx) => tx`
  c.id as card_id, c.org_id, c.card_no, c.issuer, c.issued_on, c.valid_from, c.valid_to, c.next_from`

/** Cards of a hospital, newest first. */
export async function cardsOf(tx: Tx, org?: number): Promise<StoredCard[]> {
  return tx<StoredCard[]>`
    select ${columns(tx)} from purchase_card.card_now c
    where c.org_id = coalesce(${org ?? null}::bigint, core.current_org()) order by c.valid_from desc limit ${maxCards}`
}

/** A card as it reads now: each item as issued, or as the last change of it that is done. Refuses: NOT_FOUND. */
export async function cardOf(tx: Tx, id: number): Promise<StoredDetail> {
  const now = (field: CardField, column: string) => tx`
    coalesce((select x.after from purchase_card.change_now x where x.org_id = c.org_id and x.card_id = c.id
      and x.field = ${field} and x.state = 'done' order by x.changed_on desc, x.id desc limit 1), c.${tx(column)})`
  const [row] = await tx<StoredDetail[]>`
    select ${columns(tx)}, o.name as org, ${now('orgName', 'org_name')} as org_name, ${now('address', 'address')} as address,
      ${now('legalPerson', 'legal_person')} as legal_person, ${now('medHead', 'med_head')} as med_head,
      ${now('pharmHead', 'pharm_head')} as pharm_head, c.specimen is not null as specimen, u.name as recorded_by, c.recorded_at
    from purchase_card.card_now c join identity.org o on o.id = c.org_id
    join identity.app_user u on u.org_id = c.org_id and u.id = c.recorded_by
    where c.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export async function purchasersOf(
  tx: Tx,
  card: { readonly orgId: number; readonly cardId: number },
  day: string,
): Promise<Purchaser[]> {
  return tx<Purchaser[]>`
    select p.user_id, u.name, u.title, p.since from purchase_card.purchasers(${card.orgId}, ${card.cardId}, ${day}) p
    join identity.app_user u on u.org_id = ${card.orgId} and u.id = p.user_id order by p.since, u.name`
}

export async function changesOf(
  tx: Tx,
  card: { readonly orgId: number; readonly cardId: number },
): Promise<StoredChange[]> {
  return tx<StoredChange[]>`
    select x.id as change_id, x.no, x.field, x.before, x.after, x.changed_on, u.name as recorded_by, x.recorded_at, x.state,
      x.file_by, x.filed_on, f.name as filed_by, x.handle_by, x.done_on, x.authority, x.note, x.cancel_reason
    from purchase_card.change_now x
    join identity.app_user u on u.org_id = x.org_id and u.id = x.recorded_by
    left join identity.app_user f on f.org_id = x.org_id and f.id = x.filed_by
    where x.org_id = ${card.orgId} and x.card_id = ${card.cardId}
    order by x.changed_on desc, x.id desc limit ${maxChanges}`
}

export interface NewCard {
  readonly cardNo: string
  readonly orgName: string
  readonly address: string
  readonly legalPerson: string
  readonly medHead: string
  readonly pharmHead: string
  readonly issuer: string
  readonly issuedOn: string
  readonly validFrom: string
  readonly validTo: string
}

/** Refuses ALREADY_EXISTS where the number, or a card from the same day, is recorded. */
export async function insertCard(
  tx: Tx,
  actor: Actor,
  card: NewCard,
  purchaserIds: readonly number[],
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into purchase_card.card (org_id, card_no, org_name, address, legal_person, med_head, pharm_head, issuer, issued_on,
      valid_from, valid_to, recorded_by, recorded_at)
    values (${actor.orgId}, ${card.cardNo}, ${card.orgName}, ${card.address}, ${card.legalPerson}, ${card.medHead}, ${card.pharmHead},
      ${card.issuer}, ${card.issuedOn}, ${card.validFrom}, ${card.validTo}, ${actor.userId}, ${actor.at})
    returning id`.catch((error: unknown) => {
    const constraint = brokenConstraint(error)
    if (constraint === 'card_no') throw new Refusal('ALREADY_EXISTS', { what: '印鉴卡', value: card.cardNo })
    if (constraint === 'card_from')
      throw new Refusal('ALREADY_EXISTS', { what: '同一天起效的印鉴卡', value: card.validFrom })
    throw error
  })
  assert(row, 'an inserted card has a number')
  await tx`
    insert into purchase_card.purchaser (org_id, card_id, user_id)
    select ${actor.orgId}, ${row.id}, u from unnest(${purchaserIds as number[]}::bigint[]) as t (u)`
  return row.id
}

export interface Step {
  readonly orgId: number
  readonly changeId: number
  readonly no: string
  readonly state: ChangeState
  readonly changedOn: string
  readonly filingId: number | null
  readonly filedOn: string | null
}

/** Where a change stands, for whoever may read it. Refuses NOT_FOUND. */
export async function stepOf(tx: Tx, changeId: number): Promise<Step> {
  const [row] = await tx<Step[]>`
    select x.org_id, x.id as change_id, x.no, x.state, x.changed_on, x.filing_id, x.filed_on
    from purchase_card.change_now x where x.id = ${changeId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** One's own change, locked: its steps have one order. Refuses NOT_FOUND. */
export async function lockChange(tx: Tx, orgId: number, changeId: number): Promise<Step> {
  const [own] = await tx`
    select 1 from purchase_card.change where org_id = ${orgId} and id = ${changeId} for update`
  if (!own) throw new Refusal('NOT_FOUND')
  return stepOf(tx, changeId)
}

/** People of one's own hospital in service, by number. */
export async function peopleOf(tx: Tx, orgId: number, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx<{ id: number; name: string }[]>`
    select id, name from identity.app_user
    where org_id = ${orgId} and id = any (${ids as number[]}::bigint[]) and disabled_at is null`
  return new Map(rows.map((r) => [r.id, r.name]))
}
