import { cardStateOn, type CardTerm } from '#core/purchasing/rules.ts'
import type { Alert } from './rules.ts'

// What is due and was not done, in words: told by the clock (due.ts).

export interface LateFiling {
  readonly title: string
  /** First day of the month or the quarter. */
  readonly period: string
  readonly dueOn: string
}

export const filingWords = (f: LateFiling): string =>
  `${f.title} ${f.period.slice(0, 7)}（应于 ${f.dueOn} 前）`

/** A quantity or a list whose day is over and which nobody sent (条例 Art 38, 59). */
export const filingAlert = (late: readonly LateFiling[]): Alert => ({
  kind: 'FILING_LATE',
  severity: 'amber',
  text: `逾期未报送：${late.map(filingWords).join('、')}`,
  subject: null,
})

/** The hospital's newest card, when it must be asked for anew or has ended: then nothing may be bought with it. */
export function cardAlert(card: CardTerm & { readonly cardNo: string }, today: string): Alert | undefined {
  const state = cardStateOn(card, today)
  const alert = { kind: 'CARD_ENDS', subject: null } as const
  if (state === 'expired')
    return {
      ...alert,
      severity: 'red',
      text: `印鉴卡 ${card.cardNo} 已于 ${card.validTo} 到期，换卡前不能采购麻醉药品、第一类精神药品`,
    }
  if (state === 'renewalDue')
    return {
      ...alert,
      severity: 'amber',
      text: `印鉴卡 ${card.cardNo} 将于 ${card.validTo} 到期，请申请换卡`,
    }
  return undefined
}

export interface LateOrder {
  readonly no: string
  readonly place: string
}
export const orderWords = (o: LateOrder): string => `${o.no}（${o.place}）`

/** A rescue whose order did not follow within six hours (病历书写基本规范 Art 22). */
export const orderAlert = (late: readonly LateOrder[]): Alert => ({
  kind: 'ORDER_OWED',
  severity: 'red',
  text: `抢救用药逾期未补办医嘱：${late.map(orderWords).join('、')}`,
  subject: null,
})

/** A place that was opened, and nobody said for what: neither a movement nor a reason. */
export const accessWords = (a: { readonly no: string; readonly place: string }): string =>
  `${a.no}（${a.place}）`
export const accessAlert = (open: readonly { readonly no: string; readonly place: string }[]): Alert => ({
  kind: 'ACCESS_NULL',
  severity: 'amber',
  text: `开柜没有出入也没有说明：${open.map(accessWords).join('、')}`,
  subject: null,
})

export interface LateParcel {
  readonly no: string
  readonly source: string
  readonly destination: string
}
export const parcelWords = (p: LateParcel): string => `${p.no}（${p.source} → ${p.destination}）`

/** A parcel that a carrier took and that nobody received in the time of its way. */
export const parcelAlert = (late: readonly LateParcel[]): Alert => ({
  kind: 'CARRY_LATE',
  severity: 'amber',
  text: `运送超时未签收：${late.map(parcelWords).join('、')}`,
  subject: null,
})

/** A downtime whose paper is not in the books a day after the machines came back. */
export const downtimeWords = (d: { readonly no: string; readonly places: string }): string =>
  `${d.no}（${d.places}）`
export const downtimeAlert = (late: readonly { readonly no: string; readonly places: string }[]): Alert => ({
  kind: 'DOWNTIME_LATE',
  severity: 'amber',
  text: `停机补录逾期没有核对关闭：${late.map(downtimeWords).join('、')}`,
  subject: null,
})
