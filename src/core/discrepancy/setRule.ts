import type { Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { ruleOf } from './open.ts'
import { platformRule, type DiscrepancyRule } from './rules.ts'

type NewRule = Pick<DiscrepancyRule, 'version' | 'escalateMinutes' | 'reportMinutes' | 'thresholdUnits'>

/**
 * A new version of the deadlines, from the one that was seen. Refuses: DISCREPANCY_RULE_LAXER, DOCUMENT_CHANGED.
 */
export async function setDiscrepancyRule(
  tx: Tx,
  actor: Actor,
  r: NewRule & { reason: string },
): Promise<DiscrepancyRule> {
  const laxer =
    r.escalateMinutes > platformRule.escalateMinutes ||
    r.reportMinutes > platformRule.reportMinutes ||
    r.reportMinutes < r.escalateMinutes ||
    r.thresholdUnits > platformRule.thresholdUnits
  if (laxer) throw new Refusal('DISCREPANCY_RULE_LAXER')
  if ((await ruleOf(tx)).version !== r.version) throw new Refusal('DOCUMENT_CHANGED', { no: '差异时限' })
  try {
    await tx`
      insert into ledger.discrepancy_rule (org_id, version, escalate_minutes, report_minutes, ordinary_days, threshold_units, reason, set_by, set_at)
      values (${actor.orgId}, ${r.version + 1}, ${r.escalateMinutes}, ${r.reportMinutes}, ${platformRule.ordinaryDays}, ${r.thresholdUnits},
        ${r.reason}, ${actor.userId}, ${actor.at})`
  } catch (error) {
    if (brokenConstraint(error) === 'discrepancy_rule_pkey')
      throw new Refusal('DOCUMENT_CHANGED', { no: '差异时限' })
    throw error
  }
  return ruleOf(tx)
}
