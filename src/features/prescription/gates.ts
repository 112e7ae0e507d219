import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { DrugClass } from '#core/contract.ts'
import { explain, needsRecord, type Check, type Item, type Situation } from './limits.ts'
import { suppliedDays } from './ratios.ts'
import { checkOverlap, refuseFailed, type Supply } from './rules.ts'
import { checkRecord } from './records.ts'
import {
  drugFacts,
  gradeOf,
  limitsOn,
  recordOf,
  suppliesOf,
  today,
  type DrugFacts,
  type Identity,
} from './store.ts'

export interface Asked {
  readonly drugId: number
  readonly units: number
  readonly dose: number
  readonly times: number
  readonly perDays: number
  readonly instruction?: string | null | undefined
  /** The class on the paper, where it is written already; absent: that of today. */
  readonly class?: DrugClass
}

export interface Judged {
  readonly asked: Asked
  readonly facts: DrugFacts
  readonly item: Item
  readonly checks: readonly Check[]
  readonly supplies: readonly Supply[]
  readonly needsRecord: boolean
}

export type Case = Omit<Situation, 'grade'> & {
  readonly who: Identity
  readonly overlapReason: string | null
}

/** Every line against the limits of today, with what the patient has of the substance. Refuses NOT_FOUND. */
export async function judge(tx: Tx, actor: Actor, asked: readonly Asked[], c: Case): Promise<Judged[]> {
  const day = today(actor)
  const drugs = new Map(
    (
      await drugFacts(
        tx,
        actor.orgId,
        day,
        asked.map((a) => a.drugId),
      )
    ).map((d) => [d.drugId, d]),
  )
  const [limits, grade] = [await limitsOn(tx, actor.orgId, day), await gradeOf(tx, actor.orgId)]
  const situation: Situation = { ...c, grade }
  const judged: Judged[] = []
  for (const a of asked) {
    const facts = drugs.get(a.drugId)
    if (!facts) throw new Refusal('NOT_FOUND')
    const supplies = await suppliesOf(tx, actor.orgId, c.who, facts.ingredient)
    const item = itemOf(a, facts, supplies, day)
    judged.push({
      asked: a,
      facts,
      item,
      checks: explain(limits, item, situation),
      supplies,
      needsRecord: needsRecord(limits, item, situation),
    })
  }
  return judged
}

export const drugTitle = (d: { name: string; spec: string }): string => `${d.name} ${d.spec}`

function itemOf(a: Asked, facts: DrugFacts, supplies: readonly Supply[], day: string): Item {
  return {
    drug: drugTitle(facts),
    unit: facts.unit,
    drugClass: a.class ?? facts.drugClass,
    form: facts.form,
    ingredient: facts.ingredient,
    contentPerUnit: facts.contentPerUnit,
    units: a.units,
    dose: a.dose,
    times: a.times,
    perDays: a.perDays,
    instruction: a.instruction ?? null,
    dailyMax: facts.dailyMax,
    runDays: runBefore(supplies, day),
  }
}

/** Days of supply that reach up to this day without a gap. */
function runBefore(supplies: readonly Supply[], day: string): number {
  let [run, reaches] = [0, day]
  for (const s of supplies) {
    const end = new Date(Date.parse(`${s.day}T00:00:00Z`) + s.days * 86_400_000).toISOString().slice(0, 10)
    if (end < reaches) break
    run += s.days
    reaches = s.day
  }
  return run
}

/**
 * What a prescription must satisfy both when it is written and when it is filled: the limits, the supply that the
 * patient still has, and the long-term patient's record. Returns that record's number.
 * Refuses what `refuseFailed`, `checkOverlap` and `checkRecord` refuse.
 */
export async function passGates(
  tx: Tx,
  actor: Actor,
  judged: readonly Judged[],
  c: Case,
): Promise<number | null> {
  for (const j of judged) {
    refuseFailed(j.item.drug, j.checks)
    if (c.useAt === 'home' && suppliedDays(j.item) > 0)
      checkOverlap(j.item.drug, j.supplies, {
        category: c.category,
        day: today(actor),
        reason: c.overlapReason,
      })
  }
  if (!judged.some((j) => j.needsRecord)) return null
  const record = await recordOf(tx, actor.orgId, c.who)
  checkRecord(record, today(actor))
  return record?.id ?? null
}
