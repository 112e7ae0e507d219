import { useState } from 'react'
import {
  askReport,
  listReports,
  reportChoices,
  type ReportMeta,
  type ReportPage,
} from '#core/reports/contract.ts'
import { dateText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { useCall } from '#ui/query.ts'

/** The institution that an authority looks into (`?org=`). */
export function useOrg(): { org: number | undefined; missing: boolean } {
  const me = useMe()
  const [search] = useSearch()
  const org = Number(search['org']) || undefined
  const authority = me.org.kind === 'authority'
  return { org: authority ? org : undefined, missing: authority && org === undefined }
}

/** The reports of these groups that this person may read. */
export function useReports(register: boolean) {
  const query = useCall(listReports, {})
  const rows = (query.data?.rows ?? []).filter((r) => (r.group === 'register') === register)
  return { query, rows }
}

export type Filters = Record<string, string>

/** The report's filters as they stand in the address; a period without dates is this month. */
export function useFilters(
  report: ReportMeta,
): [Filters, (patch: Record<string, string | undefined>) => void] {
  const [search, change] = useSearch()
  const today = dateText(Date.now())
  const filters: Filters = {}
  for (const { key } of report.filters) {
    const value = search[key]
    if (value) filters[key] = value
  }
  if (report.filters.some((f) => f.key === 'from') && !filters['from'] && !filters['to'])
    Object.assign(filters, { from: `${today.slice(0, 8)}01`, to: today })
  return [filters, change]
}

export const useChoices = (org: number | undefined) => useCall(reportChoices, { org })
export type Choices = NonNullable<ReturnType<typeof useChoices>['data']>

/** One page at a time, found by its key; the way back is remembered. */
export function useReportPages(code: string, input: Record<string, unknown> | undefined, limit: number) {
  const [cursors, setCursors] = useState<string[]>([])
  const after = cursors.at(-1)
  const query = useCall(askReport(code), input && { ...input, limit, ...(after ? { after } : {}) }, {
    keep: true,
  })
  const first = useCall(askReport(code), input && after !== undefined ? { ...input, limit } : undefined)
  const page = query.data
  const head: ReportPage | undefined = after === undefined ? page : first.data
  return {
    query,
    page,
    after,
    /** Of the whole selection. */
    total: head?.total ?? null,
    sums: head?.sums ?? [],
    number: cursors.length + 1,
    next: (from: string) => setCursors([...cursors, from]),
    back: () => setCursors(cursors.slice(0, -1)),
  }
}
