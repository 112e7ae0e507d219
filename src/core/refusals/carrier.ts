import type { Entry } from '#core/refusals.ts'

/** Who carries a transfer. Part of the closed list in refusals.ts. */
export const carrierRefusals = {
  CARRIER_REQUIRED: { status: 422, text: '{from}到{to}规定要写运送人，请先选运送人' },
  CARRIER_PAIR: { status: 422, text: '调出、调入储位要写就都写，都不写是本院默认' },
  CARRIER_NONE: { status: 409, text: '{no} 没有写运送人，不用交接，由接收方直接签收' },
  CARRIER_TAKEN: { status: 409, text: '{name} 已经签字带走 {no}，要换人请先写新的运送人' },
  CARRIER_NOT_TAKEN: {
    status: 409,
    text: '运送人 {name} 还没有签字带走 {no}，请先在发出方交接，再签收',
    record: true,
  },
  CARRIER_OTHER: { status: 403, text: '{no} 的运送人是 {name}，请本人签字，或先换运送人', record: true },
  CARRIER_GIVER: { status: 403, text: '{no} 现由 {names} 负责，请其中一人交给运送人', record: true },
  CARRIER_IS_CHECKER: { status: 403, text: '{name} 复核了这张调拨单，不能再运送，请换人', record: true },
  CARRIER_IS_RECEIVER: {
    status: 403,
    text: '{name} 运送了 {no}，不能替接收方签收，请换人签收',
    record: true,
  },
} as const satisfies Record<string, Entry>
