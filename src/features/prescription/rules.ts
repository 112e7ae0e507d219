import { dayOf } from '#core/clock.ts'
import type { DrugClass } from '#core/contract.ts'
import { Refusal } from '#core/refusal.ts'
import { daysAfter } from './days.ts'
import type { Category, Check, Encounter, Purpose } from './limits.ts'

/** A prescription's validity may be extended to this many days at most (处方管理办法 Art 18). */
export const mostValidDays = 3
/** A refill may come this many days before the former supply ends. */
export const graceDays = 1
/** 处方管理办法 Art 6: at most five drugs on one prescription. */
export const mostLines = 5

export type Series = 'narcotic' | 'second' | 'toxic'
/** 麻、精一, 精二 and 毒 are numbered apart from each other. */
export const seriesPrefix = { narcotic: 'MJ', second: 'JE', toxic: 'DX' } as const satisfies Record<
  Series,
  string
>
export const seriesTitle = { narcotic: '麻、精一', second: '精二', toxic: '毒' } as const
/** Upper right corner (处方管理办法 附件 1): the class where it has a paper of its own, else the clinic. */
export function cornerLabel(p: { series: Series; encounter: Encounter; patientAge: number }): string {
  if (p.series !== 'toxic') return seriesTitle[p.series]
  if (p.encounter === 'emergency') return '急诊'
  return p.patientAge < childYears ? '儿科' : '毒'
}
const childYears = 14

/** Which paper a drug belongs on. Refuses RX_NOT_SPECIAL for classes without a special prescription. */
export function seriesOf(drug: string, drugClass: DrugClass): Series {
  if (drugClass === 'NAR' || drugClass === 'PS1') return 'narcotic'
  if (drugClass === 'PS2') return 'second'
  if (drugClass === 'TOX') return 'toxic'
  throw new Refusal('RX_NOT_SPECIAL', { drug })
}

/** 麻、精一, 精二 and 毒 never share a paper. Refuses RX_MIXED, RX_NOT_SPECIAL. */
export function oneSeries(drugs: readonly { drug: string; drugClass: DrugClass }[]): Series {
  const all = drugs.map((d) => seriesOf(d.drug, d.drugClass))
  const [first = 'narcotic'] = all
  if (all.some((s) => s !== first)) throw new Refusal('RX_MIXED')
  return first
}

/**
 * An inpatient's limits are an inpatient's, except on the day of discharge; nobody else has them. What an inpatient
 * gets is used inside. Refuses RX_SITUATION.
 */
export function checkSituation(s: {
  category: Category
  encounter: Encounter
  purpose: Purpose | null
  useAt: 'home' | 'institution'
}): void {
  const discharge = s.purpose === 'discharge'
  const wrong = (detail: string) => new Refusal('RX_SITUATION', { detail })
  if (discharge && (s.encounter !== 'inpatient' || s.category !== 'cancer'))
    throw wrong('出院带药只用于癌痛住院患者出院当日')
  if (s.encounter === 'inpatient' && s.category !== 'inpatient' && !discharge)
    throw wrong('住院患者按住院限量逐日开具，请选“住院”')
  if (s.category === 'inpatient' && s.encounter !== 'inpatient')
    throw wrong('“住院”只用于住院处方，请按门急诊选择')
  if (s.encounter === 'inpatient' && !discharge && s.useAt === 'home')
    throw wrong('住院患者的药在病区使用，不能选带回使用')
}

/** The first check that fails, as the refusal of the prescription. */
export function refuseFailed(drug: string, checks: readonly Check[]): void {
  const failed = checks.find((c) => !c.passed)
  if (!failed?.code) return
  const { actual, limit, title, article } = failed
  throw new Refusal(failed.code, { drug, actual, limit, rule: title, article })
}

/** Valid on the day it was written, or until the day to which the doctor extended it. Refuses RX_EXPIRED. */
export function checkValid(p: { no: string; validTo: string }, at: string): void {
  if (dayOf(at) > p.validTo) throw new Refusal('RX_EXPIRED', { no: p.no, until: p.validTo })
}

/** What somebody on probation wrote is no prescription before another signed it. Refuses RX_UNSIGNED. */
export function checkSigned(p: { no: string; prescriber: string; unsigned: boolean }, act: string): void {
  if (p.unsigned) throw new Refusal('RX_UNSIGNED', { no: p.no, doctor: p.prescriber, act })
}

