import type { ComponentType } from 'react'
import type { Permission } from '#core/identity/permissions.ts'
import { officePages } from './officePages.ts'

export interface AppPage {
  /** TanStack path: `/receipts/$id`. The menu shows an item once a page with its path is here. */
  path: string
  load: () => Promise<{ Page: ComponentType }>
  permission: Permission | 'signedIn'
}

export const pages: readonly AppPage[] = [
  { path: '/', load: () => import('#features/home/page.tsx'), permission: 'signedIn' },
  ...officePages,
  { path: '/orders', load: () => import('#features/purchase/page.tsx'), permission: 'purchase.read' },
  {
    path: '/orders/$id',
    load: () => import('#features/purchase/orderPage.tsx'),
    permission: 'purchase.read',
  },
  { path: '/payments', load: () => import('#features/payment/page.tsx'), permission: 'payment.read' },
  {
    path: '/payments/$id',
    load: () => import('#features/payment/detailPage.tsx'),
    permission: 'payment.read',
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
  { path: '/downtimes', load: () => import('#features/downtime/page.tsx'), permission: 'downtime.read' },
  {
    path: '/downtimes/$id',
    load: () => import('#features/downtime/detailPage.tsx'),
    permission: 'downtime.read',
  },
  {
    path: '/downtime-forms/$id',
    load: () => import('#features/downtime/formsPage.tsx'),
    permission: 'downtime.read',
  },
  {
    path: '/drawer-access',
    load: () => import('#features/drawerAccess/page.tsx'),
    permission: 'drawerAccess.read',
  },
  { path: '/issues', load: () => import('#features/issue/page.tsx'), permission: 'issue.read' },
  { path: '/issues/new', load: () => import('#features/issue/station.tsx'), permission: 'issue.work' },
  {
    path: '/issues/rescue',
    load: () => import('#features/issue/rescuePage.tsx'),
    permission: 'emergency.issue',
  },
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
  { path: '/assays', load: () => import('#features/assay/page.tsx'), permission: 'assay.read' },
  { path: '/assays/new', load: () => import('#features/assay/newPage.tsx'), permission: 'use.record' },
  {
    path: '/assays/destroy',
    load: () => import('#features/assay/destroyPage.tsx'),
    permission: 'assay.destroy',
  },
  { path: '/assays/$id', load: () => import('#features/assay/detailPage.tsx'), permission: 'assay.read' },
  {
    path: '/assay-plans/$planId',
    load: () => import('#features/assay/planPage.tsx'),
    permission: 'assay.read',
  },
  { path: '/infusions', load: () => import('#features/infusion/page.tsx'), permission: 'issue.read' },
  { path: '/infusions/new', load: () => import('#features/infusion/newPage.tsx'), permission: 'use.record' },
  {
    path: '/infusions/$id',
    load: () => import('#features/infusion/detailPage.tsx'),
    permission: 'issue.read',
  },
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
  {
    path: '/applications',
    load: () => import('#features/onboarding/page.tsx'),
    permission: 'onboarding.review',
  },
  {
    path: '/applications/$id',
    load: () => import('#features/onboarding/detailPage.tsx'),
    permission: 'onboarding.review',
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
