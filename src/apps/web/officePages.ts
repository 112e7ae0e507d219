import type { AppPage } from './pages.ts'

/** Books, reports, papers, people and master data: what is read and kept, beside the work itself (pages.ts). */
export const officePages: readonly AppPage[] = [
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
]