/** The last day of an extension, counted with the day it was written. Refuses RX_EXTEND_RANGE. */
export function checkExtension(p: { writtenAt: string; validTo: string }, to: string, at: string): void {
  const last = daysAfter(dayOf(p.writtenAt), mostValidDays)
  if (to <= p.validTo || to > last || dayOf(at) > to)
    throw new Refusal('RX_EXTEND_RANGE', { days: mostValidDays, last })
}

export interface Supply {
  readonly no: string
  readonly day: string
  readonly days: number
}

/** The first day on which the substance may be supplied again, after everything supplied before. */
export function nextAllowed(supplies: readonly Supply[]): { day: string; last: Supply } | undefined {
  const ends = supplies
    .filter((s) => s.days > 0)
    .map((last) => ({ day: daysAfter(last.day, last.days - graceDays), last }))
  return ends.toSorted((a, b) => (a.day < b.day ? 1 : -1))[0]
}

/**
 * A refill before the former supply ends (regulations §6.1 overlap). For pain that lasts the doctor may say why (the
 * dose was raised); for others the supply stands. Refuses RX_OVERLAP, RX_OVERLAP_REASON.
 */
export function checkOverlap(
  drug: string,
  supplies: readonly Supply[],
  p: { category: Category; day: string; reason: string | null },
): void {
  const next = nextAllowed(supplies)
  if (!next || p.day >= next.day) return
  const facts = { drug, last: next.last.day, no: next.last.no, days: next.last.days, next: next.day }
  if (p.category !== 'cancer' && p.category !== 'chronic') throw new Refusal('RX_OVERLAP', facts)
  if (p.reason === null) throw new Refusal('RX_OVERLAP_REASON', facts)
}

/** 438号 Art 21: what is not injected does not go home from the emergency pharmacy. Refuses RX_EMERGENCY_PHARMACY. */
export function checkDispensary(
  kind: 'outpatient' | 'emergency' | 'inpatient' | undefined,
  p: { series: Series; forms: readonly string[] },
): void {
  if (kind === undefined) throw new Refusal('RX_NO_DISPENSARY')
  if (kind === 'emergency' && p.series === 'narcotic' && p.forms.some((f) => f !== 'INJ'))
    throw new Refusal('RX_EMERGENCY_PHARMACY')
}

interface Wanted {
  readonly drugId: number
  readonly drug: string
  readonly unit: string
  readonly units: number
}

/** What leaves the pharmacy is what the paper says, to the unit. Refuses RX_QUANTITY. */
export function checkQuantity(lines: readonly Wanted[], picked: ReadonlyMap<number, number>): void {
  for (const l of lines) {
    const have = picked.get(l.drugId) ?? 0
    if (have !== l.units)
      throw new Refusal('RX_QUANTITY', {
        drug: l.drug,
        want: `${l.units} ${l.unit}`,
        have: `${have} ${l.unit}`,
      })
  }
  if (picked.size > lines.length) throw new Refusal('RX_NOT_ON_PAPER')
}

/** Who takes it shows an identity document; its number is the one on the paper. Refuses RX_TAKER_MISMATCH. */
export function checkTaker(
  taker: { by: 'patient' | 'agent'; idNo: string | undefined },
  p: { patientIdNo: string | null; agentIdNo: string | null; emergency: boolean },
): void {
  const expected = taker.by === 'patient' ? p.patientIdNo : p.agentIdNo
  if (taker.by === 'patient' && expected === null && p.emergency) return
  const same = (a: string, b: string) => a.trim().toUpperCase() === b.trim().toUpperCase()
  if (expected !== null && taker.idNo !== undefined && same(expected, taker.idNo)) return
  throw new Refusal('RX_TAKER_MISMATCH', { who: taker.by === 'patient' ? '患者' : '代办人' })
}

export type State = 'unsigned' | 'open' | 'expired' | 'done' | 'void'
export const stateTitle = {
  unsigned: '待上级医师审核签名',
  open: '待调配',
  expired: '已过期',
  done: '已发药',
  void: '已作废',
} as const

export function stateOf(
  p: { voidedAt: string | null; filledNo: string | null; validTo: string; unsigned: boolean },
  now: string,
): State {
  if (p.voidedAt !== null) return 'void'
  if (p.filledNo !== null) return 'done'
  if (dayOf(now) > p.validTo) return 'expired'
  return p.unsigned ? 'unsigned' : 'open'
}

/** Years that a prescription is kept (regulations §5): 麻、精一 3, 精二 and 毒 2. */
export const keptYears = { narcotic: 3, second: 2, toxic: 2 } as const satisfies Record<Series, number>
