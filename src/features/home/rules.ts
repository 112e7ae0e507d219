import type { HeldRow, Home, Todo, TodoKind } from './contract.ts'

/** A qualification that ends within so many days is named on the home page, so that there is time to renew it. */
export const renewDays = 60
/** A lot of one's own place that expires within so many days becomes work. */
export const expiryDays = 90
export const mostTodos = 12
/** 在途 longer than this waits for somebody (the wards of a hospital are minutes apart). */
export const transitHours = 4

/** What has a limit comes first, by its limit; then what waits longest. */
export function byDeadline(a: Todo, b: Todo): number {
  const key = (t: Todo) => t.dueAt ?? t.since ?? '9999'
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0
}

export const todoWords: Record<TodoKind, { readonly title: string; readonly verb: string }> = {
  receipt: { title: '收货验收', verb: '继续验收' },
  requisition: { title: '请领出库', verb: '配货' },
  transfer: { title: '调拨签收', verb: '签收' },
  carry: { title: '运送', verb: '查看' },
  issue: { title: '在手药品', verb: '记录使用' },
  order: { title: '补办医嘱', verb: '补办' },
  downtime: { title: '停机补录', verb: '补录' },
  access: { title: '空开说明', verb: '说明' },
  containers: { title: '空安瓿清点', verb: '清点' },
  expiry: { title: '近效期处置', verb: '查看' },
  discrepancy: { title: '差异待查', verb: '处理' },
  stocktake: { title: '盘点中', verb: '继续盘点' },
  countPlan: { title: '盘点到期', verb: '去盘点' },
  adjustment: { title: '调账待批准', verb: '审核' },
  renewal: { title: '资格复训', verb: '查看' },
  renewals: { title: '安排复训', verb: '安排' },
  handover: { title: '交接签字', verb: '接着交接' },
  baseStock: { title: '基数批准', verb: '审批' },
  dispense: { title: '待调配处方', verb: '调配' },
  retention: { title: '到期销毁', verb: '办理' },
  shift: { title: '到点交接', verb: '交班' },
  settle: { title: '日结', verb: '日结' },
  monthCheck: { title: '月检查', verb: '检查' },
  expired: { title: '过期移入待查', verb: '移入待查' },
  writeOff: { title: '药品报损', verb: '办理' },
  incident: { title: '丢失被盗', verb: '办理' },
  borrowing: { title: '借用备案', verb: '备案' },
  purchaseCard: { title: '印鉴卡', verb: '办理' },
  purchasePlan: { title: '购用计划', verb: '上报' },
  rectification: { title: '整改', verb: '整改' },
  verification: { title: '整改复查', verb: '复查' },
  filing: { title: '报送', verb: '报送' },
  policyRead: { title: '制度待阅', verb: '阅读' },
  policyApprove: { title: '制度待批', verb: '审批' },
  policyReview: { title: '制度复审', verb: '修订' },
  pumpRead: { title: '该读泵', verb: '读泵' },
  pumpRest: { title: '泵余液', verb: '处置' },
  assayKeep: { title: '残余待留样', verb: '留样' },
  assayTest: { title: '留样待检测', verb: '检测' },
  assayDestroy: { title: '留样待销毁', verb: '销毁' },
  stockLow: { title: '低于下限', verb: '去请领' },
  vaultLow: { title: '低于下限', verb: '去采购' },
  reclass: { title: '重分类', verb: '移库确认' },
  countersign: { title: '审核签名', verb: '审核' },
  reviewDraw: { title: '抽取点评', verb: '去抽取' },
  reviewOpen: { title: '处方点评', verb: '点评' },
  reviewCheck: { title: '点评复核', verb: '复核' },
  reviewStatement: { title: '点评说明', verb: '说明' },
  reviewFinal: { title: '点评审定', verb: '审定' },
  reviewMeasure: { title: '处方权处理', verb: '办理' },
}

