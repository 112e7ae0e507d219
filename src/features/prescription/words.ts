import { unitText } from '#ui/format.ts'
import type { Dosed } from '#ui/dose.ts'

/** Ways in which a dose may be written for a drug, each with its size in the unit of the books. */
export function doseUnits(drug: Dosed): { text: string; size: number }[] {
  if (drug.contentPerUnit === 0) return [{ text: drug.unit, size: 1 }]
  const unit = unitText(drug.contentUnit)
  const content =
    unit === 'μg'
      ? drug.contentPerUnit >= 1000
        ? [
            { text: 'mg', size: 1000 },
            { text: 'μg', size: 1 },
          ]
        : [{ text: 'μg', size: 1 }]
      : [{ text: unit, size: 1 }]
  return [...content, { text: drug.unit, size: drug.contentPerUnit }]
}

export const routes = [
  '口服',
  '皮下注射',
  '肌内注射',
  '静脉注射',
  '静脉滴注',
  '透皮贴敷',
  '舌下含服',
  '直肠给药',
] as const

/** How often, as doctors write it. */
export const frequencies = [
  { text: '一日 1 次', times: 1, perDays: 1 },
  { text: '一日 2 次', times: 2, perDays: 1 },
  { text: '一日 3 次', times: 3, perDays: 1 },
  { text: '一日 4 次', times: 4, perDays: 1 },
  { text: '一日 6 次', times: 6, perDays: 1 },
  { text: '3 日 1 次', times: 1, perDays: 3 },
  { text: '7 日 1 次', times: 1, perDays: 7 },
] as const

/** 剂型 as the paper names it, from the product's name where that says it. */
export function formName(line: { name: string; form: 'INJ' | 'CR' | 'OTHER' }): string {
  const said = /缓释片|控释片|缓释胶囊|透皮贴剂|注射液|舌下片|口服溶液|胶囊|片|栓/.exec(line.name)?.[0]
  return said ?? { INJ: '注射剂', CR: '控缓释制剂', OTHER: '其他剂型' }[line.form]
}
