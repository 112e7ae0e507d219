import type { Report } from '#core/reports/report.ts'
import { accessChanges, r19Changes, r19Qualified } from '#features/access/reports.ts'
import { disposals, residueAnalysis } from '#features/assay/disposalReports.ts'
import { assayRegister } from '#features/assay/registerReport.ts'
import { baseOver, baseTable, r06Base, r08Use } from '#features/baseStock/reports.ts'
import { bodyReport, policyReport } from '#features/governance/reports.ts'
import { r07Handover } from '#features/handover/report.ts'
import { filingLog } from '#features/filing/report.ts'
import { r21Borrowing } from '#features/borrowing/report.ts'
import { downtimeEntries } from '#features/downtime/report.ts'
import { accessRecords, nullAccess } from '#features/drawerAccess/report.ts'
import { rescues, rescueShare } from '#features/emergency/report.ts'
import { infusionRegister } from '#features/infusion/report.ts'
import { r22Incident } from '#features/incident/report.ts'
import { r16Special, r17Patrol, rectifications } from '#features/inspection/reports.ts'
import { r11PatientReturn } from '#features/patientReturn/report.ts'
import { r24Plan } from '#features/purchasePlan/report.ts'
import { r23Quarantine } from '#features/quarantine/report.ts'
import { r12WriteOff } from '#features/writeOff/report.ts'
import { entries } from '#features/reports/declared/entries.ts'
import { issueRecords } from '#features/reports/declared/issueRecords.ts'
import { lotBalance } from '#features/reports/declared/lotBalance.ts'
import { r03Prescriptions, r04Consumption, r05Papers, r13Paper } from '#features/prescription/reports.ts'
import { r25Review, reviewSummary } from '#features/prescriptionReview/reports.ts'
import { paymentRecords } from '#features/payment/report.ts'
import { r01Receipt } from '#features/reports/declared/r01Receipt.ts'
import { r09Destruction } from '#features/reports/declared/r09Destruction.ts'
import { r09Recovery } from '#features/reports/declared/r09Recovery.ts'
import { r10Residue } from '#features/reports/declared/r10Residue.ts'
import { r14NearExpiry } from '#features/reports/declared/r14NearExpiry.ts'
import { receiptRecords } from '#features/reports/declared/receiptRecords.ts'
import { stockLots } from '#features/reports/declared/stockLots.ts'
import { stockSku } from '#features/reports/declared/stockSku.ts'
import { turnover } from '#features/reports/declared/turnover.ts'
import { reclassStock } from '#features/reclassification/report.ts'
import { retentionReport } from '#features/retention/report.ts'

import { differencePeople } from '#features/discrepancy/reports.ts'
import { r20Specimen } from '#features/specimen/report.ts'
import { stockLimits } from '#features/stockLimit/report.ts'
import { countVariance, r15Stocktake } from '#features/stocktake/reports.ts'
import { r18Training, trainingRecords } from '#features/training/reports.ts'

/**
 * Every report and register, in the order of the lists: registers by their number, then the reports by their group. A new
 * one adds its line here and nothing else; see docs/reports.md.
 */
export const allReports: readonly Report[] = [
  r01Receipt,
  r03Prescriptions,
  r04Consumption,
  r05Papers,
  r06Base,
  r07Handover,
  r08Use,
  r09Recovery,
  r09Destruction,
  r10Residue,
  assayRegister,
  infusionRegister,
  r13Paper,
  r11PatientReturn,
  r12WriteOff,
  r14NearExpiry,
  r21Borrowing,
  r22Incident,
  r23Quarantine,
  r24Plan,
  r25Review,
  retentionReport,
  r15Stocktake,
  bodyReport,
  policyReport,
  r16Special,
  r17Patrol,
  r18Training,
  r19Qualified,
  r19Changes,
  r20Specimen,
  stockSku,
  stockLots,
  turnover,
  reclassStock,
  stockLimits,
  baseTable,
  baseOver,
  receiptRecords,
  paymentRecords,
  issueRecords,
  rescues,
  rescueShare,
  downtimeEntries,
  accessRecords,
  nullAccess,
  entries,
  lotBalance,
  disposals,
  reviewSummary,
  rectifications,
  filingLog,
  countVariance,
  differencePeople,
  residueAnalysis,
  trainingRecords,
  accessChanges,
]
