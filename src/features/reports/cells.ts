import type { ReportMeta, ReportRow } from '#core/reports/contract.ts'
import { dateText, instantText, num, unitText } from '#ui/format.ts'

export type ReportColumn = ReportMeta['columns'][number]

/** What stands in a cell, as words. */
export function cellText(column: ReportColumn, row: ReportRow): string {
  const value = row.cells[column.key]
  if (value === null || value === undefined) return ''
  if (column.kind === 'quantity') return num(Number(value))
  if (column.kind === 'instant') return instantText(String(value))
  if (column.kind === 'date') return dateText(`${String(value)}T00:00:00+08:00`)
  return unitText(String(value))
}
