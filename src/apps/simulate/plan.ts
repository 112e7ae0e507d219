import {
  emergencyShare,
  procedures,
  reserveShare,
  wardOrders,
  weekendShare,
  type Need,
  type Procedure,
  type WardOrder,
} from './distributions.ts'
import { patientOf, type Patient } from './names.ts'
import type { Hospital, Person } from './people.ts'
import { randomOf, type Random } from './random.ts'
import { onDuty, shiftAt } from './roster.ts'

/** What the books will say of one drug of a case: whole ampoules, and content in µg. */
export interface DrugPlan {
  readonly drug: string
  readonly drawn: number
  readonly opened: number
  /** Recorded as given; what else was opened is recorded as wasted. */
  readonly given: number
  readonly broken: number
  /** Given as they are: tablets. */
  readonly whole: boolean
}

export type ActName = 'issue' | 'open' | 'give' | 'waste' | 'breakage' | 'return' | 'recover'

/** Why a case is not what it looks like, and in which of its acts it shows. */
export interface Mark {
  readonly kind: 'mistake' | 'scheme'
  readonly code: string
  readonly account: string
  readonly acts: readonly ActName[]
  /** Content that went where the books do not say; µg. 0 for honest mistakes. */
  readonly diverted: number
}

export interface CasePlan {
  readonly refNo: string
  readonly kind: 'surgery' | 'prescription'
  readonly title: string
  readonly room: string
  readonly diagnosis: string
  readonly patient: Patient
  readonly doctor: Person
  readonly holder: Person
  readonly dispenser: Person
  readonly checker: Person
  /** Who watches the waste and brings the empties. */
  readonly witness: Person
  readonly drugs: readonly DrugPlan[]
  readonly route: '静脉注射' | WardOrder['route']
  /** Minutes of the day, counted on over midnight. */
  readonly at: number
  readonly openAt: number
  readonly giveAt: number
  readonly endAt: number
  readonly wasteAt: number
  readonly recoverAt: number
  /** Opening and giving are written down so many minutes after they happened; 0: at once. */
  readonly recordedLate: number
  /** The first dose is written down wrong, taken back by 红冲, and written again. */
  readonly wrongDose: boolean
  /** Brings an empty ampoule that is not of this case first, and is refused. */
  readonly strayEmpty: boolean
  /** Empties that never come back. */
  readonly keptEmpties: number
  readonly marks: readonly Mark[]
}

/** Content of one unit, by drug; µg. */
export type Strengths = (drug: string) => number

const weekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/** What happens in a hospital on its n-th day, before mistakes and schemes: the same for the same key, always. */
export function casesOf(
  seed: number,
  hospital: Hospital,
  on: { readonly index: number; readonly day: string },
  strengths: Strengths,
): CasePlan[] {
  const random = randomOf(seed, 'cases', hospital.index, on.index)
  const share = weekend(on.day) ? weekendShare : 1
  const operations = random.poisson(hospital.size.surgeries * share)
  const orders = random.poisson(hospital.size.wardOrders)
  const no = (prefix: string, i: number) =>
    `${prefix}-${on.day.slice(5).replace('-', '')}-${String(i + 1).padStart(3, '0')}`
  return [
    ...Array.from({ length: operations }, (_, i) =>
      surgery(random, hospital, on.index, no('SS', i), strengths),
    ),
    ...Array.from({ length: orders }, (_, i) => wardCase(random, hospital, on.index, no('CF', i), strengths)),
  ].sort((a, b) => a.at - b.at || (a.refNo < b.refNo ? -1 : 1))
}

function surgery(
  random: Random,
  hospital: Hospital,
  day: number,
  refNo: string,
  strengths: Strengths,
): CasePlan {
  const possible = procedures.filter((p) => hospital.size.tertiary || !p.tertiary)
  const procedure: Procedure = random.weighted(possible)
  const emergency = random.chance(emergencyShare)
  const at = emergency ? random.int(0, 1_439) : random.int(480, 930)
  const holder = random.pick(onDuty(hospital, 'anaesthetist', day, shiftAt(at)))
  const endAt = at + random.int(...procedure.minutes) + 20
  const drugs = procedure.needs.flatMap((need) =>
    random.chance(need.share) ? [drugPlan(random, need, strengths(need.drug))] : [],
  )
  const [dispenser, checker] = two(random, onDuty(hospital, 'theatrePharmacist', day, shiftAt(at)))
  return {
    ...usual,
    kind: 'surgery',
    refNo,
    title: procedure.title,
    room: `手术 ${random.int(1, hospital.size.tertiary ? 12 : 4)} 间`,
    diagnosis: procedure.diagnosis,
    patient: patientOf(random, { low: 18, high: 82 }),
    doctor: holder,
    holder,
    dispenser,
    checker,
    witness: random.pick(onDuty(hospital, 'theatreNurse', day, shiftAt(endAt % 1_440))),
    drugs:
      drugs.length > 0
        ? drugs
        : [drugPlan(random, procedure.needs[0] as Need, strengths((procedure.needs[0] as Need).drug))],
    route: '静脉注射',
    at,
    openAt: at + random.int(5, 15),
    giveAt: at + random.int(18, 40),
    endAt,
    wasteAt: endAt + random.int(3, 25),
    recoverAt: endAt + random.int(28, 60),
  }
}

const usual = { recordedLate: 0, wrongDose: false, strayEmpty: false, keptEmpties: 0, marks: [] } as const

function drugPlan(random: Random, need: Need, strength: number): DrugPlan {
  const steps = Math.max(1, Math.round(random.normal(need.mean, need.deviation) / need.step))
  const given = Math.min(steps, 100) * need.step
  const opened = Math.ceil(given / strength)
  return {
    drug: need.drug,
    drawn: opened + (random.chance(reserveShare) ? 1 : 0),
    opened,
    given,
    broken: 0,
    whole: false,
  }
}

export function wardCase(
  random: Random,
  hospital: Hospital,
  day: number,
  refNo: string,
  strengths: Strengths,
  order: WardOrder = random.weighted(wardOrders),
): CasePlan {
  const at = random.int(390, 1_380)
  const shift = shiftAt(at)
  const [dispenser, checker] = two(random, onDuty(hospital, 'wardPharmacist', day, shift))
  const [holder, witness] = two(random, onDuty(hospital, 'wardNurse', day, shift))
  const { content } = random.weighted(order.doses)
  const units = Math.ceil(content / strengths(order.drug))
  const drug = {
    drug: order.drug,
    drawn: units,
    opened: units,
    given: content,
    broken: 0,
    whole: order.whole === true,
  }
  const giveAt = at + random.int(12, 30)
  return {
    ...usual,
    kind: 'prescription',
    refNo,
    title: order.title,
    room: `${random.int(1, 40)} 床`,
    diagnosis: order.diagnosis,
    patient: patientOf(random, { low: 25, high: 88 }),
    doctor: random.pick(onDuty(hospital, 'doctor', day, shift)),
    holder,
    dispenser,
    checker,
    witness,
    drugs: [drug],
    route: order.route,
    at,
    openAt: at + random.int(6, 11),
    giveAt,
    endAt: giveAt,
    wasteAt: giveAt + random.int(2, 15),
    recoverAt: giveAt + random.int(40, 150),
  }
}

/** Two different people; a group of one works with that one twice, which the program then refuses. */
function two(random: Random, group: readonly Person[]): [Person, Person] {
  const first = random.pick(group)
  const others = group.filter((p) => p !== first)
  return [first, others.length > 0 ? random.pick(others) : first]
}
