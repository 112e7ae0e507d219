import type { Entry } from '#core/refusals.ts'

/** Downtime and what was written on paper meanwhile. Part of the closed list in refusals.ts. */
export const paperRefusals = {
  PAPER_UNKNOWN: { status: 404, text: '没有找到这张应急单，请先登记已用的应急单' },
  PAPER_CLOSED: { status: 409, text: '停机 {no} 已核对关闭，不能再补录', record: true },
  PAPER_LINE: { status: 422, text: '应急单 {no} 只登记了 {lines} 行，请核对行号' },
  PAPER_LINE_USED: { status: 409, text: '应急单 {no} 第 {line} 行已经补录过，不能重复', record: true },
  PAPER_TIME: { status: 422, text: '发生时间不在停机 {no} 期间，请核对纸上的时间' },
  PAPER_NOTHING: { status: 422, text: '这一步没有药品出入，不能作为补录；请先退出补录再办' },
  PAPER_NUMBER: { status: 422, text: '编号 {no} 不在这个储位领取的应急单里，请核对' },
  PAPER_REGISTERED: { status: 409, text: '应急单 {no} 已登记过，不能重复' },
  PAPER_BOOK_OVERLAP: { status: 409, text: '编号 {no} 已经发放过，请核对起止编号' },
  DOWNTIME_START: { status: 422, text: '开始时间须在过去 72 小时之内，请核对' },
  DOWNTIME_END: { status: 422, text: '恢复时间须晚于开始、不晚于现在，请核对' },
  DOWNTIME_OPEN: { status: 409, text: '{place}已在停机 {no} 中，请在那一份里办理' },
  DOWNTIME_RUNNING: { status: 409, text: '停机 {no} 还没有登记恢复，不能核对关闭' },
  DOWNTIME_GAP: { status: 409, text: '应急单 {no} 没有登记去向，请登记已用、作废或丢失' },
  DOWNTIME_LINES: { status: 409, text: '应急单 {no} 还有 {left} 行没有补录' },
  DOWNTIME_UNCOUNTED: {
    status: 409,
    text: '{place}的{drug}，批号 {lot}，恢复后还没有两人清点，请先交接班或盘点',
  },
} as const satisfies Record<string, Entry>
