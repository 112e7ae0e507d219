import type { Entry } from '#core/refusals.ts'

/** Opening a place and counting before taking. Part of the closed list in refusals.ts. */
export const drawerAccessRefusals = {
  ACCESS_OVER: { status: 409, text: '开柜 {no} 已于 {endedAt} 结束，请重新开柜清点' },
  ACCESS_COUNTED: { status: 409, text: '{drug} 在开柜 {no} 里已经点过，要重点请重新开柜' },
  ACCESS_LOTS: { status: 422, text: '{drug} 在{place}还有批号 {lot} 没有填，请逐个批号点数' },
  ACCESS_MOVED: { status: 409, text: '开柜 {no} 已有出入，不是空开，不用说明' },
  COUNT_FIRST: {
    status: 409,
    text: '{place}规定取前清点：请先清点{drug}，{minutes} 分钟内取药有效',
    record: true,
  },
} as const satisfies Record<string, Entry>
