import type { Files } from '#core/files/store.ts'
import { fileRoutes } from '#core/files/routes.ts'
import { sessionRoutes } from '#core/identity/session.ts'
import { witnessRoutes } from '#core/identity/witness.ts'
import { ledgerRoutes } from '#core/ledger/check.ts'
import type { Route } from '#core/route.ts'
import { alertsQueries } from '#features/alerts/queries.ts'
import { assayCommands } from '#features/assay/commands.ts'
import { assayPlans } from '#features/assay/plans.ts'
import { assayQueries } from '#features/assay/queries.ts'
import { assayTesting } from '#features/assay/testing.ts'
import { baseStockChecks } from '#features/baseStock/checks.ts'
import { baseStockCommands } from '#features/baseStock/commands.ts'
import { baseStockQueries } from '#features/baseStock/queries.ts'
import { catalogueCommands } from '#features/catalogue/commands.ts'
import { catalogueQueries } from '#features/catalogue/queries.ts'
import { correctionCommands } from '#features/correction/commands.ts'
import { correctionQueries } from '#features/correction/queries.ts'
import { destructionCommands } from '#features/destruction/commands.ts'
import { destructionQueries } from '#features/destruction/queries.ts'
import { handoverCommands } from '#features/handover/commands.ts'
import { handoverCounting } from '#features/handover/counting.ts'
import { handoverQueries } from '#features/handover/queries.ts'
import { handoverSigning } from '#features/handover/signing.ts'
import { discrepancyCommands } from '#features/discrepancy/commands.ts'
import { discrepancyQueries } from '#features/discrepancy/queries.ts'
import { filingCommands } from '#features/filing/commands.ts'
import { filingQueries } from '#features/filing/queries.ts'
import { receiptCommands as filingReceipts } from '#features/filing/receipts.ts'
import { homeQueries } from '#features/home/queries.ts'
import { spellingQueries } from '#features/spelling/queries.ts'
import { borrowingCommands } from '#features/borrowing/commands.ts'
import { borrowingQueries } from '#features/borrowing/queries.ts'
import { incidentCommands } from '#features/incident/commands.ts'
import { incidentQueries } from '#features/incident/queries.ts'
import { caseQueries } from '#features/inspection/caseQueries.ts'
import { caseCommands } from '#features/inspection/cases.ts'
import { bodyCommands } from '#features/governance/bodyCommands.ts'
import { policyCommands } from '#features/governance/policyCommands.ts'
import { governanceQueries } from '#features/governance/queries.ts'
import { inspectionCommands } from '#features/inspection/commands.ts'
import { inspectionQueries } from '#features/inspection/queries.ts'
import { infusionCommands } from '#features/infusion/commands.ts'
import { infusionQueries } from '#features/infusion/queries.ts'
import { issueCommands } from '#features/issue/commands.ts'
import { drawerAccessRoutes } from '#features/drawerAccess/routes.ts'
import { downtimeRoutes } from '#features/downtime/routes.ts'
import { emergencyRoutes } from '#features/emergency/routes.ts'
import { prescriptionIssues } from '#features/issue/fromPrescription.ts'
import { rescueIssues } from '#features/issue/rescue.ts'
import { issueQueries } from '#features/issue/queries.ts'
import { onboardingCommands } from '#features/onboarding/commands.ts'
import { onboardingQueries } from '#features/onboarding/queries.ts'
import { placesCommands } from '#features/places/commands.ts'
import { placesQueries } from '#features/places/queries.ts'
import { limitCommands } from '#features/prescription/limitCommands.ts'
import { prescriptionCommands } from '#features/prescription/commands.ts'
import { countersignRoutes } from '#features/prescription/countersign.ts'
import { dispensingCommands } from '#features/prescription/dispensing.ts'
import { emptiesRoutes } from '#features/prescription/emptiesCommands.ts'
import { longTermCommands } from '#features/prescription/longTerm.ts'
import { longTermQueries } from '#features/prescription/longTermQueries.ts'
import { paperRoutes } from '#features/prescription/paperRoutes.ts'
import { printingRoutes } from '#features/prescription/printing.ts'
import { prescriptionQueries } from '#features/prescription/queries.ts'
import { prescriptionReviewCommands } from '#features/prescriptionReview/commands.ts'
import { measureCommands } from '#features/prescriptionReview/measures.ts'
import { prescriptionReviewQueries } from '#features/prescriptionReview/queries.ts'
import { patientReturnCommands } from '#features/patientReturn/commands.ts'
import { patientReturnQueries } from '#features/patientReturn/queries.ts'
import { paymentCommands } from '#features/payment/commands.ts'
import { paymentQueries } from '#features/payment/queries.ts'
import { purchaseCommands } from '#features/purchase/commands.ts'
import { purchaseQueries } from '#features/purchase/queries.ts'
import { purchaseCardCommands } from '#features/purchaseCard/commands.ts'
import { purchaseCardQueries } from '#features/purchaseCard/queries.ts'
import { cardSpecimenRoutes } from '#features/purchaseCard/specimen.ts'
import { specimenRoutes } from '#features/specimen/routes.ts'
import { purchasePlanCommands } from '#features/purchasePlan/commands.ts'
import { purchasePlanQueries } from '#features/purchasePlan/queries.ts'
import { quarantineCommands } from '#features/quarantine/commands.ts'
import { recallRoutes } from '#features/quarantine/recall.ts'
import { quarantineQueries } from '#features/quarantine/queries.ts'
import { recoveryCommands } from '#features/recovery/commands.ts'
import { recoveryQueries } from '#features/recovery/queries.ts'
import { carrierRoutes } from '#features/requisition/carrierCommands.ts'
import { requisitionCommands } from '#features/requisition/commands.ts'
import { requisitionQueries } from '#features/requisition/queries.ts'
import { retentionCommands } from '#features/retention/commands.ts'
import { retentionQueries } from '#features/retention/queries.ts'
import { residueCommands } from '#features/residue/commands.ts'
import { reportRoutes } from '#features/reports/framework.ts'
import { reportQueries } from '#features/reports/queries.ts'
import { receiptCommands } from '#features/receipt/commands.ts'
import { receiptQueries } from '#features/receipt/queries.ts'
import { stockLimitQueries } from '#features/stockLimit/queries.ts'
import { reclassificationRoutes } from '#features/reclassification/routes.ts'
import { staffCommands } from '#features/staff/commands.ts'
import { staffQueries } from '#features/staff/queries.ts'
import { stockQueries } from '#features/stock/queries.ts'
import { stocktakeCommands } from '#features/stocktake/commands.ts'
import { planRoutes } from '#features/stocktake/plans.ts'
import { stocktakeQueries } from '#features/stocktake/queries.ts'
import { supervisionQueries } from '#features/supervision/queries.ts'
import { supplierReturnCommands } from '#features/supplierReturn/commands.ts'
import { supplierReturnQueries } from '#features/supplierReturn/queries.ts'
import { suppliersCommands } from '#features/suppliers/commands.ts'
import { suppliersQueries } from '#features/suppliers/queries.ts'
import { certificateRoutes } from '#features/training/certificates.ts'
import { accessCommands } from '#features/access/commands.ts'
import { accessQueries } from '#features/access/queries.ts'
import { trainingCommands } from '#features/training/commands.ts'
import { trainingQueries } from '#features/training/queries.ts'
import { traceQueries } from '#features/trace/queries.ts'
import { writeOffCommands } from '#features/writeOff/commands.ts'
import { writeOffQueries } from '#features/writeOff/queries.ts'
import { allReports } from './reports.ts'

