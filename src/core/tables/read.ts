import { Refusal } from '#core/refusal.ts'
import { readCsv } from './csv.ts'
import { megabytes } from './encoding.ts'
import { isZip } from './zip.ts'
import { readXlsx } from './xlsx.ts'

export interface Table {
  readonly header: string[]
  readonly rows: { readonly row: number; readonly cells: string[] }[]
}

export interface TableLimits {
  readonly maxBytes: number
  /** Rows below the header. */
  readonly maxRows: number
  readonly maxColumns: number
  /** Bytes of all parts of an .xlsx once unpacked: what a zip bomb would blow up. */
  readonly maxUnpacked: number
}

export const tableLimits: TableLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxRows: 10_000,
  maxColumns: 200,
  maxUnpacked: 64 * 1024 * 1024,
}

/**
 * Reads the first sheet of an uploaded .csv or .xlsx as text. `row` is the row as a spreadsheet program
 * counts it, from 1. Dates come as YYYY-MM-DD; empty rows are left out; cells are as many as headings.
 * Throws FILE_ refusals, or CELL_INVALID where a spreadsheet has already rounded a long number.
 */
export async function readTable(
  bytes: Uint8Array,
  fileName: string,
  limits: Partial<TableLimits> = {},
): Promise<Table> {
  const bounds = { ...tableLimits, ...limits }
  if (bytes.length === 0) throw new Refusal('FILE_EMPTY')
  if (bytes.length > bounds.maxBytes)
    throw new Refusal('FILE_TOO_LARGE', { limit: megabytes(bounds.maxBytes) })
  const extension = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase()
  if (extension !== 'csv' && extension !== 'xlsx') {
    throw new Refusal('FILE_TYPE_REFUSED', { allowed: ' .xlsx 或 .csv' })
  }
  if ((extension === 'xlsx') !== isZip(bytes)) {
    throw new Refusal('FILE_UNREADABLE', { detail: `内容不是 .${extension} 文件` })
  }
  const grid = extension === 'xlsx' ? await readXlsx(bytes, bounds) : await readCsv(bytes, bounds)
  return tableOf(grid, bounds)
}

/** The first row with content is the header. */
function tableOf(grid: readonly string[][], limits: TableLimits): Table {
  const filled = grid.map((cells, i) => ({ row: i + 1, cells })).filter((r) => r.cells.some((c) => c !== ''))
  const [head, ...body] = filled
  if (!head || body.length === 0) throw new Refusal('FILE_EMPTY')
  if (body.length > limits.maxRows) throw new Refusal('FILE_TOO_MANY_ROWS', { limit: limits.maxRows })
  const width = head.cells.findLastIndex((c) => c !== '') + 1
  const header = head.cells.slice(0, width)
  const rows = body.map(({ row, cells }) => ({ row, cells: header.map((_, i) => cells[i] ?? '') }))
  return { header, rows }
}
