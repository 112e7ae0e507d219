import type { Role } from './distributions.ts'
import { wardOrders } from './distributions.ts'
import { shifted, withDrug } from './mistakes.ts'
import { patientOf } from './names.ts'
import type { Hospital, Person } from './people.ts'
import { wardCase, type ActName, type CasePlan, type Strengths } from './plan.ts'
import { randomOf, type Random } from './random.ts'
import { onDuty } from './roster.ts'

/** One thief: who, how, since when, how often. */
export interface Planted {
  readonly scheme: SchemeCode
  readonly hospital: Hospital
  readonly person: Person
  /** Who looks away, where the scheme needs one. */
  readonly buddy: Person | undefined
  /** Index of the first day. */
  readonly from: number
  /** Share of the person's cases, or cases a day for those that are invented. */
  readonly intensity: number
}

interface Bent {
  readonly plan: CasePlan
  readonly acts: readonly ActName[]
  /** µg */
  readonly diverted: number
}

interface Context {
  readonly planted: Planted
  readonly random: Random
  readonly day: number
  readonly strengths: Strengths
}

export interface Scheme {
  readonly title: string
  /** Where such a thing was described: regulations §10.1, §10.3. */
  readonly source: string
  /** Rules of regulations §10.3 that ought to see it. */
  readonly rules: readonly string[]
  readonly role: Role
  readonly buddy?: Role
  readonly intensity: readonly [low: number, high: number]
  /** What becomes of a case of this person; undefined: this one cannot be used. */
  readonly bend?: (plan: CasePlan, context: Context) => Bent | undefined
  /** Cases that nobody needed. */
  readonly invent?: (context: Context) => Bent[]
  /** Boxes that vanish on their way. */
  readonly supply?: 'delivery' | 'transfer'
}

/** Content that was opened and, by the books, poured away. */
const restOf = (plan: CasePlan, at: number, strengths: Strengths): number => {
  const drug = plan.drugs[at]
  return drug ? drug.opened * strengths(drug.drug) - drug.given : 0
}
const opioid = (plan: CasePlan) => plan.drugs.findIndex((d) => d.drug.startsWith('NAR') && !d.whole)

