import { breakageStages, evidenceOf, wasteStages } from '#apps/acts/evidence.ts'
import { codesInHand, picksFor, type Taken } from '#apps/acts/stock.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { createIssue } from '#features/issue/contract.ts'
import { recover } from '#features/recovery/contract.ts'
import { administer, openUnits, recordBreakage, returnUnopened, waste } from '#features/residue/contract.ts'
import type { Flow } from './agenda.ts'
import { secret } from './people.ts'
import type { ActName, CasePlan, DrugPlan, Strengths } from './plan.ts'
import { signedBy, type Site } from './site.ts'

const places = { surgery: { from: 'B01', bin: 'B02' }, prescription: { from: 'C01', bin: 'C02' } } as const

interface Dose {
  readonly code: string
  readonly content: number
}

/** One drug of a case, once its ampoules have names. */
interface Held {
  readonly plan: DrugPlan
  readonly opened: readonly string[]
  readonly broken: readonly string[]
  readonly unopened: readonly string[]
  readonly doses: readonly Dose[]
  readonly rests: readonly Dose[]
}

/** Ampoule after ampoule is given until the dose is reached; what is left in the last one is the rest. */
export function shareOut(plan: DrugPlan, codes: readonly string[], strength: number): Held {
  const opened = plan.whole ? [] : codes.slice(0, plan.opened)
  const broken = codes.slice(opened.length, opened.length + plan.broken)
  let left = plan.given
  const doses: Dose[] = []
  const rests: Dose[] = []
  for (const code of opened) {
    const content = Math.min(strength, left)
    left -= content
    if (content > 0) doses.push({ code, content })
    if (content < strength) rests.push({ code, content: strength - content })
  }
  const unopened = codes.slice(opened.length + broken.length)
  return { plan, opened, broken, unopened, doses, rests }
}

/** A case from the shelf to the empty ampoules in the bin, through the same commands as on any other day. */
export async function* caseFlow(site: Site, c: CasePlan, dayStart: number, strengths: Strengths): Flow {
  const minute = (m: number) => dayStart + m * 60_000
  const { from, bin } = places[c.kind]
  const acts = new Map<ActName, number>()
  const hand = await issue(site, c, from, strengths, acts)
  if (!hand) return
  const { id, held } = hand
  const opened = held.flatMap((h) => h.opened.map((code) => ({ code })))
  const doses = held.flatMap((h) => h.doses)
  const whole = held
    .filter((h) => h.plan.whole)
    .flatMap((h) => h.unopened.map((code) => ({ code, units: 1 })))

  yield minute(c.openAt + c.recordedLate)
  const occurred = (at: number) => (c.recordedLate > 0 ? new Date(minute(at)).toISOString() : undefined)
  for (const code of held.flatMap((h) => h.broken)) acts.set('breakage', await broken(site, c, id, code))
  if (opened.length > 0) {
    const holder = await site.as(c.holder)
    const done = await holder.call(openUnits, { id, units: opened, occurredAt: occurred(c.openAt) })
    acts.set('open', done.movementId)
  }

  yield minute(c.giveAt + c.recordedLate)
  const given = { id, route: c.route, occurredAt: occurred(c.giveAt) }
  if (c.wrongDose) await writtenWrong(site, c, { ...given, doses })
  const giver = await site.as(c.holder)
  acts.set('give', (await giver.call(administer, { ...given, doses, whole })).movementId)

  yield minute(c.wasteAt)
  const rests = held.flatMap((h) => h.rests)
  if (rests.length > 0) acts.set('waste', await wasted(site, c, id, rests))

  yield minute(c.recoverAt)
  const unopened = held.filter((h) => !h.plan.whole).flatMap((h) => h.unopened)
  await handBack(site, c, { id, from, unopened }, acts)
  const owed = held.flatMap((h) => [...h.opened, ...h.broken])
  await emptiesBack(site, c, { id, bin, owed }, acts)
  for (const mark of c.marks) site.truth.note(mark, c.refNo, new Date(minute(c.at)).toISOString(), acts)
}

