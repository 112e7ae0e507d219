import type { ComponentType } from 'react'
import type { Permission } from '#core/identity/permissions.ts'

export interface AppPage {
  /** TanStack path: `/receipts/$id`. The menu shows an item once a page with its path is here. */
  path: string
  load: () => Promise<{ Page: ComponentType }>
  permission: Permission | 'signedIn'
}

export const pages: readonly AppPage[] = [
  { path: '/', load: () => import('#features/home/page.tsx'), permission: 'signedIn' },
  {
    path: '/reclassifications',
    load: () => import('#features/reclassification/page.tsx'),
    permission: 'reclassification.read',
  },
  { path: '/stock', load: () => import('#features/stock/page.tsx'), permission: 'stock.read' },
  { path: '/ledger', load: () => import('#features/stock/ledgerPage.tsx'), permission: 'stock.read' },
  {
    path: '/movements/$id',
    load: () => import('#features/stock/movementPage.tsx'),
    permission: 'stock.read',
  },
  { path: '/trace', load: () => import('#features/trace/page.tsx'), permission: 'trace.read' },
  { path: '/trace/$code', load: () => import('#features/trace/lifePage.tsx'), permission: 'trace.read' },
  { path: '/alerts', load: () => import('#features/alerts/page.tsx'), permission: 'alert.read' },
  {
    path: '/supervision',
    load: () => import('#features/supervision/page.tsx'),
    permission: 'supervision.read',
  },
  {
    path: '/supervision/$org',
    load: () => import('#features/supervision/institutionPage.tsx'),
    permission: 'supervision.read',
  },
  { path: '/reports', load: () => import('#features/reports/page.tsx'), permission: 'report.read' },
  {
    path: '/reports/closure',
    load: () => import('#features/reports/closurePage.tsx'),
    permission: 'report.read',
  },
  { path: '/reports/$code', load: () => import('#features/reports/page.tsx'), permission: 'report.read' },
  {
    path: '/registers',
    load: () => import('#features/reports/registersPage.tsx'),
    permission: 'signedIn',
  },
  { path: '/retention', load: () => import('#features/retention/page.tsx'), permission: 'retention.read' },
  {
    path: '/registers/$code',
    load: () => import('#features/reports/registersPage.tsx'),
    permission: 'signedIn',
  },
  {
    path: '/policies/new',
    load: () => import('#features/governance/draftPage.tsx'),
    permission: 'governance.write',
  },
  {
    path: '/policies/$policyId/revise',
    load: () => import('#features/governance/draftPage.tsx'),
    permission: 'governance.write',
  },
  {
    path: '/policies/$policyId',
    load: () => import('#features/governance/policyPage.tsx'),
    permission: 'governance.read',
  },
  { path: '/office', load: () => import('./OfficePage.tsx'), permission: 'inspection.read' },
  {
    path: '/inspections/new/$kind',
    load: () => import('#features/inspection/walkPage.tsx'),
    permission: 'inspection.work',
  },
  {
    path: '/inspections/$id',
    load: () => import('#features/inspection/detailPage.tsx'),
    permission: 'inspection.read',
  },
  {
    path: '/filings/$filingId',
    load: () => import('#features/filing/filingPage.tsx'),
    permission: 'filing.read',
  },
  {
    path: '/rectifications/$caseId',
    load: () => import('#features/inspection/casePage.tsx'),
    permission: 'inspection.read',
  },
  { path: '/access', load: () => import('#features/access/page.tsx'), permission: 'access.read' },
  {
    path: '/access/people/$id',
    load: () => import('#features/access/personPage.tsx'),
    permission: 'access.read',
  },
  { path: '/training', load: () => import('#features/training/page.tsx'), permission: 'signedIn' },
  {
    path: '/training/people/$id',
    load: () => import('#features/training/recordPage.tsx'),
    permission: 'training.read',
  },
  {
    path: '/training/$id',
    load: () => import('#features/training/coursePage.tsx'),
    permission: 'training.read',
  },
  { path: '/drugs', load: () => import('#features/catalogue/page.tsx'), permission: 'catalogue.read' },
  {
    path: '/seal-cards',
    load: () => import('#features/purchaseCard/page.tsx'),
    permission: 'purchaseCard.read',
  },
  {
    path: '/seal-cards/$id',
    load: () => import('#features/purchaseCard/cardPage.tsx'),
    permission: 'purchaseCard.read',
  },
  {
    path: '/purchase-plans',
    load: () => import('#features/purchasePlan/page.tsx'),
    permission: 'purchasePlan.read',
  },
  {
    path: '/purchase-plans/new',
    load: () => import('#features/purchasePlan/newPage.tsx'),
    permission: 'purchasePlan.write',
  },
  {
    path: '/purchase-plans/$id',
    load: () => import('#features/purchasePlan/planPage.tsx'),
    permission: 'purchasePlan.read',
  },
  { path: '/suppliers', load: () => import('#features/suppliers/page.tsx'), permission: 'supplier.read' },
  { path: '/places', load: () => import('#features/places/page.tsx'), permission: 'place.read' },
  { path: '/staff', load: () => import('#features/staff/page.tsx'), permission: 'staff.read' },
  { path: '/orders', load: () => import('#features/purchase/page.tsx'), permission: 'purchase.read' },
  {
    path: '/orders/$id',
    load: () => import('#features/purchase/orderPage.tsx'),
    permission: 'purchase.read',
  },
  { path: '/receipts', load: () => import('#features/receipt/page.tsx'), permission: 'receipt.read' },
  {
    path: '/receipts/$id',
    load: () => import('#features/receipt/stationPage.tsx'),
    permission: 'receipt.read',
  },
  {
    path: '/requisitions',
    load: () => import('#features/requisition/page.tsx'),
    permission: 'requisition.read',
  },
  {
    path: '/requisitions/$id',
    load: () => import('#features/requisition/RequisitionPage.tsx'),
    permission: 'requisition.read',
  },
  {
    path: '/transfers/new',
    load: () => import('#features/requisition/SendPage.tsx'),
    permission: 'requisition.send',
  },
  {
    path: '/transfers/$id',
    load: () => import('#features/requisition/TransferPage.tsx'),
    permission: 'requisition.read',
  },
  { path: '/base-stock', load: () => import('#features/baseStock/page.tsx'), permission: 'baseStock.read' },
  {
    path: '/base-stock/$id',
    load: () => import('#features/baseStock/placePage.tsx'),
    permission: 'baseStock.read',
  },
  {
    path: '/base-stock/$id/check',
    load: () => import('#features/baseStock/checkPage.tsx'),
    permission: 'baseStock.check',
  },
  {
    path: '/base-checks/$id',
    load: () => import('#features/baseStock/checkDetailPage.tsx'),
    permission: 'baseStock.read',
  },
  { path: '/handovers', load: () => import('#features/handover/page.tsx'), permission: 'handover.read' },
  {
    path: '/handovers/$id',
    load: () => import('#features/handover/detailPage.tsx'),
    permission: 'handover.read',
  },
  { path: '/issues', load: () => import('#features/issue/page.tsx'), permission: 'issue.read' },
  { path: '/issues/new', load: () => import('#features/issue/station.tsx'), permission: 'issue.work' },
  { path: '/issues/$id', load: () => import('#features/issue/case.tsx'), permission: 'issue.read' },
  {
    path: '/prescriptions',
    load: () => import('#features/prescription/page.tsx'),
    permission: 'prescription.read',
  },
  {
    path: '/prescriptions/new',
    load: () => import('#features/prescription/newPage.tsx'),
    permission: 'prescription.write',
  },
  {
    path: '/prescriptions/$id',
    load: () => import('#features/prescription/rxPage.tsx'),
    permission: 'prescription.read',
  },
  {
    path: '/prescriptions/$id/dispense',
    load: () => import('#features/prescription/dispensePage.tsx'),
    permission: 'prescription.dispense',
  },
  {
    path: '/prescription-reviews',
    load: () => import('#features/prescriptionReview/page.tsx'),
    permission: 'prescriptionReview.read',
  },
  {
    path: '/prescription-reviews/$id',
    load: () => import('#features/prescriptionReview/reviewPage.tsx'),
    permission: 'prescriptionReview.read',
  },
  {
    path: '/prescription-review-items/$itemId',
    load: () => import('#features/prescriptionReview/itemPage.tsx'),
    permission: 'prescriptionReview.read',
  },
  {
    path: '/prescription-statements',
    load: () => import('#features/prescriptionReview/statementPage.tsx'),
    permission: 'prescriptionReview.state',
  },
  {
    path: '/prescription-rules',
    load: () => import('#features/prescription/rulesPage.tsx'),
    permission: 'prescription.manage',
  },
  {
    path: '/prescription-papers',
    load: () => import('#features/prescription/papersPage.tsx'),
    permission: 'prescription.read',
  },
  {
    path: '/long-term',
    load: () => import('#features/prescription/longTermPage.tsx'),
    permission: 'prescription.read',
  },
  {
    path: '/long-term/$id',
    load: () => import('#features/prescription/recordPage.tsx'),
    permission: 'prescription.read',
  },
  {
    path: '/patient-empties',
    load: () => import('#features/prescription/emptiesPage.tsx'),
    permission: 'recovery.read',
  },
  { path: '/surgeries', load: () => import('#features/issue/surgeries.tsx'), permission: 'issue.read' },
  { path: '/residue', load: () => import('#features/residue/page.tsx'), permission: 'use.record' },
  {
    path: '/stocktakes',
    load: () => import('#features/stocktake/page.tsx'),
    permission: 'stocktake.read',
  },
  {
    path: '/stocktakes/$id',
    load: () => import('#features/stocktake/stationPage.tsx'),
    permission: 'stocktake.read',
  },
  {
    path: '/discrepancies',
    load: () => import('#features/discrepancy/page.tsx'),
    permission: 'discrepancy.read',
  },
  {
    path: '/discrepancies/$id',
    load: () => import('#features/discrepancy/casePage.tsx'),
    permission: 'discrepancy.read',
  },
  { path: '/recovery', load: () => import('#features/recovery/page.tsx'), permission: 'recovery.read' },
  {
    path: '/destruction',
    load: () => import('#features/destruction/page.tsx'),
    permission: 'destruction.read',
  },
  {
    path: '/destruction/new',
    load: () => import('#features/destruction/newPage.tsx'),
    permission: 'destruction.work',
  },
  {
    path: '/destruction/$id',
    load: () => import('#features/destruction/detailPage.tsx'),
    permission: 'destruction.read',
  },
  { path: '/write-offs', load: () => import('#features/writeOff/page.tsx'), permission: 'writeOff.read' },
  {
    path: '/write-offs/new',
    load: () => import('#features/writeOff/newPage.tsx'),
    permission: 'writeOff.apply',
  },
  {
    path: '/write-offs/$id',
    load: () => import('#features/writeOff/detailPage.tsx'),
    permission: 'writeOff.read',
  },
  {
    path: '/patient-returns',
    load: () => import('#features/patientReturn/page.tsx'),
    permission: 'patientReturn.read',
  },
  {
    path: '/patient-returns/new',
    load: () => import('#features/patientReturn/newPage.tsx'),
    permission: 'patientReturn.work',
  },
  {
    path: '/patient-returns/$id',
    load: () => import('#features/patientReturn/detailPage.tsx'),
    permission: 'patientReturn.read',
  },
  {
    path: '/supplier-returns',
    load: () => import('#features/supplierReturn/page.tsx'),
    permission: 'quarantine.read',
  },
  {
    path: '/supplier-returns/new',
    load: () => import('#features/supplierReturn/newPage.tsx'),
    permission: 'supplierReturn.work',
  },
  {
    path: '/supplier-returns/$id',
    load: () => import('#features/supplierReturn/detailPage.tsx'),
    permission: 'quarantine.read',
  },
  { path: '/incidents', load: () => import('#features/incident/page.tsx'), permission: 'incident.read' },
  {
    path: '/incidents/$id',
    load: () => import('#features/incident/detailPage.tsx'),
    permission: 'incident.read',
  },
  { path: '/borrowings', load: () => import('#features/borrowing/page.tsx'), permission: 'borrowing.read' },
  {
    path: '/borrowings/new',
    load: () => import('#features/borrowing/newPage.tsx'),
    permission: 'borrowing.work',
  },
  {
    path: '/borrowings/$id',
    load: () => import('#features/borrowing/detailPage.tsx'),
    permission: 'borrowing.read',
  },
  {
    path: '/recalls',
    load: () => import('#features/quarantine/recallPage.tsx'),
    permission: 'quarantine.read',
  },
  { path: '/quarantine', load: () => import('#features/quarantine/page.tsx'), permission: 'quarantine.read' },
  {
    path: '/quarantine/new',
    load: () => import('#features/quarantine/newPage.tsx'),
    permission: 'quarantine.work',
  },
  {
    path: '/quarantine/$id',
    load: () => import('#features/quarantine/detailPage.tsx'),
    permission: 'quarantine.read',
  },
  {
    path: '/movements/$id/reverse',
    load: () => import('#features/correction/page.tsx'),
    permission: 'correction.work',
  },
]
