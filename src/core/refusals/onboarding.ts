import type { Entry } from '#core/refusals.ts'

/** 入驻: applications and what becomes of them. Part of the closed list in refusals.ts. */
export const onboardingRefusals = {
  APPLICATION_UNKNOWN: { status: 404, text: '受理号或查询码不对，请按提交时记下的重新输入' },
  APPLICATION_TOO_MANY: {
    status: 429,
    text: '同一网络 24 小时内最多新建 {limit} 份入驻申请，请明天再办，或继续填写已有的申请',
  },
  APPLICATION_DESK_FULL: {
    status: 429,
    text: '在办的入驻申请已满，暂时不能新建；已有的申请可以继续填写和提交',
  },
  APPLICATION_CHANGES: { status: 429, text: '{no} 已修改 {limit} 次，不能再改；请撤回后重新申请' },
  APPLICATION_STATE: { status: 409, text: '{no} 现为“{state}”，不能{act}，请刷新后再看' },
  APPLICATION_INCOMPLETE: { status: 422, text: '还缺：{missing}。补全后再提交' },
  APPLICATION_REGION: { status: 422, text: '{region} 不在{authority}的辖区内，请改选所属管理部门或所在区划' },
  APPLICATION_LICENCE_OVER: {
    status: 422,
    text: '执业许可证有效期至 {until}，已经过期；请换证后填新的有效期',
  },
  APPLICATION_LICENCE_TAKEN: {
    status: 409,
    text: '登记号 {licence} 已有机构“{name}”入驻，不能重复入驻；请核对后退回或不予通过',
    record: true,
  },
} as const satisfies Record<string, Entry>
