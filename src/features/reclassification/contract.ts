import { z } from 'zod'
import { date, drugClass, endpoint, id, instant, optionalText, sha256 } from '#core/contract.ts'

/** Why a place is not fit for the new class. */
export const unfit = z.enum(['drawer', 'lock', 'tier'])
export type Unfit = z.infer<typeof unfit>
export const unfitTitle: Record<Unfit, string> = {
  drawer: '抽屉限定放其他药品',
  lock: '没有登记双人双锁',
  tier: '三级库没有核定基数',
}

export const changeState = z.enum(['past', 'empty', 'ahead', 'due', 'confirmed'])
export type ChangeState = z.infer<typeof changeState>
export const changeStateTitle: Record<ChangeState, string> = {
  past: '更早的调整',
  empty: '没有库存',
  ahead: '待移库确认',
  due: '已生效，未确认',
  confirmed: '已确认',
}

/** How long before the day the vault is told, and how long after it a list is asked for. */
export const aheadDays = 30
export const afterDays = 180

export const changedDrug = z.object({
  drugId: id,
  name: z.string(),
  spec: z.string(),
  unit: z.string(),
  oldClass: drugClass,
  newClass: drugClass,
})

export const changeRow = z.object({
  effectiveOn: date,
  state: changeState,
  drugs: z.array(changedDrug),
  lines: z.int(),
  unfitLines: z.int(),
  confirmedBy: z.string().nullable(),
  witness: z.string().nullable(),
  confirmedAt: instant.nullable(),
})
export type ChangeRow = z.infer<typeof changeRow>

export const stockLine = changedDrug.extend({
  lotId: id,
  accountId: id,
  lotNo: z.string(),
  expiry: date,
  place: z.string(),
  /** null: on its way, or in a hand. */
  locationId: id.nullable(),
  units: z.int(),
  unfit: unfit.nullable(),
})
export type StockLine = z.infer<typeof stockLine>

export const withoutRight = z.object({
  userId: id,
  name: z.string(),
  title: z.string(),
  /** prescribes: wrote it within 90 days, without the right; scope: what their role reaches leaves the new class out. */
  why: z.enum(['prescribes', 'scope']),
})
export type WithoutRight = z.infer<typeof withoutRight>
export const whyTitle: Record<WithoutRight['why'], string> = {
  prescribes: '近 90 天开过，没有处方权',
  scope: '授权范围不含新分类',
}

export const openRx = z.object({
  prescriptionId: id,
  no: z.string(),
  prescriber: z.string(),
  validTo: date,
  drug: z.string(),
})

export const listChanges = endpoint({
  name: 'reclassification.list',
  method: 'GET',
  path: '/reclassifications',
  summary: '重分类',
  permission: 'reclassification.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(changeRow) }),
})

export const readChange = endpoint({
  name: 'reclassification.read',
  method: 'GET',
  path: '/reclassification',
  summary: '重分类库存清单',
  permission: 'reclassification.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ day: date, org: id.optional() }),
  output: changeRow.extend({
    stock: z.array(stockLine),
    people: z.array(withoutRight),
    prescriptions: z.array(openRx),
    note: z.string().nullable(),
    /** Of the list as it stands, which two people sign. */
    listHash: sha256,
  }),
})
export type ChangeDetail = z.infer<typeof readChange.output>

/** 确认: two people say that what the list names lies where the new class wants it, or how it is kept meanwhile. */
export const confirmChange = endpoint({
  name: 'reclassification.confirm',
  method: 'POST',
  path: '/reclassifications/confirm',
  summary: '确认重分类库存',
  permission: 'reclassification.confirm',
  witness: { permission: 'reclassification.check', title: '复核' },
  refusals: ['NOT_FOUND', 'RECLASS_EARLY', 'RECLASS_CONFIRMED', 'RECLASS_CHANGED', 'RECLASS_UNFIT'],
  input: z.object({
    day: date,
    listHash: sha256,
    note: optionalText(500).meta({ title: '未移库药品的保管措施' }),
  }),
  output: z.object({ no: z.string() }),
})
