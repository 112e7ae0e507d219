import type { ReportMeta, ReportPage } from '#core/reports/contract.ts'
import { sumsOf, type Sum } from '#core/reports/rules.ts'

/** A printed sheet: its page of the report, what the sheets before it add up to, and its number. */
export interface SheetOf {
  page: ReportPage
  /** Where it begins; undefined: the first one. */
  after: string | undefined
  number: number
  carried: readonly Sum[]
}

const summed = (report: ReportMeta) => report.columns.filter((c) => c.total).map((c) => c.key)

export const pageSums = (report: ReportMeta, page: ReportPage): Sum[] => sumsOf(page.rows, summed(report))

const headOf = (report: ReportMeta, page: ReportPage | undefined) =>
  JSON.stringify((report.print?.head ?? []).map((key) => page?.rows[0]?.cells[key]))

/** 承前页 of the next sheet: this one's and what it carried; a new card begins at nothing. */
export function carriedTo(report: ReportMeta, before: SheetOf, next: ReportPage): Sum[] {
  if (headOf(report, before.page) !== headOf(report, next)) return []
  const sums = new Map(before.carried.map((s) => [`${s.key}|${s.unit}`, s]))
  for (const s of pageSums(report, before.page)) {
    const sum = sums.get(`${s.key}|${s.unit}`)?.sum ?? 0
    sums.set(`${s.key}|${s.unit}`, { ...s, sum: sum + s.sum })
  }
  return [...sums.values()]
}

/**
 * Sums as lines below their columns: a column has one figure a line, so a report whose columns have one unit each needs
 * a single line, and one of ampoules and tablets two.
 */
export function sumLines(sums: readonly Sum[]): Sum[][] {
  const lines: Sum[][] = []
  for (const sum of sums) {
    const free = lines.find((line) => line.every((s) => s.key !== sum.key))
    if (free) free.push(sum)
    else lines.push([sum])
  }
  return lines
}