/** Reading this table is reading what is planted. */
export const schemes = {
  overdraw: {
    title: '多领一支，记作弃去',
    source: '§10.1 Shanghai anaesthetists 2019: residual sold; drawn, used and discarded alone',
    rules: ['D10', 'D17'],
    role: 'anaesthetist',
    intensity: [0.35, 0.7],
    bend(plan, { strengths }) {
      const at = opioid(plan)
      const drug = plan.drugs[at]
      if (!drug) return undefined
      const more = { drawn: Math.max(drug.drawn, drug.opened + 1), opened: drug.opened + 1 }
      return { plan: withDrug(plan, at, more), acts: ['open', 'waste'], diverted: strengths(drug.drug) }
    },
  },
  chartedNotGiven: {
    title: '记了给药，没有给',
    source: '§10.1 US modes: charted not given; typology 多开少用',
    rules: ['D10', 'D70'],
    role: 'anaesthetist',
    intensity: [0.5, 0.9],
    bend(plan, { strengths }) {
      const at = opioid(plan)
      const rest = restOf(plan, at, strengths)
      const drug = plan.drugs[at]
      if (!drug || rest < 1) return undefined
      const kept = Math.max(1, Math.floor(rest * 0.8))
      return { plan: withDrug(plan, at, { given: drug.given + kept }), acts: ['give'], diverted: kept }
    },
  },
  wholeDose: {
    title: '每次都整支给完（多开少用）',
    source: '§10.3 D11; typology 最高检: 多开少用',
    rules: ['D11'],
    role: 'wardNurse',
    intensity: [0.8, 1],
    bend(plan, { strengths }) {
      const at = opioid(plan)
      const rest = restOf(plan, at, strengths)
      const drug = plan.drugs[at]
      if (!drug || rest < 1) return undefined
      return { plan: withDrug(plan, at, { given: drug.given + rest }), acts: ['give'], diverted: rest }
    },
  },
  lateSubstitution: {
    title: '下班前集中弃去（以水代药）',
    source: '§10.3 D12: saline-substitution window; §10.1 US modes: substitution with saline',
    rules: ['D12'],
    role: 'anaesthetist',
    intensity: [0.5, 0.9],
    bend(plan, { random, strengths }) {
      const at = opioid(plan)
      const rest = restOf(plan, at, strengths)
      if (rest < 1 || plan.endAt > 1_000) return undefined
      const wasteAt = 1_062 + random.int(0, 7)
      return { plan: shifted({ ...plan, wasteAt }), acts: ['waste'], diverted: rest }
    },
  },
  buddyWitness: {
    title: '总由同一人见证，残余未倒',
    source: '§10.3 D13; patent class "wasting with another suspect"',
    rules: ['D13', 'D14'],
    role: 'anaesthetist',
    buddy: 'theatreNurse',
    intensity: [0.8, 1],
    bend(plan, { planted, strengths }) {
      const rest = restOf(plan, opioid(plan), strengths)
      if (rest < 1 || !planted.buddy) return undefined
      return { plan: { ...plan, witness: planted.buddy }, acts: ['waste'], diverted: rest }
    },
  },
  breakageAbuse: {
    title: '谎报破碎',
    source: '§10.3 D09: frequent breakage is a sign',
    rules: ['D09'],
    role: 'anaesthetist',
    intensity: [0.06, 0.15],
    bend(plan, { strengths }) {
      const at = opioid(plan)
      const drug = plan.drugs[at]
      if (!drug) return undefined
      const bent = withDrug(plan, at, { drawn: drug.drawn + 1, broken: drug.broken + 1 })
      return { plan: bent, acts: ['breakage'], diverted: strengths(drug.drug) }
    },
  },
  otherEmpties: {
    title: '拿别的空安瓿来交',
    source: '§10.3 D03: code of an empty not in the set issued',
    rules: ['D01', 'D03'],
    role: 'anaesthetist',
    intensity: [0.15, 0.35],
    bend(plan, { strengths }) {
      const at = opioid(plan)
      const drug = plan.drugs[at]
      if (!drug || drug.opened < 1) return undefined
      // One more ampoule is drawn and written down as opened and given; it leaves the house unopened.
      const more = { drawn: Math.max(drug.drawn, drug.opened + 1), opened: drug.opened + 1 }
      const given = drug.given + strengths(drug.drug)
      const bent = { ...withDrug(plan, at, { ...more, given }), strayEmpty: true, keptEmpties: 1 }
      return { plan: bent, acts: ['open', 'give', 'recover'], diverted: strengths(drug.drug) }
    },
  },
  oneBuyer: {
    title: '同一人反复取药',
    source: '§10.1 徐某, physician 2022–23: >50 sales of morphine injection to an addict',
    rules: ['D33', 'D42', 'D10'],
    role: 'doctor',
    intensity: [0.4, 0.9],
    invent: (context) => {
      const { planted, random, day, strengths } = context
      if (!random.chance(planted.intensity)) return []
      const order = wardOrders[0]
      const known = randomOf('buyer', planted.person.account)
      const plan = wardCase(random, planted.hospital, day, `CF-Z${day}-1`, strengths, order)
      const drug = {
        drug: 'NAR002',
        drawn: 2,
        opened: 2,
        given: 2 * strengths('NAR002'),
        broken: 0,
        whole: false,
      }
      const patient = patientOf(known, { low: 30, high: 50 })
      const own = { doctor: planted.person, holder: planted.person, patient, drugs: [drug] }
      return [{ plan: { ...plan, ...own }, acts: ['issue', 'give'], diverted: drug.given }]
    },
  },
  nightDraws: {
    title: '下夜班前加开一支',
    source: '§10.3 D25, D72: draws in the last hour of a shift, on one nurse’s shifts only',
    rules: ['D25', 'D72'],
    role: 'wardNurse',
    intensity: [0.6, 1],
    invent: (context) => {
      const { planted, random, day, strengths } = context
      const crew = onDuty(planted.hospital, 'wardNurse', day, 'night')
      const witness = crew.find((p) => p !== planted.person)
      if (!crew.includes(planted.person) || !witness || !random.chance(planted.intensity)) return []
      const plan = wardCase(random, planted.hospital, day, `CF-Y${day}-1`, strengths, wardOrders[1])
      const drug = {
        drug: 'NAR025',
        drawn: 1,
        opened: 1,
        given: strengths('NAR025'),
        broken: 0,
        whole: false,
      }
      const at = 1_380 + random.int(0, 25)
      const shift = (n: number) => n - plan.at + at
      const times = {
        at,
        openAt: shift(plan.openAt),
        giveAt: shift(plan.giveAt),
        endAt: shift(plan.endAt),
        wasteAt: shift(plan.wasteAt),
        recoverAt: shift(plan.recoverAt),
      }
      const bent = { ...plan, ...times, holder: planted.person, witness, drugs: [drug] }
      return [{ plan: bent, acts: ['issue', 'give'], diverted: drug.given }]
    },
  },
  hiddenBox: {
    title: '到货一盒，登记短少',
    source: '§10.1 苏某和: goods never entered the store; §10.3 D50',
    rules: ['D50'],
    role: 'keeper',
    intensity: [0.5, 0.9],
    supply: 'delivery',
  },
  lostInTransit: {
    title: '签收少一盒，再无下文',
    source: '§10.3 D55, D08: what was sent is never received nor explained',
    rules: ['D55', 'D08'],
    role: 'theatrePharmacist',
    intensity: [0.3, 0.6],
    supply: 'transfer',
  },
} as const satisfies Record<string, Scheme>

