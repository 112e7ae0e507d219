import type { Entry } from '#core/refusals.ts'

/** What a prescription and what it hands out refuse; part of the closed list in refusals.ts. */
export const prescriptionRefusals = {
  RX_INTERNET: { status: 422, text: '网络诊疗不得开具麻醉、精神、毒性药品，请患者到院就诊', record: true },
  RX_FOR_SELF: {
    status: 422,
    text: '患者与开方医师{name}同名：医师不得为自己开方，请由另一位医师开具',
    record: true,
  },
  RX_IDENTITY: { status: 422, text: '请填写核对患者身份的方式和证件编号；急诊来不及核对的，请只写明原因' },
  RX_SITUATION: { status: 422, text: '{detail}' },
  RX_NOT_SPECIAL: { status: 422, text: '{drug} 不是麻醉、精神、毒性药品，不用专用处方开具' },
  RX_MIXED: { status: 422, text: '麻、精一，精二，毒性药品不能开在同一张处方上，请分开开具' },
  RX_OVER_LIMIT: {
    status: 422,
    text: '{drug} 开了 {actual}，{rule}每张处方不超过 {limit}（{article}），请改数量',
    record: true,
  },
  RX_REASON_NEEDED: {
    status: 422,
    text: '{drug} 开了 {actual}，超过 {limit}（{article}），须由医师写明延长的理由',
  },
  RX_NOT_COMPUTABLE: { status: 422, text: '{drug} 的单次用量和频次算不出用药天数，请填写完整' },
  RX_IN_INSTITUTION: {
    status: 422,
    text: '{drug} 只限在本机构内使用，不能带回（{rule}，{article}），请改为院内使用',
    record: true,
  },
  RX_SECOND_GRADE_ONLY: {
    status: 422,
    text: '{drug} 只限二级以上医院使用（{article}），本院 {actual}',
    record: true,
  },
  RX_COMPOUND_ONLY: { status: 422, text: '{drug} 只能配入复方，不能单独开具（{article}）', record: true },
  RX_INSTRUCTION_NEEDED: { status: 422, text: '{drug} 用于镇痛泵须写明速度与时长，请填在医嘱说明里' },
  RX_DAILY_MAX_UNKNOWN: { status: 422, text: '{drug} 没有登记极量，算不出 2 日极量，请药学部先登记' },
  RX_STILL_OPEN: { status: 409, text: '该患者的{drug}还有一张处方 {no} 没有调配，请先调配或作废' },
  RX_OVERLAP: {
    status: 409,
    text: '{drug} {last} 已发 {days} 日量（{no}），{next} 起才能再次带药',
    record: true,
  },
  RX_OVERLAP_REASON: {
    status: 409,
    text: '{drug} {last} 已发 {days} 日量（{no}），{next} 之前再开须由医师写明理由',
    record: true,
  },
  RX_RECORD_MISSING: { status: 422, text: '该患者没有在用的长期用药档案，请先由医师诊查建档', record: true },
  RX_RECORD_INCOMPLETE: {
    status: 422,
    text: '长期用药档案 {no} 缺 {missing}，补齐后再开具和调配',
    record: true,
  },
  RX_REVIEW_OVERDUE: {
    status: 422,
    text: '长期用药档案 {no} 上次诊查是 {since}，应在 {due} 前复诊，请先复诊',
    record: true,
  },
  RX_NOT_OWN: { status: 403, text: '{no} 是{doctor}开具的，只能由本人延长或作废' },
  RX_UNSIGNED: {
    status: 409,
    text: '处方 {no} 由试用期医师{doctor}开具，还没有上级医师审核签名，不能{act}',
    record: true,
  },
  RX_COUNTERSIGN: {
    status: 403,
    text: '{name} {why}，不能审核签名，请另一位有处方权的医师办理',
    record: true,
  },
  RX_EXTEND_RANGE: { status: 422, text: '有效期最多延长 {days} 日，到 {last} 为止，请改日期' },
  RX_EXPIRED: { status: 409, text: '处方 {no} 有效到 {until}，已过期，请医师重新开具', record: true },
  RX_WRONG_WAY: { status: 409, text: '处方 {no} 是院内使用，请按处方领用，由领用人记录使用和余量' },
  RX_TAKE_HOME: { status: 409, text: '处方 {no} 是带回使用，请在处方发药窗口调配' },
  RX_NO_DISPENSARY: { status: 422, text: '这个储位没有登记为处方发药窗口，请换到门诊药房，或请药学部登记' },
  RX_EMERGENCY_PHARMACY: {
    status: 422,
    text: '非注射的麻、精一不得从急诊药房带回，请到门诊药房取药',
    record: true,
  },
  RX_TAKER_MISMATCH: {
    status: 422,
    text: '取药人的证件编号与处方上的{who}不符，请核对证件和处方，不要发药',
    record: true,
  },
  RX_CHECKLIST: { status: 422, text: '四查十对还没有逐项核对，请查完再发药' },
  RX_QUANTITY: { status: 422, text: '{drug} 处方是 {want}，取了 {have}，须与处方一致' },
  RX_NOT_ON_PAPER: { status: 422, text: '取的药品里有处方上没有的，请撤回后再发药', record: true },
  RX_EMPTIES_OWED: {
    status: 409,
    text: '该患者还有 {units} 个{container}没有交回（批号 {lot} 等），请先收回；确实交不回的，请写明原因',
    record: true,
  },
  RX_LIMIT_LOOSER: {
    status: 422,
    text: '本院限量不能比国家规定宽：{rule} {law}（{article}），请改小',
    record: true,
  },
  RX_LIMIT_PAST: { status: 422, text: '生效日不能早于今天，请改日期' },
  RX_PAPER_OVERLAP: { status: 409, text: '这些编号里 {no} 已经领取过，请核对起止编号' },
  RX_PAPER_RANGE: { status: 422, text: '编号 {first} 到 {last} 不在这一本里，请核对起止编号' },
  RX_PAPER_UNKNOWN: { status: 422, text: '处方纸 {no} 没有领取登记，请核对编号' },
  RX_PAPER_SPENT: { status: 409, text: '处方纸 {no} 已{state}，不能再用', record: true },
} as const satisfies Record<string, Entry>