/** Undefined where the shelf does not have enough: the case waits for another day. */
async function issue(
  site: Site,
  c: CasePlan,
  from: string,
  strengths: Strengths,
  acts: Map<ActName, number>,
): Promise<{ id: number; held: Held[] } | undefined> {
  const dispenser = await site.as(c.dispenser)
  const locationId = site.place(from)
  const plan = c.drugs.map((d) => ({ drugId: site.drug(d.drug), units: d.drawn }))
  const picked: Taken[][] = []
  for (const line of plan) picked.push(await picksFor(dispenser, locationId, [line]))
  const short = picked.some((picks, i) => picks.reduce((n, p) => n + p.units, 0) < (plan[i]?.units ?? 0))
  if (short) {
    site.count.postponed++
    return undefined
  }
  site.count.cases++
  const { kind, refNo, title, room, patient, diagnosis } = c
  const people = { doctorId: site.user(c.doctor), holderId: site.user(c.holder) }
  const made = await dispenser.call(
    createIssue,
    { kind, refNo, title, room, patient, diagnosis, locationId, ...people, plan, picks: picked.flat() },
    signedBy(c.checker, secret),
  )
  acts.set('issue', made.movementId)
  const held = c.drugs.map((d, i) =>
    shareOut(d, codesInHand(picked[i] ?? [], made.labels), strengths(d.drug)),
  )
  return { id: made.id, held }
}

async function broken(site: Site, c: CasePlan, id: number, code: string): Promise<number> {
  const holder = await site.as(c.holder)
  const evidence = await evidenceOf(breakageStages, () => site.photograph(holder))
  const fall = { id, unit: { code }, place: c.room, reason: '取药时落地，碎片已收齐', evidence }
  return (await holder.call(recordBreakage, fall, signedBy(c.witness, secret))).movementId
}

/** A dose too few is written down, taken back by 红冲 with the head's approval, and written again by the caller. */
async function writtenWrong(
  site: Site,
  c: CasePlan,
  given: { id: number; route: CasePlan['route']; occurredAt: string | undefined; doses: readonly Dose[] },
): Promise<void> {
  const [first] = given.doses
  const head = site.hospital.staff.head[0]
  if (!first || !head) return
  const holder = await site.as(c.holder)
  const wrong = { code: first.code, content: Math.max(1, Math.floor(first.content / 2)) }
  const { movementId } = await holder.call(administer, { ...given, doses: [wrong] })
  const dispenser = await site.as(c.dispenser)
  await dispenser.call(
    reverseMovement,
    { id: movementId, reason: '给药量录入有误，更正后重录' },
    signedBy(head, secret),
  )
}

async function wasted(site: Site, c: CasePlan, id: number, items: readonly Dose[]): Promise<number> {
  const holder = await site.as(c.holder)
  const evidence = await evidenceOf(wasteStages, () => site.photograph(holder))
  const place = c.kind === 'surgery' ? '污物间水池' : '治疗室水池'
  const poured = { id, items: [...items], place, method: '倒入下水道' as const, evidence }
  return (await holder.call(waste, poured, signedBy(c.witness, secret))).movementId
}

async function handBack(
  site: Site,
  c: CasePlan,
  back: { id: number; from: string; unopened: readonly string[] },
  acts: Map<ActName, number>,
): Promise<void> {
  if (back.unopened.length === 0) return
  const dispenser = await site.as(c.dispenser)
  const items = back.unopened.map((code) => ({ code, units: 1 }))
  const done = await dispenser.call(
    returnUnopened,
    { id: back.id, locationId: site.place(back.from), items },
    signedBy(c.witness, secret),
  )
  acts.set('return', done.movementId)
}

async function emptiesBack(
  site: Site,
  c: CasePlan,
  back: { id: number; bin: string; owed: readonly string[] },
  acts: Map<ActName, number>,
): Promise<void> {
  const brought = back.owed.slice(0, back.owed.length - c.keptEmpties)
  const dispenser = await site.as(c.dispenser)
  const to = { issueId: back.id, binLocationId: site.place(back.bin) }
  const witness = signedBy(c.witness, secret)
  const [own] = back.owed
  if (c.strayEmpty && own) {
    // Of the same box, but not handed out with this case: the last digits of its label are another's.
    const stray = { code: `${own.slice(0, -2)}99` }
    await site.refused(() => dispenser.call(recover, { ...to, items: [stray] }, witness))
    site.count.refused++
  }
  if (brought.length === 0) return
  const items = brought.map((code) => ({ code }))
  acts.set('recover', (await dispenser.call(recover, { ...to, items }, witness)).movementId)
}
