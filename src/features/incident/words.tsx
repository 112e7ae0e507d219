import { deadlineText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { incidentOutcomeTitle, incidentStateTitle, type IncidentRow } from './contract.ts'

type Of = Pick<IncidentRow, 'state' | 'reportDueAt' | 'reported' | 'outcome'>

/** Until all three receivers have it, the report is what is due. */
export function IncidentTag({ of }: { of: Of }) {
  if (of.state === 'closed')
    return (
      <StatusTag tone="grey">{`${incidentStateTitle.closed}，${of.outcome ? incidentOutcomeTitle[of.outcome] : ''}`}</StatusTag>
    )
  if (of.state === 'reported') return <StatusTag tone="amber">已报告，待结案</StatusTag>
  const left = deadlineText(of.reportDueAt)
  return <StatusTag tone="red">{`已报 ${of.reported} / 3，${left}`}</StatusTag>
}
