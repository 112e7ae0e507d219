import { useState } from 'react'
import { deadlineText, shortInstant, timeText } from '#ui/format.ts'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame, type PageFact } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import type { Tone } from '#ui/theme.ts'
import { readIssue, type IssueDetail, type IssueDrug } from './contract.ts'
import { ActPanels } from './ActPanels.tsx'
import { CustodyCard } from './CustodyCard.tsx'
import { nextStep } from './rules.ts'
import { PumpNotice } from './PumpNotice.tsx'
import { RescueNotice } from './RescueNotice.tsx'
import { PatientFact } from './PatientFact.tsx'
import { Standing } from './Standing.tsx'
import { Statement } from './Statement.tsx'
import { Evidence } from './Evidence.tsx'
import './issue.css'

const dueTone: Record<IssueDetail['state'], Tone> = { open: 'amber', overdue: 'red', closed: 'green' }

function factsOf(issue: IssueDetail): PageFact[] {
  const due = issue.state === 'closed' ? '已闭环' : deadlineText(issue.dueAt)
  return [
    { label: '患者', value: <PatientFact issue={issue} /> },
    ...(issue.anaesthetist
      ? [{ label: '麻醉医师', value: issue.anaesthetist }]
      : [{ label: '开方医师', value: issue.doctor }]),
    { label: '领用', value: `${shortInstant(issue.issuedAt)}，${issue.no}` },
    { label: '闭环时限', value: `${timeText(issue.dueAt)}，${due}`, tone: dueTone[issue.state] },
  ]
}

/** One issue from the pharmacy to zero: what is left, where everything went, the account, the evidence. */
export function Page() {
  const { id } = useParams()
  const query = useCall(readIssue, { id: Number(id) }, { refetchInterval: 20_000 })
  if (query.data) return <Case issue={query.data} />
  return (
    <Frame title="领用单" crumb={[{ title: '领用发药', to: '/issues' }]}>
      {query.error ? <ErrorState error={query.error} retry={query.refetch} /> : <SkeletonRows rows={12} />}
    </Frame>
  )
}

/** The drug that waits for this person: the holder uses and wastes, the pharmacist takes containers back. */
function firstDrug(issue: IssueDetail, mine: boolean): IssueDrug | undefined {
  const open = issue.drugs.filter((d) => nextStep(d) !== 'closed')
  return open.find((d) => (nextStep(d) === 'recover') !== mine) ?? open[0] ?? issue.drugs[0]
}

function Case({ issue }: { issue: IssueDetail }) {
  const me = useMe()
  const [chosen, setChosen] = useState<number>()
  const drug = issue.drugs.find((d) => d.drugId === chosen) ?? firstDrug(issue, me.userId === issue.holderId)
  const list =
    issue.kind === 'surgery' ? { title: '手术闭环', to: '/surgeries' } : { title: '领用发药', to: '/issues' }
  const org = me.org.orgId === issue.orgId ? undefined : issue.orgId
  if (!drug) return null
  return (
    <Frame
      fit
      title={issue.title}
      crumb={[org ? { ...list, to: `${list.to}?org=${org}` } : list, { title: issue.room ?? issue.location }]}
      no={issue.refNo}
      facts={factsOf(issue)}
    >
      {issue.rescue && <RescueNotice issue={issue} rescue={issue.rescue} />}
      <PumpNotice issue={issue} org={org} />
      <div className="i-top">
        <Columns widths="340px minmax(0, 1fr)">
          <Standing issue={issue} drug={drug} onChoose={setChosen} />
          <CustodyCard issue={issue} drug={drug} />
        </Columns>
      </div>
      <Columns widths="minmax(0, 678fr) minmax(0, 497fr)">
        <Statement issue={issue} drug={drug} />
        <Column>
          <Evidence issue={issue} drug={drug} org={org} />
        </Column>
      </Columns>
      <ActPanels issue={issue} />
    </Frame>
  )
}
