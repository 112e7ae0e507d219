import { z } from 'zod'
import { date, drugName, endpoint, id, text } from '#core/contract.ts'

/** Of one upload: bytes, and rows below the header. */
export const importLimitBytes = 16 * 1024 * 1024
export const importLimitRows = 10_000

const fileName = text(200)

export const importFault = z.object({
  row: z.int(),
  column: z.string(),
  code: z.string(),
  /** The whole sentence: what is wrong and how to mend it. */
  text: z.string(),
})
export type ImportFault = z.infer<typeof importFault>

/** good: goes in. held: nothing wrong, but another row of its order is. bad: has faults. */
export const rowState = z.enum(['good', 'held', 'bad'])

export const importRow = z.object({
  /** As the spreadsheet counts, from 1. */
  row: z.int(),
  state: rowState,
  externalNo: z.string(),
  supplier: z.string(),
  /** Null where the drug was not found; `given` is what the file says. */
  drug: drugName.nullable(),
  given: z.string(),
  /** As in the file: `20 盒`. */
  quantity: z.string(),
  units: z.int().nullable(),
  /** Yuan for one unit, converted where the file prices packs. */
  price: z.string().nullable(),
  orderedOn: date.nullable(),
  faults: z.array(importFault),
})
export type ImportRow = z.infer<typeof importRow>

export const importCounts = z.object({
  rows: z.int(),
  good: z.int(),
  held: z.int(),
  bad: z.int(),
  orders: z.int(),
  goodOrders: z.int(),
})
export type ImportCounts = z.infer<typeof importCounts>

const refusals = [
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'FILE_TYPE_REFUSED',
  'FILE_UNREADABLE',
  'FILE_ENCODING',
  'FILE_TRUNCATED',
  'FILE_FORBIDDEN_XML',
  'FILE_TOO_MANY_ROWS',
  'FILE_COLUMN_MISSING',
  'FILE_MERGED_CELLS',
  'CELL_INVALID',
] as const

export const previewImport = endpoint({
  name: 'purchase.previewImport',
  method: 'POST',
  path: '/orders/import/preview',
  summary: '核对采购单文件（不保存）',
  permission: 'purchase.write',
  refusals,
  input: z.object({ fileName }),
  output: z.object({ counts: importCounts, rows: z.array(importRow) }),
  upload: { maxBytes: importLimitBytes },
})

export const importOrders = endpoint({
  name: 'purchase.import',
  method: 'POST',
  path: '/orders/import',
  summary: '导入采购单文件',
  permission: 'purchase.write',
  refusals: [...refusals, 'FILE_HAS_FAULTS', 'ALREADY_EXISTS'],
  input: z.object({
    fileName,
    /** Import the orders without a fault and leave the others; without it one fault stops everything. */
    acceptGood: z.union([z.boolean(), z.stringbool()]).default(false),
  }),
  output: z.object({
    counts: importCounts,
    orders: z.array(z.object({ orderId: id, no: z.string(), externalNo: z.string() })),
  }),
  upload: { maxBytes: importLimitBytes },
})

export const importTemplate = endpoint({
  name: 'purchase.importTemplate',
  method: 'GET',
  path: '/orders/import/template',
  summary: '采购单导入模板',
  permission: 'purchase.read',
  refusals: [],
  input: z.object({}),
  output: z.any(),
  download: true,
})
