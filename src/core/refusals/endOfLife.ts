import type { Entry } from '#core/refusals.ts'

/** Quarantine and what follows it: destruction, returns, borrowing, loss. Part of the closed list in refusals.ts. */
export const endOfLifeRefusals = {
  RECALL_NOTHING: { status: 409, text: '批号 {lot} 在库已没有，还在手、在途的请先追回' },
  QUARANTINE_NOT_EXPIRED: { status: 422, text: '批号 {lot} 有效期到 {expiry}，还没有过期，请改选别的原因' },
  QUARANTINE_EXPIRED_LOT: { status: 422, text: '批号 {lot} 已于 {expiry} 过期，请按“过期”移入待查' },
  QUARANTINE_NOT_RELEASABLE: {
    status: 409,
    text: '因{reason}移入待查的药品不能解除，请按报损或退货办理',
    record: true,
  },
  PATIENT_RETURN_NO_REUSE: {
    status: 409,
    text: '患者交回的药品严禁再次使用，只能按报损销毁办理',
    record: true,
  },
  WRITE_OFF_TAKEN: { status: 409, text: '{drug} 批号 {lot} 已在报损单 {no} 上，请先撤回那一份' },
  WRITE_OFF_SAME_PERSON: {
    status: 403,
    text: '{name} 已{before}过这份报损，不能再{doing}，请换人',
    record: true,
  },
  WRITE_OFF_OTHER_AUTHORITY: { status: 403, text: '这份申请送的是{authority}，不由本单位受理', record: true },
  WRITE_OFF_VISIT_DAY: { status: 422, text: '到场日期应在 {today} 至 {last} 之间（送审后 5 日内）' },
  WRITE_OFF_TWO_INSPECTORS: { status: 422, text: '到场监督须两人，姓名和证件号不能相同' },
  WRITE_OFF_BEFORE_ACCEPTED: { status: 422, text: '到场时间早于受理时间，请核对' },
  WRITE_OFF_NOT_ATTENDED: {
    status: 409,
    text: '主管部门还没有到场登记，不能销毁；请等监督人员到场',
    record: true,
  },
  WRITE_OFF_COUNT_DIFFERS: {
    status: 409,
    text: '{drug} 批号 {lot} 申请 {applied}，清点 {counted}，不一致不能销毁；请重新清点，查明去向',
    record: true,
  },
  INCIDENT_RECEIVER: { status: 422, text: '报告和回复要写明对象，其他记录不写对象' },
  INCIDENT_REPORTED: { status: 409, text: '已登记过向{receiver}的报告，补充内容请写在记录里' },
  INCIDENT_NOT_YET_REPORTED: { status: 409, text: '还没有登记向{receiver}的报告，请先登记报告' },
  INCIDENT_NOT_REPORTED: { status: 409, text: '还没有向{missing}报告，不能结案', record: true },
  INCIDENT_OUTCOME: { status: 409, text: '{why}，与结案结论不一致，请先办好再结案' },
  INCIDENT_TOO_WIDE: {
    status: 422,
    text: '{hours} 小时内这些药品的流水超过 {limit} 笔，一次冻结不完；请缩短冻结时段，其余药品另登记一件',
  },
  INCIDENT_OPEN: { status: 409, text: '{no} 还没有结案，证据不能解除冻结', record: true },
  INCIDENT_OWN: { status: 403, text: '这是本院自己的事件，由主管部门签收' },
  BORROW_WHAT: { status: 422, text: '没有码的药品请选药品并填数量' },
  BORROW_DIRECTION: { status: 409, text: '{no} 是{direction}，请用对应的归还或收回' },
  BORROW_OTHER_DRUG: {
    status: 409,
    text: '{drug}不在 {no} 还欠的药品里，只收同品种；请放在一边，扫下一盒',
  },
  BORROW_OVER: { status: 409, text: '{drug} 还欠 {owed}，不能还 {want}，请核对借用单' },
  PATIENT_RETURN_NOT_GIVEN: {
    status: 409,
    text: '{code} 账上交给患者的只有 {given}，其余在{place}；请先查清再接收',
    record: true,
  },
  PATIENT_RETURN_WHO: { status: 422, text: '请选领用单，或填患者姓名和病历号' },
  PATIENT_RETURN_BOX_EMPTY: { status: 422, text: '{place}没有患者交回的药品可上交' },
  SUPPLIER_RETURN_NOT_THEIRS: {
    status: 409,
    text: '{drug} 批号 {lot}：{supplier}送来未退的只有 {delivered}，不能退 {want}，请核对供应商',
  },
  BREAKAGE_NOT_TRACKED: { status: 422, text: '{drug} 破损不按含量登记，请移入待查后报损' },
  // access
  ACCESS_OWN: {
    status: 403,
    text: '不能改本人的权限（{what}），请另一位有“管理岗位与授权”权限的同事办理',
    record: true,
  },
  ACCESS_CONFLICT: {
    status: 422,
    text: '“{one}”与“{other}”须分开由两人掌握，不能给{name}同时持有；请换人或先去掉一项',
    record: true,
  },
  ACCESS_LAST_ADMIN: {
    status: 409,
    text: '改了以后本单位就没有人能管理岗位与授权；请先给另一位在用人员长期的管理员岗位',
    record: true,
  },
  ACCESS_ROLE_STANDARD: { status: 409, text: '“{name}”是标准岗位，随版本更新，不能改；请复制成本院岗位再改' },
  ACCESS_ROLE_HELD: { status: 409, text: '还有 {count} 人在这个岗位上，不能停用；请先给他们换岗位' },
  ACCESS_TERM: { status: 422, text: '临时授权须从现在起、到期晚于开始、最长 {days} 天；长期的请改岗位' },
  ACCESS_NODE: { status: 422, text: '“{node}”只给主管部门，医疗机构的岗位不能有' },
} as const satisfies Record<string, Entry>
