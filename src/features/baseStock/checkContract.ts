import { z } from 'zod'
import {
  date,
  drugName,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  sha256,
} from '#core/contract.ts'
import { placeHead } from './contract.ts'

/** 月检查表: what the pharmacy looks at in a ward (438号; inspection item 10). */
export const checkItems = [
  'lock',
  'base',
  'lots',
  'expiry',
  'handover',
  'use',
  'empties',
  'residue',
  'storage',
] as const
export const checkItem = z.enum(checkItems)
export type CheckItem = z.infer<typeof checkItem>
export const checkItemTitle: Record<CheckItem, string> = {
  lock: '专柜加锁，双人双锁，钥匙分管',
  base: '品种、数量与核定基数一致',
  lots: '账、物、批号相符',
  expiry: '没有过期药品，近效期已标识，先到期先用',
  handover: '交接班记录连续，两人签字',
  use: '使用登记完整，与处方、医嘱一致',
  empties: '空安瓿、废贴数量和批号相符，已交回',
  residue: '残余药液处置两人在场，记录和影像齐全',
  storage: '储存条件符合要求',
}

export const checkLine = drugName.extend({
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  baseUnits: z.int().nullable(),
  book: z.int(),
})

export const readCheckForm = endpoint({
  name: 'baseCheck.form',
  method: 'GET',
  path: '/base-stock/{placeId}/check',
  summary: '月检查表',
  permission: 'baseStock.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ placeId: id }),
  output: placeHead.extend({
    /** The month this check stands for: the oldest that is overdue, else this one. */
    month: date,
    overdue: z.array(date),
    lines: z.array(checkLine),
  }),
})

/** 月检查: the pharmacy counts and looks, somebody of the ward is there, both sign. */
export const signCheck = endpoint({
  name: 'baseCheck.sign',
  method: 'POST',
  path: '/base-checks',
  summary: '签字月检查',
  permission: 'baseStock.check',
  qualification: 'handle',
  witness: { permission: 'handover.work', qualification: 'handle', title: '科室' },
  refusals: [
    'NOT_FOUND',
    'BASE_CHECK_ITEMS',
    'BASE_CHECK_LINES',
    'BASE_CHECK_MONTH',
    'REASON_REQUIRED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    placeId: id,
    month: date,
    items: z
      .array(z.object({ item: checkItem, good: z.boolean(), note: optionalText(200) }))
      .max(checkItems.length),
    lines: z.array(z.object({ lotId: id, counted: z.int().min(0).max(1_000_000) })).max(500),
    found: optionalText(500),
  }),
  output: z.object({ id, no: z.string() }),
})

export const checkRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  placeId: id,
  place: z.string(),
  month: date,
  checkedBy: z.string(),
  witnessedBy: z.string(),
  checkedAt: instant,
  /** Items that were not in order, and lots that did not agree. */
  bad: z.int(),
  differing: z.int(),
  found: z.string().nullable(),
})
export type CheckRow = z.infer<typeof checkRow>

export const checkDetail = checkRow.extend({
  org: z.string(),
  department: z.string().nullable(),
  checkedTitle: z.string(),
  witnessTitle: z.string(),
  eventId: id.nullable(),
  eventHash: sha256.nullable(),
  items: z.array(z.object({ item: checkItem, good: z.boolean(), note: z.string().nullable() })),
  lines: z.array(checkLine.extend({ counted: z.int(), difference: z.int() })),
})
export type CheckDetail = z.infer<typeof checkDetail>

export const listChecks = endpoint({
  name: 'baseCheck.list',
  method: 'GET',
  path: '/base-checks',
  summary: '月检查记录',
  permission: 'baseStock.read',
  refusals: [],
  input: z.object({ ...pageInput, placeId: id.optional() }),
  output: pageOf(checkRow),
})

export const readCheck = endpoint({
  name: 'baseCheck.read',
  method: 'GET',
  path: '/base-checks/{id}',
  summary: '月检查表（已签字）',
  permission: 'baseStock.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: checkDetail,
})

/** Places whose monthly check is due or overdue. */
export const listChecksDue = endpoint({
  name: 'baseCheck.due',
  method: 'GET',
  path: '/base-checks-due',
  summary: '待月检查储位',
  permission: 'baseStock.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(placeHead.extend({ months: z.array(date) })), total: z.int() }),
})
