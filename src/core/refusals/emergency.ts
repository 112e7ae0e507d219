import type { Entry } from '#core/refusals.ts'

/** Rescue before there is an order. Part of the closed list in refusals.ts. */
export const emergencyRefusals = {
  RESCUE_STILL_HELD: { status: 409, text: '手里还有 {held} 未开启，请先用完或退回，再补办医嘱' },
  RESCUE_OTHER_PATIENT: {
    status: 422,
    text: '处方 {no} 的患者与抢救登记不同，请核对是否选错处方',
    record: true,
  },
  RESCUE_OTHER_DOCTOR: {
    status: 422,
    text: '口头医嘱是{doctor}下的，处方 {no} 由{other}开具，请写明原因',
  },
  RESCUE_QUANTITY: {
    status: 422,
    text: '{drug} 实际用了 {used}，处方 {no} 写的是 {written}，请医师按实际用量重开',
    record: true,
  },
  RESCUE_NOT_DOCTOR: { status: 403, text: '口头医嘱是{doctor}下的，请本人签字', record: true },
} as const satisfies Record<string, Entry>
