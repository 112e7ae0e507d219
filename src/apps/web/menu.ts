import {
  AlertOutlined,
  ApartmentOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  BarcodeOutlined,
  BookOutlined,
  CarryOutOutlined,
  ContainerOutlined,
  CreditCardOutlined,
  PayCircleOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  DesktopOutlined,
  DisconnectOutlined,
  ExceptionOutlined,
  ExperimentOutlined,
  FieldTimeOutlined,
  FileDoneOutlined,
  FileExcelOutlined,
  FileTextOutlined,
  FireOutlined,
  FormOutlined,
  GoldOutlined,
  HistoryOutlined,
  HomeOutlined,
  InboxOutlined,
  MedicineBoxOutlined,
  NodeIndexOutlined,
  NotificationOutlined,
  ProfileOutlined,
  ReadOutlined,
  RedoOutlined,
  RetweetOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  SafetyOutlined,
  SecurityScanOutlined,
  ShoppingCartOutlined,
  ShopOutlined,
  SolutionOutlined,
  SwapOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UnlockOutlined,
  UserDeleteOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ComponentType } from 'react'
import type { Me } from '#core/identity/contract.ts'
import type { Permission } from '#core/identity/permissions.ts'

export interface MenuItem {
  path: string
  title: string
  icon: ComponentType
  permission: Permission | 'signedIn'
}

export interface MenuGroup {
  title: string
  items: readonly MenuItem[]
}

function item(
  path: string,
  title: string,
  icon: ComponentType,
  permission: MenuItem['permission'],
): MenuItem {
  return { path, title, icon, permission }
}

const institution: readonly MenuGroup[] = [
  { title: '', items: [item('/', '首页', HomeOutlined, 'signedIn')] },
  {
    title: '日常作业',
    items: [
      item('/orders', '采购单', ShoppingCartOutlined, 'purchase.read'),
      item('/purchase-plans', '购用计划', CarryOutOutlined, 'purchasePlan.read'),
      item('/receipts', '收货验收', InboxOutlined, 'receipt.read'),
      item('/requisitions', '请领调拨', SwapOutlined, 'requisition.read'),
      item('/drawer-access', '存取记录', UnlockOutlined, 'drawerAccess.read'),
      item('/issues', '领用发药', MedicineBoxOutlined, 'issue.read'),
      item('/prescriptions', '处方', ProfileOutlined, 'prescription.read'),
      item('/prescription-reviews', '处方点评', FileDoneOutlined, 'prescriptionReview.read'),
      item('/prescription-statements', '点评说明', FormOutlined, 'prescriptionReview.state'),
      item('/long-term', '长期用药患者', SolutionOutlined, 'prescription.read'),
      item('/patient-empties', '患者空安瓿', ContainerOutlined, 'recovery.work'),
      item('/surgeries', '手术闭环', NodeIndexOutlined, 'issue.read'),
      item('/infusions', '泵注监测', DashboardOutlined, 'issue.read'),
      item('/residue', '残余处理', RedoOutlined, 'use.record'),
      item('/assays', '残余抽检', ExperimentOutlined, 'assay.read'),
      item('/recovery', '空安瓿回收', ContainerOutlined, 'recovery.read'),
      item('/destruction', '销毁报损', FireOutlined, 'destruction.read'),
      item('/stocktakes', '盘点', AuditOutlined, 'stocktake.read'),
      item('/handovers', '交接班', HistoryOutlined, 'handover.read'),
      item('/base-stock', '基数管理', GoldOutlined, 'baseStock.read'),
    ],
  },
  {
    title: '报损与应急',
    items: [
      item('/quarantine', '待查', SecurityScanOutlined, 'quarantine.read'),
      item('/write-offs', '药品报损', FileExcelOutlined, 'writeOff.read'),
      item('/patient-returns', '患者交回', UserDeleteOutlined, 'patientReturn.read'),
      item('/supplier-returns', '退货', RollbackOutlined, 'quarantine.read'),
      item('/borrowings', '紧急借用', ThunderboltOutlined, 'borrowing.read'),
      item('/downtimes', '停机补录', DisconnectOutlined, 'downtime.read'),
      item('/incidents', '丢失被盗', WarningOutlined, 'incident.read'),
    ],
  },
  {
    title: '账与码',
    items: [
      item('/stock', '库存', DatabaseOutlined, 'stock.read'),
      item('/ledger', '专用账册', BookOutlined, 'stock.read'),
      item('/reclassifications', '重分类', RetweetOutlined, 'reclassification.read'),
      item('/registers', '专册登记', ReadOutlined, 'issue.read'),
      item('/trace', '追溯码', BarcodeOutlined, 'trace.read'),
      item('/reports', '报表', BarChartOutlined, 'report.read'),
      item('/retention', '保存与销毁', FieldTimeOutlined, 'retention.read'),
    ],
  },
  {
    title: '监督',
    items: [
      item('/alerts', '预警与案件', AlertOutlined, 'alert.read'),
      item('/discrepancies', '差异待查', ExceptionOutlined, 'discrepancy.read'),
      item('/office', '管理与报送', CarryOutOutlined, 'inspection.read'),
    ],
  },
  {
    title: '基础资料',
    items: [
      item('/drugs', '药品档案', FileTextOutlined, 'catalogue.read'),
      item('/suppliers', '供应商', ShopOutlined, 'supplier.read'),
      item('/payments', '货款支付', PayCircleOutlined, 'payment.read'),
      item('/seal-cards', '印鉴卡', CreditCardOutlined, 'purchaseCard.read'),
      item('/staff', '人员与资格', TeamOutlined, 'staff.read'),
      item('/training', '培训考核', ProfileOutlined, 'signedIn'),
      item('/access', '岗位与授权', SafetyOutlined, 'access.read'),
      item('/places', '科室与储位', ApartmentOutlined, 'place.read'),
    ],
  },
]

