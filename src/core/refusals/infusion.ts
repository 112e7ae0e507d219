import type { Entry } from '#core/refusals.ts'

/** 泵注: pumps and their readings; part of the closed list. */
export const infusionRefusals = {
  CONTENT_IN_PUMP: {
    status: 409,
    text: '{drug} 有 {held} {unit} 在泵 {pump}（{keeper} 看管）里，账上只余 {have} {unit}，不能再从手里取用；请减少用量，或先读泵、停泵',
    record: true,
  },
  PUMP_TWICE: { status: 422, text: '同一支药在这一泵里填了两次，请合并成一行' },
  PUMP_RUNNING: { status: 409, text: '泵 {device} 正在运行，请先停泵再配下一泵，或核对泵号' },
  PUMP_STOPPED: { status: 409, text: '泵 {no} 已停，不能再读数或交接；余液请按残余处理，要继续请续配' },
  PUMP_NOT_KEEPER: {
    status: 403,
    text: '泵 {no} 由 {name} 看管，读数、停泵由看管人办理；您接手时请先交接这台泵',
  },
  PUMP_OTHER_ISSUE: { status: 422, text: '上一泵 {no} 不是这张领用单的，或还在运行，请核对' },
  PUMP_PCA: { status: 422, text: '镇痛泵（PCA）须填单次量和锁定时间，持续泵注不填，请核对模式' },
  PUMP_NO_RATE: { status: 422, text: '持续泵注须有速度，请填每小时多少毫升' },
  READING_BACKWARDS: {
    status: 409,
    text: '累计输注量 {given} ml 比上次读数 {last} ml（{at}）还小，请核对泵面；上次读错的，先红冲那次给药再读',
    record: true,
  },
  READING_OVER_FILL: {
    status: 409,
    text: '累计输注量 {given} ml 超过配入的 {total} ml，请核对泵面读数',
    record: true,
  },
  READING_TIME: { status: 422, text: '读数时间须在上次读数或开始（{since}）之后、现在之前，请核对' },
  READING_BOLUS: {
    status: 422,
    text: '镇痛泵须填按压次数：有效 {given} 次不能多于总数 {asked} 次，也不能比上次少，请核对泵面',
  },
  READING_REASON: {
    status: 422,
    text: '读数与应有相差 {off} ml，超出 ±{band} ml，请写明原因（如停过泵、改过速度、管路漏液）',
  },
} as const satisfies Record<string, Entry>
