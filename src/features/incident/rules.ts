import { dayOf } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import {
  incidentReceivers,
  incidentReceiverTitle,
  type IncidentOutcome,
  type IncidentReceiver,
} from './contract.ts'

/**
 * How soon (regulations §4.9). The law says 立即 and names no hour; these are the house's own defaults, kept by version
 * so that an old case keeps the clock under which it was opened.
 */
export const incidentClocks = [
  { version: 1, from: '2020-01-01', escalateMinutes: 30, reportMinutes: 120 },
] as const

export interface Clocks {
  readonly version: number
  readonly escalateDueAt: string
  readonly reportDueAt: string
}

export function clocksOf(at: string): Clocks {
  const day = dayOf(at)
  const clock = incidentClocks.findLast((c) => c.from <= day) ?? incidentClocks[0]
  const after = (minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString()
  return {
    version: clock.version,
    escalateDueAt: after(clock.escalateMinutes),
    reportDueAt: after(clock.reportMinutes),
  }
}

interface Reported {
  readonly reported: ReadonlySet<IncidentReceiver>
}

/** A report and an answer name whom; an answer follows a report; each is reported to once. */
export function checkStep(
  kind: string,
  receiver: IncidentReceiver | undefined,
  { reported }: Reported,
): void {
  const needs = kind === 'reported' || kind === 'acknowledged'
  if (needs !== (receiver !== undefined)) throw new Refusal('INCIDENT_RECEIVER')
  if (!receiver) return
  const name = incidentReceiverTitle[receiver]
  if (kind === 'reported' && reported.has(receiver))
    throw new Refusal('INCIDENT_REPORTED', { receiver: name })
  if (kind === 'acknowledged' && !reported.has(receiver))
    throw new Refusal('INCIDENT_NOT_YET_REPORTED', { receiver: name })
}

/**
 * A case ends when all three have the report (条例 Art 64, 80), and with the outcome that the books have: 未追回 needs a
 * loss that stands, the other two none. Refuses: INCIDENT_NOT_REPORTED, INCIDENT_OUTCOME.
 */
export function checkClose(outcome: IncidentOutcome, lossesStanding: number, { reported }: Reported): void {
  const missing = incidentReceivers.filter((r) => !reported.has(r)).map((r) => incidentReceiverTitle[r])
  if (missing.length > 0) throw new Refusal('INCIDENT_NOT_REPORTED', { missing: missing.join('、') })
  if (outcome === 'lost' && lossesStanding === 0)
    throw new Refusal('INCIDENT_OUTCOME', { why: '账上还没有记丢失' })
  if (outcome !== 'lost' && lossesStanding > 0)
    throw new Refusal('INCIDENT_OUTCOME', { why: '账上还有记丢失未追回的' })
}
