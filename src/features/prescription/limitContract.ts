import { z } from 'zod'
import { date, done, drugClass, endpoint, id, text } from '#core/contract.ts'
import { category, encounter, form, purpose } from './contract.ts'

const anyForm = z.enum([...form.options, 'ANY'])

/** A row of the limits as everybody may read it: the law's (no `id`), or one of the hospital's own. */
export const limitRow = z.object({
  id: id.nullable(),
  title: z.string(),
  mode: z.enum(['special', 'table', 'cap', 'own']),
  class: z.enum([...drugClass.options, 'ANY']),
  form: anyForm,
  patient: z.enum([...category.options, 'ANY']),
  encounter: z.enum([...encounter.options, 'ANY']),
  ingredient: z.string().nullable(),
  purpose: purpose.nullable(),
  maxDoses: z.int().nullable(),
  maxDays: z.int().nullable(),
  maxUnits: z.int().nullable(),
  maxDoseDays: z.int().nullable(),
  maxRunDays: z.int().nullable(),
  inInstitution: z.boolean(),
  secondGrade: z.boolean(),
  reasonAllowed: z.boolean(),
  needsRecord: z.boolean(),
  needsInstruction: z.boolean(),
  onlyPurpose: z.string().nullable(),
  article: z.string(),
  validFrom: date,
  endedOn: date.nullable(),
})
export type LimitRow = z.infer<typeof limitRow>

export const listLimits = endpoint({
  name: 'prescription.limits',
  method: 'GET',
  path: '/prescription-limits',
  summary: '处方限量',
  permission: 'prescription.read',
  refusals: [],
  /** As they hold on this day; absent: today. */
  input: z.object({ on: date.optional() }),
  output: z.object({ rows: z.array(limitRow) }),
})

/** A hospital's own limit. Looser than the law is refused, and the refusal names the rule. */
export const setLimit = endpoint({
  name: 'prescription.setLimit',
  method: 'POST',
  path: '/prescription-limits',
  summary: '设本院限量',
  permission: 'prescription.manage',
  refusals: ['RX_LIMIT_LOOSER', 'RX_LIMIT_PAST', 'ALREADY_EXISTS'],
  input: z.object({
    class: z.enum(['NAR', 'PS1', 'PS2']).meta({ title: '管制分类' }),
    form: anyForm.meta({ title: '剂型' }),
    patient: category.meta({ title: '患者类别' }),
    ingredient: z.string().trim().max(20).optional().meta({ title: '药物成分' }),
    measure: z.enum(['doses', 'days']).meta({ title: '按次或按日' }),
    most: z.int().min(1).max(90).meta({ title: '上限' }),
    validFrom: date.meta({ title: '生效日' }),
    reason: text(200).meta({ title: '设定依据' }),
  }),
  output: z.object({ id }),
})

export const endLimit = endpoint({
  name: 'prescription.endLimit',
  method: 'POST',
  path: '/prescription-limits/{limitId}/end',
  summary: '停用本院限量',
  permission: 'prescription.manage',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ limitId: id }),
  output: done,
})

export const dispensaryKind = z.enum(['outpatient', 'emergency', 'inpatient'])
export const dispensaryTitle = {
  outpatient: '门诊药房',
  emergency: '急诊药房',
  inpatient: '住院药房',
} as const

export const listDispensaries = endpoint({
  name: 'prescription.dispensaries',
  method: 'GET',
  path: '/dispensaries',
  summary: '处方发药窗口',
  permission: 'prescription.read',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ locationId: id, name: z.string(), kind: dispensaryKind })) }),
})

export const setDispensary = endpoint({
  name: 'prescription.setDispensary',
  method: 'POST',
  path: '/dispensaries',
  summary: '登记处方发药窗口',
  permission: 'prescription.manage',
  refusals: ['NOT_FOUND'],
  input: z.object({
    locationId: id.meta({ title: '储位' }),
    kind: dispensaryKind.meta({ title: '窗口类别' }),
  }),
  output: done,
})

/** 极量 of a toxic drug per day, in its content unit (whole units where its strength is not tracked). */
export const setDailyMax = endpoint({
  name: 'prescription.setDailyMax',
  method: 'POST',
  path: '/daily-max',
  summary: '登记毒性药品极量',
  permission: 'prescription.manage',
  refusals: ['NOT_FOUND'],
  input: z.object({ drugId: id, amount: z.int().min(1).max(1_000_000_000) }),
  output: done,
})
