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

// Of the printed face at 12 px: a Chinese character, and a digit with its space.
const wideMm = 3.2
const narrowMm = 2
const paddingMm = 2.2

/** A day that is wider than its cell breaks behind the year and nowhere else: `2026-` over `11-21`. */
export const brokenDay = (text: string): readonly [string, string] | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? [text.slice(0, 5), text.slice(5)] : undefined

/**
 * How a text is set in a cell so wide: as it is, smaller, or smaller on three lines. Nothing on paper is cut; what has
 * no Chinese (dates, lots, numbers) stays on one line as long as it can.
 */
export function fitOf(text: string, cellMm: number): 'small' | 'three' | undefined {
  const width = [...text].reduce((n, c) => n + (c.charCodeAt(0) > 0x2e80 ? wideMm : narrowMm), 0)
  const room = cellMm - paddingMm
  const words = /[\u2e80-\uffff]/.test(text)
  if (width <= room || (words && width <= room * 1.8)) return undefined
  return !words && width * 0.8 <= room ? 'small' : 'three'
}
