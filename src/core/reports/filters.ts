import { z } from 'zod'
import { date, drugClass, id, instant } from '#core/contract.ts'

/**
 * The filters of all reports. What a filter is called and how the page asks for it stand in `meta`: `kind` chooses the
 * control. A report takes those it needs: `filters: { ...period, drugId: filter.drug }`.
 */
export type FilterShape = Readonly<Record<string, z.ZodType>>

export const filterKinds = [
  'date',
  'drug',
  'place',
  'person',
  'supplier',
  'department',
  'class',
  'text',
  'number',
  'instant',
  'choice',
  'hidden',
] as const
export type FilterKind = (typeof filterKinds)[number]

const word = z.string().trim().min(1).max(100)

/** Days in China, both included; this month without them, three years at most. */
export const period = {
  from: date.optional().meta({ title: '自', filter: 'date' }),
  to: date.optional().meta({ title: '至', filter: 'date' }),
}

export const filter = {
  drug: id.optional().meta({ title: '药品', filter: 'drug' }),
  lotNo: word.optional().meta({ title: '批号', filter: 'text' }),
  /** A place; its account is found in SQL. */
  place: id.optional().meta({ title: '储位', filter: 'place' }),
  person: id.optional().meta({ title: '人员', filter: 'person' }),
  supplier: id.optional().meta({ title: '供应商', filter: 'supplier' }),
  department: id.optional().meta({ title: '科室', filter: 'department' }),
  drugClass: drugClass.optional().meta({ title: '管制分类', filter: 'class' }),
  /** Words that the report's own SQL looks for. */
  q: word.optional().meta({ title: '查找', filter: 'text' }),
  asOf: instant.optional().meta({ title: '截至时刻', filter: 'instant' }),
}

/** Days, numbers: `days: numberFilter('多少天内到期', 0, 3650)`. */
export const numberFilter = (title: string, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).optional().meta({ title, filter: 'number' })

/** Words of any kind: `textFilter('追溯码')`. */
export const textFilter = (title: string) => word.optional().meta({ title, filter: 'text' })

/** A closed list: `choiceFilter('状态', { open: '未闭环', closed: '已闭环' })`. */
export function choiceFilter<K extends string>(title: string, options: Readonly<Record<K, string>>) {
  return z
    .enum(Object.keys(options) as [K, ...K[]])
    .optional()
    .meta({ title, filter: 'choice', options })
}

/** For links from other reports; the page does not ask for it. */
export const hidden = <S extends z.ZodType>(schema: S) =>
  schema.optional().meta({ title: '', filter: 'hidden' })

/** A filter of any other kind, for a report that must require it: `required(filter.drug)`. */
export const filterMeta = (
  schema: z.ZodType,
): { title: string; filter: FilterKind; options?: Record<string, string> } | undefined =>
  schema.meta() as never
