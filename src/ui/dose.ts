import { unitText } from './format.ts'

export interface Dosed {
  readonly unit: string
  readonly contentUnit: string
  readonly contentPerUnit: number
}

/** A content in the words of a doctor: `10 mg`, `75 μg`, `200 IU`. */
function contentText(content: number, contentUnit: string): string {
  const unit = unitText(contentUnit)
  return unit === 'μg' && content >= 1000 && content % 100 === 0
    ? `${content / 1000} mg`
    : `${content} ${unit}`
}

/** One dose, and how many units it is where that is a whole number: `30 mg（1 片）`. */
function doseText(dose: number, drug: Dosed): string {
  if (drug.contentPerUnit === 0) return `${dose} ${drug.unit}`
  const amount = contentText(dose, drug.contentUnit)
  return dose % drug.contentPerUnit === 0 ? `${amount}（${dose / drug.contentPerUnit} ${drug.unit}）` : amount
}

export function usageText(
  line: Dosed & { dose: number; times: number; perDays: number; route: string },
): string {
  return `每次 ${doseText(line.dose, line)}，${frequencyText(line.times, line.perDays)}，${line.route}`
}

/** A dose in words: `每次 30 mg，一日 2 次`; a patch: `每次 1 贴，3 日 1 次`. */
function frequencyText(times: number, perDays: number): string {
  return perDays === 1 ? `一日 ${times} 次` : `${perDays} 日 ${times} 次`
}