export type SchemeCode = keyof typeof schemes
export const schemeOf = (code: SchemeCode): Scheme => schemes[code]

/**
 * One thief a hospital, two in a large one, the schemes in turn, so that eleven thieves show each once. Nobody steals
 * in the first fifth: a detector must have seen the person honest.
 */
export function plant(seed: number, hospitals: readonly Hospital[], days: number): Planted[] {
  const order = randomOf(seed, 'schemes').shuffled(Object.keys(schemes) as SchemeCode[])
  const places = hospitals.flatMap((h) => (h.size.tertiary ? [h, h] : [h]))
  return places.map((hospital, i) => {
    const code = order[i % order.length] as SchemeCode
    const scheme = schemeOf(code)
    const random = randomOf(seed, 'plant', i)
    const person = random.pick(hospital.staff[scheme.role])
    const [low, high] = scheme.intensity
    return {
      scheme: code,
      hospital,
      person,
      buddy: scheme.buddy && random.pick(hospital.staff[scheme.buddy]),
      from: Math.floor(days * (0.2 + 0.3 * random.next())),
      intensity: low + (high - low) * random.next(),
    }
  })
}

/** The day's cases as the thieves of the hospital leave them. */
export function withSchemes(
  cases: readonly CasePlan[],
  all: readonly Planted[],
  on: { readonly seed: number; readonly day: number; readonly strengths: Strengths },
): CasePlan[] {
  const active = all.filter((p) => on.day >= p.from)
  const contextOf = (planted: Planted) => ({
    planted,
    random: randomOf(on.seed, 'scheme', planted.person.account, planted.scheme, on.day),
    day: on.day,
    strengths: on.strengths,
  })
  const contexts = active.map(contextOf)
  const bent = cases.map((plan) => {
    for (const context of contexts) {
      const { planted, random } = context
      const scheme = schemeOf(planted.scheme)
      if (!scheme.bend || plan.holder !== planted.person || !random.chance(planted.intensity)) continue
      const out = scheme.bend(plan, context)
      if (out) return marked(out, planted)
    }
    return plan
  })
  const invented = contexts.flatMap((context) =>
    (schemeOf(context.planted.scheme).invent?.(context) ?? []).map((out) => marked(out, context.planted)),
  )
  return [...bent, ...invented].sort((a, b) => a.at - b.at || (a.refNo < b.refNo ? -1 : 1))
}

function marked({ plan, acts, diverted }: Bent, planted: Planted): CasePlan {
  const mark = {
    kind: 'scheme',
    code: planted.scheme,
    account: planted.person.account,
    acts,
    diverted,
  } as const
  return { ...plan, marks: [...plan.marks, mark] }
}