/** Where a piece of work is done. */
export function todoPath(t: Pick<Todo, 'kind' | 'id'>): string {
  const paths: Record<TodoKind, string> = {
    receipt: `/receipts/${t.id ?? ''}`,
    requisition: `/transfers/new?requisition=${t.id ?? ''}`,
    transfer: `/transfers/${t.id ?? ''}`,
    carry: `/transfers/${t.id ?? ''}`,
    issue: `/issues/${t.id ?? ''}`,
    downtime: `/downtimes/${t.id ?? ''}`,
    access: '/drawer-access?state=unexplained&mine=1',
    order: `/issues/${t.id ?? ''}`,
    containers: '/recovery',
    handover: `/handovers/${t.id ?? ''}`,
    baseStock: '/base-stock?tab=requests&state=waiting',
    dispense: `/prescriptions/${t.id ?? ''}/dispense`,
    retention: '/retention',
    shift: '/handovers',
    settle: '/handovers',
    monthCheck: `/base-stock/${t.id ?? ''}/check`,
    expired: '/quarantine?tab=due',
    writeOff: `/write-offs/${t.id ?? ''}`,
    incident: `/incidents/${t.id ?? ''}`,
    borrowing: `/borrowings/${t.id ?? ''}`,
    purchaseCard: `/seal-cards/${t.id ?? ''}`,
    purchasePlan: `/purchase-plans/${t.id ?? ''}`,
    rectification: `/rectifications/${t.id ?? ''}`,
    verification: `/rectifications/${t.id ?? ''}`,
    filing: t.id === null ? '/office?tab=filings' : `/filings/${t.id}`,
    policyRead: `/policies/${t.id ?? ''}`,
    policyApprove: `/policies/${t.id ?? ''}`,
    policyReview: `/policies/${t.id ?? ''}`,
    pumpRead: `/infusions/${t.id ?? ''}`,
    pumpRest: `/infusions/${t.id ?? ''}`,
    assayKeep: `/assays/new?issue=${t.id ?? ''}`,
    assayTest: `/assays/${t.id ?? ''}`,
    assayDestroy: '/assays?tab=toDestroy',
    stockLow: `/requisitions?ask=${t.id ?? ''}`,
    reclass: '/reclassifications',
    countersign: `/prescriptions/${t.id ?? ''}`,
    reviewDraw: '/prescription-reviews',
    reviewOpen: `/prescription-reviews/${t.id ?? ''}`,
    reviewCheck: `/prescription-reviews/${t.id ?? ''}`,
    reviewStatement: `/prescription-statements?item=${t.id ?? ''}`,
    reviewFinal: `/prescription-review-items/${t.id ?? ''}`,
    reviewMeasure: `/prescription-reviews?tab=measures&measure=${t.id ?? ''}`,
    vaultLow: `/stock?view=limits&state=low&placeId=${t.id ?? ''}`,
    expiry: `/stock?days=${expiryDays}${t.id === null ? '' : `&accountId=${t.id}`}`,
    discrepancy: `/discrepancies/${t.id ?? ''}`,
    stocktake: `/stocktakes/${t.id ?? ''}`,
    countPlan: '/stocktakes?tab=plans',
    adjustment: `/stocktakes/${t.id ?? ''}`,
    renewal: '/training?tab=mine',
    renewals: '/training?tab=terms&within=90',
  }
  return paths[t.kind]
}

export type Held = { readonly value: number; readonly unit: string; readonly what: string }

/** The most important thing still in a hand: whole units, then content, then containers. */
export function heldText(
  row: Pick<HeldRow, 'intactUnits' | 'unit' | 'content' | 'contentUnit' | 'containers' | 'container'>,
): Held {
  if (row.intactUnits > 0) return { value: row.intactUnits, unit: row.unit, what: '' }
  if (row.content > 0) return { value: row.content, unit: row.contentUnit, what: '药液' }
  return { value: row.containers, unit: '个', what: row.container }
}

/** In a hand and due: whole units or content. A lone container is owed, not held. */
export const isHeld = (row: Pick<HeldRow, 'intactUnits' | 'content'>): boolean =>
  row.intactUnits > 0 || row.content > 0

export type HomeTiles = Pick<Home, 'people' | 'places' | 'books' | 'prescriptions' | 'registers'>
