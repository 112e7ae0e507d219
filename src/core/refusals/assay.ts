import type { Entry } from '#core/refusals.ts'

/** Sampling and testing of residues; part of the closed list. */
export const assayRefusals = {
  ASSAY_SAMPLE_FIRST: {
    status: 409,
    text: '{drug} {which}{more} 抽中留样，请先到“残余抽检”留样封存、两人签字，再弃去其余',
    record: true,
  },
  ASSAY_NO_PLAN: { status: 409, text: '{drug} 发出时没有执行中的抽检方案，不能留样，请按常规弃去' },
  ASSAY_SAMPLED: { status: 409, text: '这份残余已留样 {no}，不必再留，请弃去其余' },
  ASSAY_NOTHING_LEFT: {
    status: 409,
    text: '{drug} 在领用人手里没有这么多药液，现有 {have} {unit}，请核对留样量',
  },
  ASSAY_PLAN_SCOPE: { status: 422, text: '请选一个药品，或选一个管制分类，只能选一样' },
  ASSAY_PLAN_DAYS: { status: 422, text: '执行日期不能早于 {first}，截止日期不能早于执行日期，请重新选择' },
  ASSAY_PLAN_LATER: {
    status: 409,
    text: '{scope} 已有 {last} 起执行的一版，新版须在那以后起执行，请改执行日期',
  },
  ASSAY_INVOLVED: {
    status: 403,
    text: '{name} 是领用人或见证人，不能检测这份样品，请另一人检测',
    record: true,
  },
  ASSAY_TEST_TIME: { status: 422, text: '检测时间应在留样（{since}）之后、现在之前，请核对' },
  ASSAY_RESULT_KIND: { status: 422, text: '{method}应填{want}，请改填' },
  ASSAY_RESULT_AGAIN: { status: 409, text: '{no} 已有结果，原结果不能改；要更正请写明原因，另记一次' },
  ASSAY_VOID: { status: 409, text: '{no} 的留样已红冲，不能再办理' },
  ASSAY_GONE: { status: 409, text: '{no} 的样品已销账，不能再测，结果以最后一次为准' },
  ASSAY_NOT_TESTED: { status: 409, text: '{no} 还没有检测结果，请先检测再销毁' },
  ASSAY_CASE_OPEN: { status: 409, text: '{no} 检测不符，差异 {case} 关闭前样品须留存，请先办结差异' },
  ASSAY_DESTROYED: { status: 409, text: '{no} 已没有样品可销毁，请刷新后再看' },
  DISCREPANCY_ASSAY: {
    status: 409,
    text: '差异 {no} 来自残余抽检，不能靠清点销差，请到样品 {sample} 再测一次或按检测结果调账',
  },
} as const satisfies Record<string, Entry>
