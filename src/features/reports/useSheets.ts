import { useState } from 'react'
import { askReport, type ReportMeta, type ReportPage } from '#core/reports/contract.ts'
import { call } from '#ui/call.ts'
import { useSearch } from '#ui/nav.tsx'
import { useCall } from '#ui/query.ts'
import { carriedTo, type SheetOf } from './sheets.ts'

/** Sheets printed at once; a longer book is printed by its periods. */
export const mostSheets = 200

type Input = Record<string, unknown>
const asked = (input: Input, after: string | undefined): Input => ({
  ...input,
  sheet: '1',
  ...(after ? { after } : {}),
})

/** Sheet after sheet, each found by the key of the one before; a printed sheet's code names where it begins (`?after=`). */
export function useSheets(report: ReportMeta, input: Input) {
  const [search] = useSearch()
  const [behind, setBehind] = useState<SheetOf[]>([])
  const before = behind.at(-1)
  const after = before ? (before.page.next ?? undefined) : search['after']
  const query = useCall(askReport(report.code), asked(input, after), { keep: true })
  const page = query.data
  const sheet: SheetOf | undefined = page && {
    page,
    after,
    number: behind.length + 1,
    carried: before ? carriedTo(report, before, page) : [],
  }
  return {
    query,
    sheet,
    next: () => sheet?.page.next && setBehind([...behind, sheet]),
    back: () => setBehind(behind.slice(0, -1)),
  }
}

/** Every sheet of the selection, one after the other; `undefined` where there are more than can be printed at once. */
export async function allSheets(report: ReportMeta, input: Input): Promise<SheetOf[] | undefined> {
  const sheets: SheetOf[] = []
  for (let after: string | undefined; ;) {
    const page: ReportPage = await call(askReport(report.code), asked(input, after))
    const before = sheets.at(-1)
    sheets.push({
      page,
      after,
      number: sheets.length + 1,
      carried: before ? carriedTo(report, before, page) : [],
    })
    if (page.next === null) return sheets
    if (sheets.length >= mostSheets) return undefined
    after = page.next
  }
}
