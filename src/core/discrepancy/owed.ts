import type { Tx } from '#core/db.ts'
import { discrepancyReasonCodes, discrepancyReasons } from './rules.ts'

const reported = discrepancyReasonCodes.filter((code) => discrepancyReasons[code].ends === 'report')

/**
 * In SQL, of a case `d` that is not closed, what `runningDeadline` says of its report: it must go to the authorities, or
 * nobody has said yet why it need not, and it has not gone (条例 Art 64).
 */
export const reportOwed = (tx: Tx) =>
  tx`(d.report_at is not null and d.reported_at is null and coalesce(d.reason_code = any (${reported}), true))`
