import type { Facts, RefusalCode } from '#core/refusal.ts'

/** What was drawn and not brought back, or what a prescription says; units by drug. */
export type Amounts = ReadonlyMap<number, number>

export interface Rescue {
  readonly doctorId: number
  readonly doctor: string
  /** As it was known in the rescue; a number that nobody knew is none. */
  readonly recordNo: string
  readonly patientName: string
  readonly used: Amounts
}

export interface Order {
  readonly no: string
  readonly doctorId: number
  readonly doctor: string
  readonly recordNo: string
  readonly patientName: string
  readonly lines: Amounts
}

export interface Fault {
  readonly code: RefusalCode
  readonly facts: Facts
}

/** Whoever could not say their name has neither name nor number; the order says who it was. */
export const unknownPatient = { name: '无名氏', recordNo: '待建档' } as const

function samePatient(rescue: Rescue, order: Order): boolean {
  if (rescue.recordNo !== unknownPatient.recordNo) return rescue.recordNo === order.recordNo
  return rescue.patientName === unknownPatient.name || rescue.patientName === order.patientName
}

/**
 * What keeps an order from being the one for a rescue, the gravest first: another patient, other drugs or quantities,
 * another doctor without a reason. `nameOf` and `amount` put a drug into words.
 */
export function orderFaults(
  rescue: Rescue,
  order: Order,
  doctorReason: string | undefined,
  words: { nameOf(drugId: number): string; amount(drugId: number, units: number): string },
): Fault[] {
  const faults: Fault[] = []
  if (!samePatient(rescue, order)) faults.push({ code: 'RESCUE_OTHER_PATIENT', facts: { no: order.no } })
  for (const drugId of new Set([...rescue.used.keys(), ...order.lines.keys()])) {
    const [used, written] = [rescue.used.get(drugId) ?? 0, order.lines.get(drugId) ?? 0]
    if (used === written) continue
    faults.push({
      code: 'RESCUE_QUANTITY',
      facts: {
        no: order.no,
        drug: words.nameOf(drugId),
        written: words.amount(drugId, written),
        used: words.amount(drugId, used),
      },
    })
  }
  if (rescue.doctorId !== order.doctorId && !doctorReason?.trim())
    faults.push({
      code: 'RESCUE_OTHER_DOCTOR',
      facts: { doctor: rescue.doctor, no: order.no, other: order.doctor },
    })
  return faults
}

/** Matched, or looked at, after the six hours. */
export const isLate = (dueAt: string, at: string): boolean => Date.parse(at) > Date.parse(dueAt)
