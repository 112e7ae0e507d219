import { useState } from 'react'
import { revealReport, type ReportMeta, type ReportPage } from '#core/reports/contract.ts'
import { useMay } from '#ui/me.ts'
import { call } from '#ui/call.ts'
import { refusedText } from '#ui/refused.ts'
import { toast } from '#ui/toast.tsx'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import type { Filters } from './useReport.ts'

interface Asked {
  report: ReportMeta
  filters: Filters
  org: number | undefined
}

/**
 * One page with its personal data in clear, for who may see it and says why: the reason and which rows stay in an event.
 * `key` is the page; another page is masked again.
 */
export function useReveal({ report, filters, org }: Asked) {
  const may = useMay('patient.reveal')
  const [shown, setShown] = useState<{ key: string; page: ReportPage }>()
  const possible = may && report.columns.some((c) => c.personal)
  return {
    clear: (key: string): ReportPage | undefined => (shown?.key === key ? shown.page : undefined),
    button: (key: string, which: { after: string | undefined; limit: number; sheet?: '1' }) =>
      possible && shown?.key !== key ? (
        <ReasonButton
          verb="查看完整信息"
          title="查看本页患者的完整信息"
          hint="原因和所看的行会留在日志里"
          presets={['监督检查调阅', '患者本人核对', '差错核查']}
          onConfirm={async (reason) => {
            try {
              const question = { code: report.code, filters, org, reason, ...which }
              setShown({ key, page: await call(revealReport, question) })
            } catch (error) {
              toast(refusedText(error), 'red')
            }
          }}
        />
      ) : null,
  }
}