/** Every endpoint of the program. A new feature adds its lines here and nowhere else on the server. */
export function allRoutes(files: Files): Route[] {
  return [
    ...sessionRoutes,
    ...witnessRoutes,
    ...fileRoutes(files),
    ...ledgerRoutes,
    ...alertsQueries,
    ...assayCommands,
    ...assayPlans,
    ...assayQueries,
    ...assayTesting,
    ...baseStockChecks,
    ...baseStockCommands,
    ...baseStockQueries,
    ...catalogueCommands,
    ...catalogueQueries,
    ...correctionCommands,
    ...correctionQueries,
    ...destructionCommands,
    ...destructionQueries,
    ...handoverCommands,
    ...handoverCounting,
    ...handoverQueries,
    ...handoverSigning,
    ...discrepancyCommands,
    ...discrepancyQueries,
    ...homeQueries,
    ...spellingQueries,
    ...infusionCommands,
    ...infusionQueries,
    ...issueCommands,
    ...prescriptionIssues,
    ...rescueIssues,
    ...emergencyRoutes,
    ...downtimeRoutes,
    ...drawerAccessRoutes,
    ...issueQueries,
    ...onboardingCommands,
    ...onboardingQueries,
    ...placesCommands,
    ...placesQueries,
    ...limitCommands,
    ...prescriptionCommands,
    ...countersignRoutes,
    ...dispensingCommands,
    ...prescriptionQueries,
    ...prescriptionReviewCommands,
    ...measureCommands,
    ...prescriptionReviewQueries,
    ...emptiesRoutes,
    ...paperRoutes,
    ...printingRoutes,
    ...longTermCommands,
    ...longTermQueries,
    ...paymentCommands,
    ...paymentQueries,
    ...purchaseCommands,
    ...purchaseQueries,
    ...purchaseCardCommands,
    ...purchaseCardQueries,
    ...cardSpecimenRoutes(files),
    ...purchasePlanCommands,
    ...purchasePlanQueries,
    ...quarantineCommands,
    ...quarantineQueries,
    ...recallRoutes,
    ...borrowingCommands,
    ...borrowingQueries,
    ...incidentCommands,
    ...incidentQueries,
    ...bodyCommands,
    ...policyCommands,
    ...governanceQueries,
    ...inspectionCommands,
    ...inspectionQueries,
    ...caseCommands,
    ...caseQueries,
    ...filingCommands(allReports),
    ...filingReceipts,
    ...filingQueries(allReports),
    ...patientReturnCommands,
    ...patientReturnQueries,
    ...supplierReturnCommands,
    ...supplierReturnQueries,
    ...writeOffCommands,
    ...writeOffQueries,
    ...recoveryCommands,
    ...recoveryQueries,
    ...requisitionCommands,
    ...carrierRoutes,
    ...requisitionQueries,
    ...residueCommands,
    ...reportQueries,
    ...reportRoutes(allReports),
    ...retentionCommands,
    ...retentionQueries,
    ...receiptCommands,
    ...receiptQueries,
    ...staffCommands,
    ...staffQueries,
    ...stockQueries,
    ...stockLimitQueries,
    ...reclassificationRoutes,
    ...stocktakeCommands,
    ...stocktakeQueries,
    ...planRoutes,
    ...supervisionQueries,
    ...suppliersCommands,
    ...suppliersQueries,
    ...accessCommands,
    ...accessQueries,
    ...trainingCommands,
    ...trainingQueries,
    ...certificateRoutes(files),
    ...specimenRoutes(files),
    ...traceQueries,
  ]
}
