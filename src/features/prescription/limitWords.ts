import { classTitle } from '#core/contract.ts'
import { categoryTitle, encounterTitle, formTitle, purposeTitle } from './contract.ts'
import type { LimitRow } from './limitContract.ts'

export const modeTitle = { special: '特殊', table: '一般', cap: '另限', own: '本院' } as const
/** What one row asks of a prescription. */
export const words = (r: LimitRow): string =>
  [
    r.maxDoses !== null && (r.maxDoses === 1 ? '一次常用量' : `${r.maxDoses} 次常用量`),
    r.maxDays !== null && `${r.maxDays} 日常用量`,
    r.maxUnits !== null && `总量 ${r.maxUnits}`,
    r.maxDoseDays !== null && `${r.maxDoseDays} 日极量`,
    r.maxRunDays !== null && `连用 ${r.maxRunDays} 日`,
    r.inInstitution && '只限本机构内使用',
    r.secondGrade && '只限二级以上医院',
    r.onlyPurpose !== null && '只能配入复方',
    r.needsInstruction && '写明速度与时长',
    r.needsRecord && '须有长期用药档案',
    r.reasonAllowed && '医师写明理由可延长',
  ]
    .filter(Boolean)
    .join('，')

/** A purpose says whom it is for; 门急诊 unless the row names an inpatient. */
export function whom(r: LimitRow): string {
  if (r.purpose !== null) return purposeTitle[r.purpose]
  if (r.patient === 'ANY') return '各类患者'
  const visit =
    r.encounter === 'ANY' ? (r.patient === 'inpatient' ? '' : '门急诊') : encounterTitle[r.encounter]
  return `${visit}${categoryTitle[r.patient]}`
}

export const what = (r: LimitRow): string =>
  [r.class === 'ANY' ? '各类' : classTitle[r.class], r.ingredient, r.form === 'ANY' ? '' : formTitle[r.form]]
    .filter(Boolean)
    .join(' ')
