import { classTitle, type DrugClass } from '#core/contract.ts'

interface Scope {
  readonly drugIds?: readonly number[] | undefined
  readonly drugClass?: DrugClass | undefined
  readonly lotNo?: string | undefined
  readonly expiringBefore?: string | undefined
  readonly sample?: number | undefined
}

/** What is counted, in words; stands on the document and its printed form. */
export function scopeWords(of: Scope, places: readonly string[], lotOfCode?: string): string {
  const named =
    places.length > 3 ? `${places.slice(0, 3).join('、')} 等 ${places.length} 处` : places.join('、')
  return [
    named,
    of.drugClass && `${classTitle[of.drugClass]}类`,
    of.drugIds && `${of.drugIds.length} 个品种`,
    of.lotNo && `批号 ${of.lotNo}`,
    lotOfCode && `批号 ${lotOfCode}`,
    of.expiringBefore && `有效期早于 ${of.expiringBefore}`,
    of.sample !== undefined && `按风险抽 ${of.sample} 行`,
  ]
    .filter(Boolean)
    .join('，')
}
