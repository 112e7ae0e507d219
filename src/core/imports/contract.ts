import { z } from 'zod'
import { done, endpoint, id, instant, pageInput, text } from '#core/contract.ts'
import type { Permission } from '#core/identity/permissions.ts'

/** Of one upload. */
export const importLimitBytes = 16 * 1024 * 1024
/** Rows below the headings, columns of the sheet, characters of a cell. */
export const importLimitRows = 10_000
export const importLimitColumns = 60
export const importLimitCell = 500
/** Rows that one request writes; the page asks again until all are in. */
export const importBatchRows = 2_000
/** Imports that the drawer remembers. */
export const importLimitList = 20

export const importRowState = z.enum(['bad', 'new', 'update', 'same'])
export type ImportRowState = z.infer<typeof importRowState>
export const importRowStateTitle: Record<ImportRowState, string> = {
  bad: '有错',
  new: '新增',
  update: '将更新',
  same: '与现有相同',
}

export const importState = z.enum(['checked', 'running', 'done', 'withdrawn', 'dropped'])
export type ImportState = z.infer<typeof importState>
export const importStateTitle: Record<ImportState, string> = {
  checked: '未导入',
  running: '导入中断',
  done: '已导入',
  withdrawn: '已撤回',
  dropped: '未导入',
}

export const importFault = z.object({
  column: z.string(),
  title: z.string(),
  /** How to mend it, without row and column, which stand beside it. */
  need: z.string(),
})
export type ImportFault = z.infer<typeof importFault>

export const importChange = z.object({ title: z.string(), from: z.string(), to: z.string() })

export const importRow = z.object({
  row: z.int(),
  state: importRowState,
  /** What the row is about, in a few words: 盐酸吗啡注射液 1ml:10mg. */
  label: z.string(),
  /** By key of the column. */
  cells: z.record(z.string(), z.string()),
  faults: z.array(importFault),
  changes: z.array(importChange),
})
export type ImportRow = z.infer<typeof importRow>

export const importSummary = z.object({
  importId: id,
  no: z.string(),
  fileName: z.string(),
  rows: z.int(),
  /** Titles of the columns that were recognised. */
  columns: z.array(z.string()),
  bad: z.int(),
  fresh: z.int(),
  updates: z.int(),
  same: z.int(),
  written: z.int(),
  state: importState,
  createdBy: z.string(),
  createdAt: instant,
  withdrawnAt: instant.nullable(),
})
export type ImportSummary = z.infer<typeof importSummary>

export const importColumn = z.object({
  key: z.string(),
  title: z.string(),
  required: z.boolean(),
  /** What may stand there, in words. */
  allowed: z.string(),
  example: z.string(),
})

const fileRefusals = [
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

interface Spec {
  /** `catalogue`; with `suffix` names and paths stay apart where a feature imports several kinds. */
  readonly feature: string
  readonly suffix?: string
  /** 药品 */
  readonly what: string
  readonly path: `/${string}`
  readonly read: Permission
  readonly write: Permission
}

export type ImportEndpoints = ReturnType<typeof importEndpoints>

/** The endpoints of one kind of import: check, look, mend, run, withdraw; the template and the bad rows as files. */
export function importEndpoints({ feature, suffix = '', what, path, read, write }: Spec) {
  const name = (verb: string) => `${feature}.${verb}${suffix}Import`
  const importId = id
  return {
    template: endpoint({
      name: name('template'),
      method: 'GET',
      path: `${path}/import-template`,
      summary: `${what}导入模板`,
      permission: read,
      refusals: ['INPUT_INVALID'],
      input: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
      output: z.any(),
      download: true,
    }),
    columns: endpoint({
      name: name('columns'),
      method: 'GET',
      path: `${path}/import-columns`,
      summary: `${what}导入的列与导入记录`,
      permission: write,
      refusals: [],
      input: z.object({}),
      output: z.object({ columns: z.array(importColumn), past: z.array(importSummary) }),
    }),
    check: endpoint({
      name: name('check'),
      method: 'POST',
      path: `${path}/imports`,
      summary: `核对${what}文件（不写入${what}）`,
      permission: write,
      refusals: fileRefusals,
      input: z.object({ fileName: text(200) }),
      output: importSummary,
      upload: { maxBytes: importLimitBytes },
    }),
    look: endpoint({
      name: name('look'),
      method: 'GET',
      path: `${path}/imports/{importId}`,
      summary: `${what}导入的核对结果`,
      permission: write,
      refusals: ['NOT_FOUND'],
      input: z.object({
        importId,
        state: importRowState.optional(),
        page: pageInput.page,
        pageSize: pageInput.pageSize,
      }),
      output: z.object({ import: importSummary, rows: z.array(importRow), total: z.int() }),
    }),
    mend: endpoint({
      name: name('mend'),
      method: 'POST',
      path: `${path}/imports/{importId}/mend`,
      summary: `改${what}导入文件里的一格`,
      permission: write,
      refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'INPUT_INVALID'],
      input: z.object({
        importId,
        row: z.int().min(1).max(1_000_000),
        column: text(40),
        value: z.string().max(importLimitCell),
      }),
      output: z.object({ import: importSummary, row: importRow }),
    }),
    run: endpoint({
      name: name('run'),
      method: 'POST',
      path: `${path}/imports/{importId}/run`,
      summary: `导入${what}（一批）`,
      permission: write,
      refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'FILE_HAS_FAULTS', 'IMPORT_NOTHING', 'IMPORT_STALE'],
      input: z.object({
        importId,
        /** Import the rows without a fault and leave the others; without it one fault stops everything. */
        acceptGood: z.boolean().default(false),
        /** Write over what exists already; without it such rows are left alone. */
        acceptUpdates: z.boolean().default(false),
      }),
      output: z.object({ done: z.int(), total: z.int(), finished: z.boolean() }),
    }),
    withdraw: endpoint({
      name: name('withdraw'),
      method: 'POST',
      path: `${path}/imports/{importId}/withdraw`,
      summary: `撤回${what}导入`,
      permission: write,
      refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'IMPORT_IN_USE'],
      input: z.object({ importId, reason: text(200).meta({ title: '原因' }) }),
      output: done,
    }),
    bad: endpoint({
      name: name('bad'),
      method: 'GET',
      path: `${path}/imports/{importId}/bad`,
      summary: `${what}导入的错误表`,
      permission: write,
      refusals: ['NOT_FOUND'],
      input: z.object({ importId }),
      output: z.any(),
      download: true,
    }),
  }
}
