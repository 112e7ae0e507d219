import type { Report } from '#core/reports/report.ts'
import { r01Receipt } from '#features/reports/declared/r01Receipt.ts'

/** Every report and register, in the order of the lists. A new one adds its line here and nothing else; see docs/reports.md. */
export const allReports: readonly Report[] = [r01Receipt]
