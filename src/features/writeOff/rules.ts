import { dayOf, startOfDay } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import { attendDays, writeOffStateTitle, type WriteOffState } from './contract.ts'

const dayMs = 86_400_000

/** The end of the fifth day after the list was sent (条例 Art 61): the authority must have been there. */
export const dueAtOf = (sentAt: string): string =>
  new Date(Date.parse(startOfDay(dayOf(sentAt))) + (attendDays + 1) * dayMs).toISOString()

export const openStates: readonly WriteOffState[] = ['applied', 'sent', 'accepted', 'attended']

/** Refuses DOCUMENT_CLOSED where the application does not stand at one of these steps. */
export function checkState(
  application: { readonly no: string; readonly state: WriteOffState },
  allowed: readonly WriteOffState[],
): void {
  if (!allowed.includes(application.state))
    throw new Refusal('DOCUMENT_CLOSED', {
      no: application.no,
      state: writeOffStateTitle[application.state].replace(/^已/, ''),
    })
}

export interface Hands {
  readonly createdBy: number
  readonly approvedBy: number | null
}

/**
 * Registrar ≠ approver ≠ executor ≠ witness (regulations §2.2): four people. The pipeline keeps executor and witness
 * apart; this keeps both from having applied or approved. Refuses: WRITE_OFF_SAME_PERSON.
 */
export function checkHands(
  of: Hands,
  person: { readonly userId: number; readonly name: string },
  doing: '批准' | '执行' | '监督',
): void {
  const before =
    person.userId === of.createdBy ? '申请' : person.userId === of.approvedBy ? '批准' : undefined
  if (before && before !== doing)
    throw new Refusal('WRITE_OFF_SAME_PERSON', { name: person.name, before, doing })
}

interface Listed {
  readonly lotId: number
  readonly units: number
  readonly drug: string
  readonly lotNo: string
}

/**
 * What lies on the table against the list that was accepted (D58): lot by lot, to the last unit, nothing more and
 * nothing less. Refuses: WRITE_OFF_COUNT_DIFFERS.
 */
export function checkCounts(
  listed: readonly Listed[],
  counted: readonly { readonly lotId: number; readonly units: number }[],
): void {
  const sum = (rows: readonly { lotId: number; units: number }[], lotId: number) =>
    rows.filter((r) => r.lotId === lotId).reduce((n, r) => n + r.units, 0)
  for (const { lotId, drug, lotNo } of listed) {
    const [applied, found] = [sum(listed, lotId), sum(counted, lotId)]
    if (applied !== found)
      throw new Refusal('WRITE_OFF_COUNT_DIFFERS', { drug, lot: lotNo, applied, counted: found })
  }
  const stranger = counted.find((c) => !listed.some((l) => l.lotId === c.lotId))
  if (stranger)
    throw new Refusal('WRITE_OFF_COUNT_DIFFERS', {
      drug: '',
      lot: '清单外',
      applied: 0,
      counted: stranger.units,
    })
}

/** The day of the visit: not before today, not after the fifth day; overdue ones are visited today. Refuses: WRITE_OFF_VISIT_DAY. */
export function checkVisit(visitOn: string, sentAt: string, at: string): void {
  const today = dayOf(at)
  const last = dayOf(new Date(Date.parse(dueAtOf(sentAt)) - 1))
  const limit = last < today ? today : last
  if (visitOn < today || visitOn > limit) throw new Refusal('WRITE_OFF_VISIT_DAY', { today, last: limit })
}
