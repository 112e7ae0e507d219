/** Permission nodes, one per step of the process (按管理环节授权), each with its Chinese title. */
export const permissions = {
  'catalogue.read': '查看药品档案',
  'catalogue.write': '维护药品档案',
  'supplier.read': '查看供应商',
  'supplier.write': '维护供应商',
  'place.read': '查看科室与储位',
  'place.write': '维护科室与储位',
  'staff.read': '查看人员与资格',
  'staff.write': '维护人员与资格',
  'access.read': '查看授权与变更',
  'access.write': '管理岗位与授权',
  'purchase.read': '查看采购单',
  'purchase.write': '录入采购单',
  'purchaseCard.read': '查看印鉴卡',
  'purchaseCard.write': '办理印鉴卡',
  'purchaseCard.supervise': '处理印鉴卡变更',
  'purchasePlan.read': '查看购用计划',
  'purchasePlan.write': '编制购用计划',
  'purchasePlan.submit': '上报购用计划',
  'purchasePlan.approve': '核定购用计划',
  'receipt.read': '查看收货',
  'receipt.work': '收货清点',
  'receipt.sign': '签字入库',
  'receipt.witness': '收货复核',
  'stock.read': '查看库存与账册',
  'requisition.read': '查看请领调拨',
  'requisition.request': '请领',
  'requisition.send': '调拨出库',
  'requisition.check': '调拨复核',
  'requisition.accept': '调拨签收',
  'baseStock.read': '查看基数',
  'baseStock.request': '申请基数',
  'baseStock.approve': '批准基数',
  'baseStock.check': '月检查',
  'handover.read': '查看交接与日结',
  'handover.work': '交接班',
  'handover.settle': '日结',
  'handover.plan': '排班次',
  'issue.read': '查看领用',
  'issue.work': '领用发药',
  'issue.check': '领用核对',
  'prescription.read': '查看处方',
  'prescription.write': '开具处方',
  'prescription.dispense': '处方调配',
  'prescription.check': '处方核对',
  'prescription.print': '打印处方',
  'prescription.manage': '维护处方规则与处方纸',
  'use.record': '记录使用',
  'waste.witness': '见证残余处理',
  'return.accept': '接收退回',
  'recovery.read': '查看空安瓿',
  'recovery.work': '回收空安瓿',
  'recovery.return': '送回空安瓿',
  'destruction.read': '查看销毁',
  'destruction.work': '执行销毁',
  'destruction.witness': '监督销毁',
  'quarantine.read': '查看待查',
  'quarantine.work': '移入待查',
  'quarantine.check': '待查复核',
  'quarantine.release': '批准解除待查',
  'supplierReturn.work': '退货给供应商',
  'patientReturn.read': '查看患者交回',
  'patientReturn.work': '接收患者交回',
  'patientReturn.check': '患者交回核对',
  'incident.read': '查看丢失被盗',
  'incident.open': '登记丢失被盗',
  'incident.work': '办理丢失被盗',
  'incident.approve': '批准结案与记丢失',
  'incident.supervise': '签收事件报告',
  'borrowing.read': '查看紧急借用',
  'borrowing.work': '办理紧急借用',
  'borrowing.check': '借用验收复核',
  'writeOff.read': '查看报损',
  'writeOff.apply': '申请报损',
  'writeOff.approve': '批准报损',
  'writeOff.execute': '执行报损销毁',
  'writeOff.supervise': '受理并到场监督销毁',
  'correction.work': '申请红冲',
  'correction.approve': '批准红冲',
  'stocktake.read': '查看盘点',
  'stocktake.work': '盘点清点',
  'stocktake.witness': '监盘',
  'stocktake.approve': '批准调账',
  'discrepancy.read': '查看差异',
  'discrepancy.work': '说明差异',
  'discrepancy.witness': '见证差异说明',
  'discrepancy.manage': '上报与关闭差异',
  'trace.read': '查询追溯码',
  'patient.reveal': '查看患者完整信息',
  'alert.read': '查看预警',
  'training.read': '查看培训考核',
  'training.write': '登记培训考核',
  'report.read': '查看报表',
  'retention.read': '查看保存期限',
  'retention.apply': '申请到期销毁',
  'retention.approve': '批准到期销毁',
  'retention.execute': '执行到期销毁',
  'inspection.read': '查看检查与整改',
  'inspection.work': '检查与整改',
  'inspection.verify': '复查整改',
  'inspection.supervise': '提出与复核检查发现',
  'filing.read': '查看报送',
  'filing.work': '编制与报送',
  'filing.check': '核对报送',
  'filing.supervise': '签收报送',
  'specimen.read': '查看签名留样',
  'specimen.write': '登记签名留样',
  'governance.read': '查看组织与制度',
  'governance.acknowledge': '知悉制度',
  'governance.write': '登记机构与起草制度',
  'governance.approve': '批准制度与考核目标',
  'onboarding.review': '审核入驻',
  'supervision.read': '辖区监管',
} as const

export type Permission = keyof typeof permissions

/** What a person must hold, valid on the day of the act (条例 Art 38; 处方管理办法 Art 11). */
export const qualifications = {
  prescribe: '麻精处方权',
  dispense: '麻精调剂资格',
  handle: '麻精管理培训合格',
} as const

export type Qualification = keyof typeof qualifications

/**
 * What a node rests on: without the qualification, valid on the day, it is not effective, whatever the role says
 * (regulations §2.2, constraint D: both people qualified). A qualification that runs out takes its nodes with it.
 */
export const needs: Partial<Record<Permission, Qualification>> = {
  'receipt.work': 'handle',
  'receipt.sign': 'handle',
  'receipt.witness': 'handle',
  'requisition.request': 'handle',
  'requisition.send': 'handle',
  'requisition.check': 'handle',
  'requisition.accept': 'handle',
  'issue.work': 'dispense',
  'issue.check': 'dispense',
  'use.record': 'handle',
  'waste.witness': 'handle',
  'return.accept': 'handle',
  'recovery.work': 'handle',
  'recovery.return': 'handle',
  'destruction.work': 'handle',
  'destruction.witness': 'handle',
}

/** Steps of the process, in the order of the work, by the first word of their nodes. */
const steps: readonly (readonly [title: string, words: readonly string[]])[] = [
  ['采购收货', ['purchase', 'purchaseCard', 'purchasePlan', 'receipt']],
  ['库存调拨', ['stock', 'requisition']],
  ['领用使用', ['issue', 'use', 'waste', 'return', 'patient']],
  ['回收销毁', ['recovery', 'destruction']],
  ['更正', ['correction']],
  ['查询与报表', ['trace', 'alert', 'report']],
  ['基础资料', ['catalogue', 'supplier', 'place']],
  ['人员、培训与授权', ['staff', 'training', 'access']],
  ['管理与报送', ['governance', 'inspection', 'filing', 'specimen']],
  ['监管', ['onboarding', 'supervision']],
]

export interface StepOf {
  readonly title: string
  readonly nodes: readonly Permission[]
}

/** All nodes by process step; what no step names stands last, so that none is ever hidden. */
export function byStep(all: readonly Permission[] = Object.keys(permissions) as Permission[]): StepOf[] {
  const word = (p: Permission) => p.split('.')[0] ?? ''
  const known = new Set(steps.flatMap(([, words]) => words))
  const groups = [
    ...steps.map(([title, words]) => ({ title, nodes: all.filter((p) => words.includes(word(p))) })),
    { title: '其他', nodes: all.filter((p) => !known.has(word(p))) },
  ]
  return groups.filter((g) => g.nodes.length > 0)
}
