import type { Entry } from '#core/refusals.ts'

/** What counting and its differences refuse; part of the closed list. */
export const countRefusals = {
  COUNT_NOTHING: { status: 422, text: '选的范围里账上没有药品，请改储位或条件' },
  COUNT_TOO_LARGE: { status: 422, text: '一张盘点单最多 {limit} 行，请分储位或分类盘点' },
  COUNT_NOT_YOURS: { status: 403, text: '{no} 由 {names} 盘点，请本人操作', record: true },
  COUNT_SECOND_OTHER: { status: 403, text: '监盘人是 {name}，请本人签字', record: true },
  COUNT_ROW_DONE: { status: 409, text: '这一行已经提交，要改请先点“复盘”' },
  COUNT_WHICH_PLACE: { status: 422, text: '{code} 不知道放在哪个储位，请先选储位再扫' },
  COUNT_OVER_PACK: { status: 422, text: '{code} 一盒只有 {units} 支，实数不能更多' },
  COUNT_LESS_THAN_SCANNED: { status: 422, text: '实盘数 {counted} 少于已扫的 {scanned}，请核对' },
  COUNT_SCAN_NEEDED: { status: 422, text: '复盘仍有差异，须逐盒扫码才知道差在哪个码，请扫码后再提交' },
  COUNT_NO_DIFFERENCE: { status: 409, text: '这一行没有待处理的差异' },
  COUNT_ROWS_LEFT: { status: 422, text: '还有 {left} 行没有盘，请盘完再结束' },
  COUNT_RECOUNT_NEEDED: { status: 422, text: '{drug} 批号 {lot} 有差异，须复盘一次再结束' },
  COUNT_REASON_NEEDED: { status: 422, text: '{drug} 批号 {lot} 有差异，请填原因再结束' },
  COUNT_HAS_CASES: { status: 409, text: '本单已立差异 {no}，不能撤销，请盘完' },
  COUNT_APPROVER_COUNTED: {
    status: 403,
    text: '{name} 参加了本次盘点，不能批准调账，请另一位负责人办理',
    record: true,
  },
  COUNT_STALE: { status: 409, text: '{drug} 批号 {lot} 盘点后差异的药品又有出入，请退回复盘' },
  COUNT_CODE_ELSEWHERE: {
    status: 409,
    text: '{code} 账上在{place}，不能当盘盈入账，请先办调拨或红冲',
    record: true,
  },
  DISCREPANCY_UNEXPLAINED: { status: 409, text: '差异 {no} 还没有说明原因，请先两人说明，再调账或关闭' },
  DISCREPANCY_UNREPORTED: {
    status: 409,
    text: '差异 {no} 查不出原因或属丢失，须先登记上报，再调账或关闭',
    record: true,
  },
  DISCREPANCY_RECOUNT: { status: 409, text: '差异 {no} 的原因是“{reason}”，账面不调，请复盘到账物相符' },
  DISCREPANCY_NOT_LEVEL: { status: 409, text: '差异 {no} 账物还不相符，请先复盘或调账，再关闭' },
  DISCREPANCY_OWN: {
    status: 403,
    text: '{name} 是发现人或上一经手人，不能关闭这条差异，请另一位负责人办理',
    record: true,
  },
  DISCREPANCY_WITNESS_INVOLVED: {
    status: 403,
    text: '{name} 是这条差异的上一经手人，不能做说明的第二人，请换人',
    record: true,
  },
  DISCREPANCY_RULE_LAXER: {
    status: 422,
    text: '时限只能比平台规定更严：内部不超过 30 分钟，上报稿不超过 120 分钟',
  },
} as const satisfies Record<string, Entry>
