import { CsvError, parse } from 'csv-parse'
import { Refusal } from '#core/refusal.ts'
import { decodeAll } from './encoding.ts'
import type { TableLimits } from './read.ts'

// A cell longer than this means an open quote that swallowed the rest of the file.
const maxRecordLength = 100_000

/** All rows of a CSV, blank ones included, so that positions equal the rows of a spreadsheet program. */
export async function readCsv(bytes: Uint8Array, limits: TableLimits): Promise<string[][]> {
  const text = await decodeAll(bytes, { maxBytes: limits.maxBytes, maxLines: limits.maxRows * 20 })
  const parser = parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: maxRecordLength,
  })
  const rows: string[][] = []
  try {
    for await (const record of parser) {
      if (record.length > limits.maxColumns) throw tooWide(limits)
      if (rows.length > limits.maxRows * 2) throw new Refusal('FILE_TOO_MANY_ROWS', { limit: limits.maxRows })
      rows.push(record.map((cell: string) => cell.trim()))
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new Refusal('FILE_UNREADABLE', { detail: `第 ${rows.length + 1} 行引号不成对` })
  }
  return rows
}

export function tooWide(limits: TableLimits): Refusal {
  return new Refusal('FILE_UNREADABLE', { detail: `超过 ${limits.maxColumns} 列` })
}

/** The separator that the first line with content uses most, outside quotes. */
function delimiterOf(text: string): string {
  const line = (/^\s*(.+)$/m.exec(text)?.[1] ?? '').replace(/"[^"]*"/g, '')
  const count = (separator: string) => line.split(separator).length
  return ['\t', ';', ','].reduce((best, next) => (count(next) >= count(best) ? next : best))
}
