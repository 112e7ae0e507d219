import type { Entry } from '#core/refusals.ts'

/** Inspection, rectification, filing, specimens. Part of the closed list in refusals.ts. */
export const officeRefusals = {
  INSPECTION_LIST_CHANGED: { status: 409, text: '检查表已更新，请刷新页面后按新表检查；照片可重新选用' },
  INSPECTION_INCOMPLETE: { status: 422, text: '还有 {left} 项没有结果（{item}），请逐项检查后签字' },
  INSPECTION_FAIL_NEEDS: { status: 422, text: '不合格项“{item}”缺发现的问题、责任人或整改期限，请补全' },
  INSPECTION_DUE_DAY: { status: 422, text: '整改期限应在 {today} 至 {last} 之间，请重新选择日期' },
  INSPECTION_SAME_PERSON: {
    status: 403,
    text: '{name} 是责任人或整改人，不能复查，请另一人办理',
    record: true,
  },
  INSPECTION_OTHERS_CASE: {
    status: 403,
    text: '{no} 不是本单位提出的问题，由提出单位复核销号',
    record: true,
  },
  INSPECTION_STATE: { status: 409, text: '{no} 现为“{state}”，不能办理这一步，请刷新后再看' },
  FILING_PERIOD_OPEN: { status: 422, text: '{period} 还没有结束，{from} 起才能报送' },
  FILING_PERIOD_START: { status: 422, text: '报送期应从月初或季初开始，请重新选择' },
  FILING_DRAFT_EXISTS: { status: 409, text: '{period} 已有一份 {no} 在办，请先送出或作废那一份' },
  FILING_REASON: { status: 422, text: '{period} 已报送过，再报为更正，请写明更正原因' },
  FILING_SAME_PERSON: { status: 403, text: '{name} 编制了这份报表，不能再核对，请另一人核对', record: true },
  FILING_STATE: { status: 409, text: '{no} 现为“{state}”，不能办理这一步，请刷新后再看' },
  FILING_RECEIVER: { status: 422, text: '接收单位重复或不在本院主管部门之列，请核对' },
  FILING_OTHERS: { status: 403, text: '{no} 不是报给本单位的，不由本单位回执', record: true },
  FILING_RECEIPT_EXISTS: { status: 409, text: '{receiver} 已有回执 {no}，不能再登记' },
  SPECIMEN_BACKDATED: { status: 422, text: '已有 {last} 起的留样，更换只能从 {today} 起，不能改以前的' },
  SPECIMEN_NOT_SIGNER: { status: 422, text: '{name} 没有麻精处方权，也没有麻精调剂资格，不需留样' },
} as const satisfies Record<string, Entry>
