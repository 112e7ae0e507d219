import type { Entry } from '#core/refusals.ts'

/** 处方点评 and what it does to the right to prescribe; 试用期 and 进修; 重分类. Part of the closed list in refusals.ts. */
export const reviewRefusals = {
  REVIEW_PERIOD: { status: 422, text: '点评的时段到今天（{today}）为止，最多 {most} 天，请改日期' },
  REVIEW_FRAME_EMPTY: {
    status: 422,
    text: '所选范围里没有还未点评的麻、精处方，请放宽时段、类别、科室或医师',
  },
  REVIEW_FRAME_LARGE: { status: 422, text: '所选范围超过 {most} 张处方，请分成几次抽取' },
  REVIEW_ADD: { status: 422, text: '{no} {why}，不能加入本次点评' },
  REVIEW_TWICE: { status: 409, text: '{no} 已在 {review} 中点评，一张处方只点评一次' },
  REVIEW_OWN_WORK: {
    status: 403,
    text: '{name} 是这张处方的{what}，不能由本人{act}，请换一位',
    record: true,
  },
  REVIEW_STEP: { status: 409, text: '{no} 现为“{state}”，不能{act}，请刷新后再看' },
  REVIEW_CODES: { status: 422, text: '点评问题代码 {code} 不在规范中，请从列表里选' },
  REVIEW_REMARK: { status: 422, text: '审定与点评意见不同，请写明理由' },
  REVIEW_UNJUSTIFIED: { status: 422, text: '审定为超常处方的，请写明有无正当理由；不是超常处方的不用填' },
  REVIEW_STATEMENT_PENDING: {
    status: 409,
    text: '{name} 还没有说明，说明期限到 {until}；收到说明或期满后审定',
  },
  REVIEW_NOT_YOURS: { status: 403, text: '{no} 不是您开具的处方，只能由开方医师说明', record: true },
  MEASURE_STEP: { status: 409, text: '{no} 现为“{state}”，不能{act}，请刷新后再看' },
  MEASURE_SELF: {
    status: 403,
    text: '{name} 是被处理的医师，不能参与本人的决定，请换人',
    record: true,
  },
  MEASURE_TERM: { status: 422, text: '限制的期限须在 {first} 至 {last} 之间，请改日期；不采纳的不填' },
  MEASURE_NOT_OVER: { status: 409, text: '{no} 限制到 {until} 为止，期满后才能恢复' },
  MEASURE_RETRAIN: {
    status: 409,
    text: '处方权取消后须重新培训、考核合格才能恢复；{name} 在 {since} 以后没有合格的处方权考核',
  },
  STAY_OVERLAP: { status: 409, text: '该人员 {from} 至 {to} 已登记为{kind}，请先结束再登记' },
  STAY_TERM: { status: 422, text: '起止日期不对：止日不早于起日，最长 {most} 天，请改日期' },
  STAY_HOME: { status: 422, text: '进修人员请写明选派单位；试用期不用填' },
  STAY_HAS_RIGHT: {
    status: 409,
    text: '该人员已有到 {until} 的处方权；进修人员由本院考核后重新授予，请先撤销原来的',
  },
  QUALIFICATION_STAY: {
    status: 422,
    text: '进修人员的处方权须在进修期间（{from} 至 {until}）之内，请改有效期',
    record: true,
  },
  QUALIFICATION_ASSESSMENT: {
    status: 422,
    text: '进修人员的处方权由接收医院考核认定后授予，请填本院考核日期（{from} 至 {today}）',
  },
  RECLASS_EARLY: { status: 409, text: '{day} 的重分类从 {first} 起确认，请到时移库后办理' },
  RECLASS_CONFIRMED: { status: 409, text: '{day} 的重分类库存已由两人确认，不能再确认' },
  RECLASS_CHANGED: { status: 409, text: '清单在您打开以后有变动，请刷新核对后重新签字' },
  RECLASS_UNFIT: {
    status: 422,
    text: '还有 {lines} 行放在不适合新分类的储位，请先移库；来不及移的，请写明保管措施',
    record: true,
  },
  QUALIFICATION_HELD: {
    status: 409,
    text: '{need}已按 {basis} 暂停或取消，恢复之前不能授予',
    record: true,
  },
} as const satisfies Record<string, Entry>
