import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { cardRules, usableOn } from '#core/purchasing/rules.ts'
import { Refusal } from '#core/refusal.ts'
import { licenceKindTitle } from '#features/suppliers/contract.ts'
import {
  gateFaults,
  type Gate,
  type GateCard,
  type GateDrug,
  type GateFault,
  type GateOrder,
  type GateSupplier,
  type Quota,
} from './gateRules.ts'

/** What may be ordered now, for these drugs, suppliers and days; undefined where nothing in them needs the card. */
export async function gateFor(
  tx: Tx,
  actor: Actor,
  orders: {
    readonly drugs: readonly number[]
    readonly suppliers: readonly number[]
    readonly days: readonly string[]
  },
): Promise<Gate | undefined> {
  const drugs = await drugsUnderCard(tx, actor.orgId, orders.drugs)
  if (drugs.size === 0) return undefined
  // The year's quantity is spent by one order at a time; whoever waited sees what the other one took.
  await tx`select pg_advisory_xact_lock(hashtext('purchase.plan'), ${actor.orgId}::int)`
  const today = dayOf(actor.at)
  const cards = await tx<(GateCard & { id: number })[]>`
    select id, card_no, valid_from, valid_to, next_from from purchase_card.card_now
    where org_id = ${actor.orgId} order by valid_from`
  const usable = cards.find((c) => usableOn(c, today))
  const people = usable ? await purchasersOf(tx, actor.orgId, usable.id, today) : []
  const [own] = await tx<{ region: string }[]>`select region from identity.org where id = ${actor.orgId}`
  return {
    today,
    name: actor.name,
    region: own?.region ?? '',
    cards,
    named: people.some((p) => p.userId === actor.userId),
    purchasers: people.map((p) => p.name),
    suppliers: await suppliersOf(tx, actor.orgId, orders.suppliers),
    drugs,
    plans: await plansOf(tx, actor.orgId, orders.days),
  }
}

/** Drugs of a class that a card rule names, whatever the day; the day decides in the rules. */
async function drugsUnderCard(tx: Tx, orgId: number, ids: readonly number[]): Promise<Map<number, GateDrug>> {
  const rows = await tx<(Omit<GateDrug, 'classes'> & GateDrug['classes'][number] & { drugId: number })[]>`
    select d.id as drug_id, d.product_id, d.name || ' ' || d.spec as title, d.unit, c.class as drug_class, c.valid_from, c.valid_to
    from ledger.drug d join catalogue.product_class c on c.product_id = d.product_id
    where d.org_id = ${orgId} and d.id = any (${ids as number[]}::bigint[])
      and c.class = any (${cardRules.map((r) => r.drugClass)}::text[])
    order by d.id, c.valid_from`
  const drugs = new Map<number, GateDrug>()
  for (const { drugId, productId, title, unit, ...of } of rows) {
    const classes = [...(drugs.get(drugId)?.classes ?? []), of]
    drugs.set(drugId, { productId, title, unit, classes })
  }
  return drugs
}

async function purchasersOf(tx: Tx, orgId: number, cardId: number, day: string) {
  return tx<{ userId: number; name: string }[]>`
    select p.user_id, u.name from purchase_card.purchasers(${orgId}, ${cardId}, ${day}) p
    join identity.app_user u on u.org_id = ${orgId} and u.id = p.user_id order by u.name`
}

async function suppliersOf(
  tx: Tx,
  orgId: number,
  ids: readonly number[],
): Promise<Map<number, GateSupplier>> {
  const rows = await tx<(Omit<GateSupplier, 'licences'> & { id: number })[]>`
    select id, name, licence_no, licence_valid_to from partner.supplier
    where org_id = ${orgId} and id = any (${ids as number[]}::bigint[])`
  const licences = await tx<
    { supplierId: number; kind: keyof typeof licenceKindTitle; validTo: string | null }[]
  >`
    select supplier_id, kind, valid_to from partner.licence
    where org_id = ${orgId} and supplier_id = any (${ids as number[]}::bigint[]) order by supplier_id, kind`
  const held = Map.groupBy(licences, (l) => l.supplierId)
  return new Map(
    rows.map(({ id, ...row }) => {
      const own = (held.get(id) ?? []).map((l) => ({ ...l, title: licenceKindTitle[l.kind] }))
      return [id, { ...row, licences: own }]
    }),
  )
}

async function plansOf(tx: Tx, orgId: number, days: readonly string[]): Promise<Gate['plans']> {
  const years = [...new Set(days.map((d) => Number(d.slice(0, 4))))]
  const rows = await tx<(Quota & { year: number; productId: number })[]>`
    select y.year, a.product_id, a.units as approved, coalesce(o.units, 0) as ordered
    from unnest(${years}::int[]) as y (year)
    cross join lateral purchase_plan.approved(${orgId}, y.year) a
    left join lateral purchase_plan.ordered(${orgId}, y.year) o on o.product_id = a.product_id`
  const plans = new Map<number, Map<number, Quota>>()
  for (const { year, productId, ...quota } of rows) {
    const plan = plans.get(year) ?? new Map<number, Quota>()
    plans.set(year, plan.set(productId, quota))
  }
  return plans
}

const fieldOf = ({ about, line }: GateFault): string =>
  about === 'supplier'
    ? 'supplierId'
    : about === 'orderedOn'
      ? 'orderedOn'
      : `lines.${line}.${about === 'units' ? 'units' : 'drugId'}`

/**
 * One order before it is written. Refuses with every line that may not be ordered: CARD_MISSING, CARD_EXPIRED,
 * CARD_NOT_YET, CARD_PURCHASER, PLAN_OVER, PLAN_NOT_IN, SUPPLIER_NOT_DESIGNATED, SUPPLIER_LICENCE_EXPIRED,
 * SUPPLIER_OTHER_PROVINCE.
 */
export async function checkOrder(tx: Tx, actor: Actor, order: GateOrder): Promise<void> {
  const gate = await gateFor(tx, actor, {
    drugs: order.lines.map((l) => l.drugId),
    suppliers: [order.supplierId],
    days: [order.orderedOn],
  })
  const faults = gate ? gateFaults(gate, order, new Map()) : []
  const [first] = faults
  if (!first) return
  const told = faults.map((f) => ({ code: f.code, row: f.line + 1, field: fieldOf(f), facts: f.facts }))
  throw new Refusal(first.code, first.facts, told)
}
