import { cardRuleOn, cardStateOn, provinceOf, usableOn, type CardTerm } from '#core/purchasing/rules.ts'
import type { Facts, RefusalCode } from '#core/refusal.ts'

export interface GateCard extends CardTerm {
  readonly cardNo: string
}

export interface GateSupplier {
  readonly name: string
  readonly licenceNo: string | null
  readonly licenceValidTo: string | null
  readonly licences: readonly {
    readonly kind: string
    readonly title: string
    readonly validTo: string | null
  }[]
}

export interface GateDrug {
  readonly productId: number
  /** Name and strength, as in a sentence. */
  readonly title: string
  readonly unit: string
  readonly classes: readonly {
    readonly drugClass: string
    readonly validFrom: string
    readonly validTo: string | null
  }[]
}

export interface Quota {
  readonly approved: number
  readonly ordered: number
}

/** What an order of drugs under the card is judged against; all of it facts of one's own hospital. */
export interface Gate {
  readonly today: string
  /** Who orders. */
  readonly name: string
  /** The hospital's region, six digits (GB/T 2260). */
  readonly region: string
  readonly cards: readonly GateCard[]
  /** Is this person a 采购人员 of the card that is usable today; and who is. */
  readonly named: boolean
  readonly purchasers: readonly string[]
  readonly suppliers: ReadonlyMap<number, GateSupplier>
  readonly drugs: ReadonlyMap<number, GateDrug>
  /** Years with an approved 购用计划: what it approved and what was ordered, by product. */
  readonly plans: ReadonlyMap<number, ReadonlyMap<number, Quota>>
}

export interface GateOrder {
  readonly supplierId: number
  readonly orderedOn: string
  readonly lines: readonly { readonly drugId: number; readonly units: number }[]
}

export interface GateFault {
  /** Which line, from 0. */
  readonly line: number
  readonly about: 'supplier' | 'drug' | 'units' | 'orderedOn'
  readonly code: RefusalCode
  readonly facts: Facts
}

type Found = Omit<GateFault, 'line'> | undefined

/** Units that orders judged before this one take from the plan, by year and product. */
export type Spent = Map<string, number>

/** Does the drug need the card on the day of the order? Its class is that of the day, not of today. */
function needsCard(drug: GateDrug, day: string): boolean {
  const of = drug.classes.find((c) => c.validFrom <= day && (c.validTo === null || day < c.validTo))
  return of !== undefined && cardRuleOn(of.drugClass, day) !== undefined
}

/**
 * Every reason why an order may not go out: the card on the day of the order and today (so that nobody orders into the
 * past), who orders, the supplier, and the year's approved quantity. An order without a fault is added to `spent`.
 */
export function gateFaults(gate: Gate, order: GateOrder, spent: Spent): GateFault[] {
  const own: Spent = new Map(spent)
  const faults = order.lines.flatMap(({ drugId, units }, line) => {
    const drug = gate.drugs.get(drugId)
    if (!drug || !needsCard(drug, order.orderedOn)) return []
    const found = [
      cardFault(gate, drug, order.orderedOn),
      supplierFault(gate, drug, order),
      planFault(gate, drug, { day: order.orderedOn, units, spent: own }),
    ]
    return found.filter((f) => f !== undefined).map((f): GateFault => ({ line, ...f }))
  })
  if (faults.length === 0) for (const [key, units] of own) spent.set(key, units)
  return faults
}

function cardFault(gate: Gate, drug: GateDrug, orderedOn: string): Found {
  for (const day of [gate.today, orderedOn]) {
    const found = cardOn(gate, drug, day)
    if (found) return found
  }
  if (gate.named) return undefined
  const card = gate.cards.find((c) => usableOn(c, gate.today))?.cardNo
  const names = gate.purchasers.length > 0 ? gate.purchasers.join('、') : '卡上的采购人员'
  return { about: 'drug', code: 'CARD_PURCHASER', facts: { name: gate.name, card, drug: drug.title, names } }
}

function cardOn({ cards }: Gate, drug: GateDrug, day: string): Found {
  if (cards.some((c) => usableOn(c, day))) return undefined
  const base = { drug: drug.title, day }
  const last = cards.findLast((c) => cardStateOn(c, day) === 'expired')
  if (last) {
    const facts = { ...base, card: last.cardNo, until: last.validTo }
    return { about: 'orderedOn', code: 'CARD_EXPIRED', facts }
  }
  const next = cards.find((c) => c.validFrom > day)
  if (!next) return { about: 'drug', code: 'CARD_MISSING', facts: base }
  return {
    about: 'orderedOn',
    code: 'CARD_NOT_YET',
    facts: { ...base, card: next.cardNo, from: next.validFrom },
  }
}

/**
 * 条例 Art 36: only from a designated wholesaler of one's own province, with licences that run on the day.
 * The exception, a recorded permission to buy across the border, has no article here: the one that migration 0015
 * names in a comment was not checked against the text.
 */
function supplierFault(gate: Gate, drug: GateDrug, { supplierId, orderedOn }: GateOrder): Found {
  const supplier = gate.suppliers.get(supplierId)
  if (!supplier) return undefined
  const { licences, licenceNo, licenceValidTo } = supplier
  const facts = { supplier: supplier.name, drug: drug.title }
  if (!licences.some((l) => l.kind === 'wholesale'))
    return { about: 'supplier', code: 'SUPPLIER_NOT_DESIGNATED', facts }
  const all = [{ kind: 'licence', title: '药品经营许可证', validTo: licenceValidTo }, ...licences]
  const ended = all.find((l) => l.validTo !== null && l.validTo < orderedOn)
  if (ended) {
    const more = { licence: ended.title, until: ended.validTo }
    return { about: 'supplier', code: 'SUPPLIER_LICENCE_EXPIRED', facts: { ...facts, ...more } }
  }
  const province = provinceOf(licenceNo)
  const abroad = province !== null && province !== gate.region.slice(0, 2)
  if (abroad && !licences.some((l) => l.kind === 'crossProvince'))
    return { about: 'supplier', code: 'SUPPLIER_OTHER_PROVINCE', facts: { ...facts, licence: licenceNo } }
  return undefined
}

/** A year without an approved plan has no ceiling (the plan is local practice); with one, what it does not name is 0. */
function planFault(
  gate: Gate,
  drug: GateDrug,
  want: { readonly day: string; readonly units: number; readonly spent: Spent },
): Found {
  const year = Number(want.day.slice(0, 4))
  const plan = gate.plans.get(year)
  if (!plan) return undefined
  const quota = plan.get(drug.productId)
  const base = { drug: drug.title, year }
  if (!quota || quota.approved === 0) return { about: 'drug', code: 'PLAN_NOT_IN', facts: base }
  const key = `${year}/${drug.productId}`
  const ordered = quota.ordered + (want.spent.get(key) ?? 0)
  const left = Math.max(0, quota.approved - ordered)
  want.spent.set(key, (want.spent.get(key) ?? 0) + want.units)
  if (want.units <= left) return undefined
  const count = (n: number) => `${n} ${drug.unit}`
  const facts = { approved: count(quota.approved), ordered: count(ordered), left: count(left) }
  return { about: 'units', code: 'PLAN_OVER', facts: { ...base, ...facts, units: count(want.units) } }
}
