import { dayOf } from '#core/clock.ts'
import type { DiscrepancyRow } from './contract.ts'

type Facts = Pick<
  DiscrepancyRow,
  | 'org'
  | 'sourceKind'
  | 'no'
  | 'place'
  | 'name'
  | 'spec'
  | 'lotNo'
  | 'code'
  | 'book'
  | 'counted'
  | 'difference'
  | 'quantityUnit'
  | 'foundAt'
  | 'foundBy'
  | 'foundWith'
  | 'sourceNo'
>

const clock = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16)

/**
 * The draft for police, drug administration and health authority (条例 Art 64): what, how much, when, who found it.
 * The person who had it before is left out: a draft accuses nobody.
 */
export function reportDraft(d: Facts): string {
  const what = `${d.name} ${d.spec}，批号 ${d.lotNo}${d.code ? `，追溯码 ${d.code}` : ''}`
  const how = d.difference < 0 ? '少' : '多'
  const people = d.foundWith ? `${d.foundBy}、${d.foundWith}` : d.foundBy
  return [
    `${d.org}于 ${dayOf(d.foundAt)} ${clock(d.foundAt)} 在${d.place}${d.sourceKind === 'assay' ? '检测' : '清点'}时发现账物不符（单号 ${d.no}，来自 ${d.sourceNo}）。`,
    `药品：${what}。`,
    `账面 ${d.book} ${d.quantityUnit}，实物 ${d.counted} ${d.quantityUnit}，${how} ${Math.abs(d.difference)} ${d.quantityUnit}。`,
    `发现人：${people}。已封存现场、保留监控录像，并已复盘。`,
    '已采取的控制措施：',
  ].join('\n')
}