const authority: readonly MenuGroup[] = [
  {
    title: '',
    items: [
      item('/supervision', '辖区总览', HomeOutlined, 'supervision.read'),
      item('/wall', '监管大屏', DesktopOutlined, 'supervision.read'),
    ],
  },
  {
    title: '监督',
    items: [
      item('/alerts', '预警与案件', AlertOutlined, 'alert.read'),
      item('/discrepancies', '差异待查', ExceptionOutlined, 'discrepancy.read'),
      item('/incidents', '丢失被盗', WarningOutlined, 'incident.read'),
      item('/office', '管理与报送', CarryOutOutlined, 'inspection.read'),
      item('/open-loops', '未闭环', NodeIndexOutlined, 'supervision.read'),
      item('/deadlines', '法定时限', FieldTimeOutlined, 'supervision.read'),
      item('/flows', '流向核对', SwapOutlined, 'supervision.read'),
    ],
  },
  {
    title: '查询',
    items: [
      item('/institutions', '机构', BankOutlined, 'supervision.read'),
      item('/stock', '库存与流向', ContainerOutlined, 'stock.read'),
      item('/ledger', '专用账册', BookOutlined, 'stock.read'),
      item('/registers', '专册登记', ReadOutlined, 'report.read'),
      item('/trace', '追溯码', BarcodeOutlined, 'trace.read'),
      item('/staff', '人员与资格', TeamOutlined, 'staff.read'),
      item('/training', '培训考核', ProfileOutlined, 'training.read'),
      item('/prescription-reviews', '处方点评', FileDoneOutlined, 'prescriptionReview.read'),
      item('/access', '岗位与授权', SafetyOutlined, 'access.read'),
      item('/reports', '报表', BarChartOutlined, 'report.read'),
    ],
  },
  {
    title: '办理',
    items: [
      item('/write-offs', '销毁监督', FileExcelOutlined, 'writeOff.read'),
      item('/applications', '入驻审核', SolutionOutlined, 'onboarding.review'),
      item('/seal-cards', '印鉴卡', CreditCardOutlined, 'purchaseCard.read'),
      item('/purchase-plans', '购用计划', CarryOutOutlined, 'purchasePlan.read'),
      item('/notices', '通报与召回', NotificationOutlined, 'supervision.read'),
    ],
  },
  { title: '证明', items: [item('/proofs', '账目核验', SafetyCertificateOutlined, 'supervision.read')] },
]

/** What this person may open, among the pages that exist. Groups with nothing in them are left out. */
export function menuFor(me: Me, paths: ReadonlySet<string>): MenuGroup[] {
  const groups = me.org.kind === 'authority' ? authority : institution
  const may = (i: MenuItem) => i.permission === 'signedIn' || me.permissions.includes(i.permission)
  return groups
    .map((g) => ({ title: g.title, items: g.items.filter((i) => may(i) && paths.has(i.path)) }))
    .filter((g) => g.items.length > 0)
}
