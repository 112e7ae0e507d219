import type { DrugClass } from '#core/contract.ts'

/** 印鉴卡 runs three years (卫医发〔2005〕421号). */
export const cardYears = 3
/** Renewal is applied for three months before the end (421号; regulations §4.1). */
export const renewDays = 90
/** A change is filed within three days of the day on which it happened, and the city settles it within five. */
export const fileDays = 3
export const handleDays = 5

export interface CardRule {
  readonly drugClass: DrugClass
  /** First day on which the rule is in force. */
  readonly from: string
  /** The day on which it ceased; null: in force. */
  readonly to: string | null
  readonly basis: string
}

/** Which classes are bought with the card, from when, and by what law. */
export const cardRules: readonly CardRule[] = [
  { drugClass: 'NAR', from: '2005-11-01', to: null, basis: '麻醉药品和精神药品管理条例 第三十六条' },
  { drugClass: 'PS1', from: '2005-11-01', to: null, basis: '麻醉药品和精神药品管理条例 第三十六条' },
  // 麻黄碱 and 麦角 single preparations: the card instead of a purchase certificate.
  { drugClass: 'PRE', from: '2010-05-01', to: null, basis: '药品类易制毒化学品管理办法 第二十一条' },
]

/** The rule in force on a day for a class; undefined: such a drug is bought without the card. */
export const cardRuleOn = (drugClass: string, day: string): CardRule | undefined =>
  cardRules.find((r) => r.drugClass === drugClass && r.from <= day && (r.to === null || day < r.to))

/** Classes that need the card on a day. */
export const cardClassesOn = (day: string): DrugClass[] =>
  cardRules.filter((r) => cardRuleOn(r.drugClass, day) === r).map((r) => r.drugClass)

export const cardStates = ['notYet', 'active', 'renewalDue', 'expired', 'replaced'] as const
export type CardState = (typeof cardStates)[number]

export interface CardTerm {
  readonly validFrom: string
  /** The last day on which it may be used. */
  readonly validTo: string
  /** From when the next card is valid; null: there is none. */
  readonly nextFrom: string | null
}

const dayMs = 86_400_000
export const addDays = (day: string, n: number): string =>
  new Date(Date.parse(day) + n * dayMs).toISOString().slice(0, 10)
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs

/** Never stored: a card's state is a matter of the day. Its last day still counts. */
export function cardStateOn({ validFrom, validTo, nextFrom }: CardTerm, day: string): CardState {
  if (day < validFrom) return 'notYet'
  if (nextFrom !== null && nextFrom <= day) return 'replaced'
  if (day > validTo) return 'expired'
  // Whoever holds the next card already has nothing to renew.
  return daysBetween(day, validTo) <= renewDays && nextFrom === null ? 'renewalDue' : 'active'
}

/** May something be ordered with it on this day? */
export const usableOn = (card: CardTerm, day: string): boolean =>
  ['active', 'renewalDue'].includes(cardStateOn(card, day))

/** The last day of a card that begins on `from`: three years less a day. 29 February ends on 28. */
export function lastDayOf(from: string): string {
  const [y = 0, m = 1, d = 1] = from.split('-').map(Number)
  const end = new Date(Date.UTC(y + cardYears, m - 1, d))
  if (end.getUTCMonth() !== m - 1) end.setUTCDate(1)
  return new Date(end.getTime() - dayMs).toISOString().slice(0, 10)
}

/** 药品经营许可证 numbers begin with the province: 湘AA7310001. First two digits of the region code (GB/T 2260). */
const provinces: Readonly<Record<string, string>> = {
  京: '11',
  津: '12',
  冀: '13',
  晋: '14',
  蒙: '15',
  辽: '21',
  吉: '22',
  黑: '23',
  沪: '31',
  苏: '32',
  浙: '33',
  皖: '34',
  闽: '35',
  赣: '36',
  鲁: '37',
  豫: '41',
  鄂: '42',
  湘: '43',
  粤: '44',
  桂: '45',
  琼: '46',
  渝: '50',
  川: '51',
  贵: '52',
  黔: '52',
  云: '53',
  滇: '53',
  藏: '54',
  陕: '61',
  甘: '62',
  青: '63',
  宁: '64',
  新: '65',
}

/** The province whose authority gave a licence, as two digits; null where its number does not say. */
export const provinceOf = (licenceNo: string | null): string | null =>
  provinces[licenceNo?.trim().charAt(0) ?? ''] ?? null
