import type { Actor } from '#core/actor.ts'
import type { DrugClass } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import type { Item } from '#core/ledger/kinds.ts'
import { documentNo } from '#core/numbering.ts'
import { assert } from '#core/refusal.ts'
import { deadlines, isUrgent, platformRule, type DiscrepancyRule } from './rules.ts'

/** One figure that somebody counted, of one lot in one account. `book` as it stood when it was counted. */
export interface CountedFigure {
  readonly accountId: number
  readonly item: Item
  readonly drugId: number
  readonly lotId: number
  readonly book: number
  readonly counted: number
}

export interface Source {
  readonly kind: string
  readonly id: number
  readonly no: string
}

/** The rule in force now: the hospital's last version, or the platform's own. */
export async function ruleOf(tx: Tx): Promise<DiscrepancyRule> {
  const [row] = await tx<DiscrepancyRule[]>`
    select version, escalate_minutes, report_minutes, ordinary_days, threshold_units from ledger.discrepancy_rule
    where org_id = core.current_org() order by version desc limit 1`
  return row ?? platformRule
}

/**
 * Remembers what was counted, whether it agreed or not: who counted a balance last is answered from here.
 * `secondId` is the second person where the act itself has no witness.
 */
export async function recordCounts(
  tx: Tx,
  actor: Actor,
  source: Source,
  figures: readonly CountedFigure[],
  secondId: number | null = actor.witness?.userId ?? null,
): Promise<void> {
  await tx`
    insert into ledger.counted (org_id, source_kind, source_id, account_id, item, drug_id, lot_id, book, counted, counted_by,
      counted_with, counted_at, event_id)
    select ${actor.orgId}, ${source.kind}, ${source.id}, f.account_id, f.item, f.drug_id, f.lot_id, f.book, f.counted, ${actor.userId},
      ${secondId}, ${actor.at}::timestamptz, ${actor.eventId}
    from unnest(${figures.map((f) => f.accountId)}::bigint[], ${figures.map((f) => f.item)}::text[], ${figures.map((f) => f.drugId)}::bigint[],
      ${figures.map((f) => f.lotId)}::bigint[], ${figures.map((f) => f.book)}::bigint[], ${figures.map((f) => f.counted)}::bigint[])
      as f (account_id, item, drug_id, lot_id, book, counted)`
}

interface Previous {
  readonly by: number
  readonly how: 'movement' | 'count'
  readonly at: string
  readonly movementId: number | null
}

/** Whoever moved or counted this balance last before this act; a code narrows it where one is known. */
async function previousOf(
  tx: Tx,
  actor: Actor,
  f: CountedFigure & { code: string; source: Source },
): Promise<Previous | undefined> {
  const last = (side: 'source_id' | 'destination_id') => tx`
    (select e.movement_id, e.recorded_at from ledger.entry e
     where e.org_id = ${actor.orgId} and e.${tx(side)} = ${f.accountId} and e.drug_id = ${f.drugId} and e.lot_id = ${f.lotId}
       and e.item = ${f.item} and (${f.code} = '' or e.code = ${f.code})
     order by e.recorded_at desc, e.movement_id desc limit 1)`
  const [row] = await tx<Previous[]>`
    select x.by, x.how, x.at, x.movement_id from (
      select m.actor_id as by, 'movement' as how, m.recorded_at as at, m.id as movement_id
      from (${last('source_id')} union all ${last('destination_id')}) e
      join ledger.movement m on m.org_id = ${actor.orgId} and m.id = e.movement_id
      union all
      (select c.counted_by, 'count', c.counted_at, null from ledger.counted c
       where c.org_id = ${actor.orgId} and c.account_id = ${f.accountId} and c.lot_id = ${f.lotId} and c.item = ${f.item}
         and not (c.source_kind = ${f.source.kind} and c.source_id = ${f.source.id})
       order by c.counted_at desc limit 1)) x
    order by x.at desc, x.how limit 1`
  return row
}

async function classOf(tx: Tx, actor: Actor, drugId: number): Promise<DrugClass> {
  const [row] = await tx<{ drugClass: DrugClass }[]>`
    select drug_class from catalogue.drug_name where org_id = ${actor.orgId} and drug_id = ${drugId}`
  assert(row, 'a counted drug has a name')
  return row.drugClass
}

export interface NewDiscrepancy extends CountedFigure {
  readonly source: Source
  /** The code in question; '' for units without one, or for several codes. */
  readonly code?: string
  /** The second person where the act itself has no witness. */
  readonly foundWith?: number | null
  /** The second person of the act before, where the case is about that act and both signed it. */
  readonly previousWith?: number
}

export interface OpenedDiscrepancy {
  readonly id: number
  readonly no: string
  readonly urgent: boolean
  readonly escalateAt: string
  readonly reportAt: string | null
}

/**
 * A count that does not agree becomes a case with a deadline, attributed to the person who had the balance before and
 * to the one who found it (features 38, 39, 41). Call it within the act that counted; the act's event says so, and the
 * alert follows from there. It moves nothing.
 */
export async function openDiscrepancy(tx: Tx, actor: Actor, d: NewDiscrepancy): Promise<OpenedDiscrepancy> {
  assert(d.book !== d.counted, 'a discrepancy has a difference')
  const rule = await ruleOf(tx)
  const urgent = isUrgent(d.item, await classOf(tx, actor, d.drugId))
  const due = deadlines(actor.at, urgent, rule)
  const previous = await previousOf(tx, actor, { ...d, code: d.code ?? '' })
  const foundWith = d.foundWith === undefined ? (actor.witness?.userId ?? null) : d.foundWith
  const no = await documentNo(tx, actor, 'CY')
  const [row] = await tx<{ id: number }[]>`
    insert into ledger.discrepancy (org_id, no, source_kind, source_id, source_no, account_id, item, drug_id, lot_id, code, book, counted,
      urgent, rule_version, found_by, found_with, found_at, previous_by, previous_how, previous_at, previous_movement_id, previous_with, escalate_at, report_at)
    values (${actor.orgId}, ${no}, ${d.source.kind}, ${d.source.id}, ${d.source.no}, ${d.accountId}, ${d.item}, ${d.drugId}, ${d.lotId},
      ${d.code ?? ''}, ${d.book}, ${d.counted}, ${urgent}, ${rule.version}, ${actor.userId}, ${foundWith}, ${actor.at},
      ${previous?.by ?? null}, ${previous?.how ?? null}, ${previous?.at ?? null}, ${previous?.movementId ?? null},
      ${d.previousWith ?? null}, ${due.escalateAt}, ${due.reportAt})
    returning id`
  assert(row, 'an inserted discrepancy has a number')
  await tx`
    insert into ledger.discrepancy_step (org_id, discrepancy_id, kind, at, by_id, with_id, book, counted, event_id)
    values (${actor.orgId}, ${row.id}, 'found', ${actor.at}, ${actor.userId}, ${foundWith}, ${d.book}, ${d.counted}, ${actor.eventId})`
  const said = (actor.act.data['discrepancies'] ?? []) as unknown[]
  actor.act.data['discrepancies'] = [...said, { id: row.id, no, difference: d.counted - d.book, urgent }]
  return { id: row.id, no, urgent, ...due }
}
