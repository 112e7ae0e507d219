import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { dateText, instantText } from '#ui/format.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { Thumbs } from '#ui/Thumbs.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import { caseSourceTitle, readCase, stepTitle, type CaseDetail } from './caseContract.ts'
import { EndCard, MeasureCard } from './CaseActs.tsx'
import { CaseTag } from './words.tsx'
import './inspection.css'

const crumb = [{ title: '管理与报送', to: '/office?tab=cases' }, { title: '整改' }]

/** One thing to put right: what was found, what was done, and who says that it is right now. */
export function Page() {
  const { caseId } = useParams()
  const read = useCall(readCase, { caseId: Number(caseId) }, { refetchInterval: 30_000 })
  const of = read.data
  if (!of)
    return (
      <Frame title="整改" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={8} />}
      </Frame>
    )
  return (
    <Frame
      title={of.no}
      crumb={crumb}
      tag={<CaseTag of={of} />}
      scope={caseSourceTitle[of.source]}
      facts={[
        { label: '机构', value: of.org },
        { label: '责任人', value: of.responsible ?? '本院' },
        { label: '期限', value: dateText(of.dueOn), ...(of.overdue ? { tone: 'red' as const } : {}) },
      ]}
    >
      <Columns widths="minmax(0, 1fr) 460px">
        <Column>
          <FoundCard of={of} />
          <StepsCard of={of} />
        </Column>
        <Column>
          {of.may.measure && <MeasureCard of={of} />}
          {(of.may.verify || of.may.end) && <EndCard of={of} />}
          {!of.may.measure && !of.may.verify && !of.may.end && <WaitCard of={of} />}
        </Column>
      </Columns>
    </Frame>
  )
}

function FoundCard({ of }: { of: CaseDetail }) {
  const photos = of.photos.map((sha256, i) => ({ title: `检查照片 ${i + 1}`, sha256 }))
  return (
    <Card title="发现的问题">
      <FactList
        items={[
          { label: '问题', value: of.problem },
          ...(of.basis ? [{ label: of.source === 'own' ? '检查项目' : '依据', value: of.basis }] : []),
          {
            label: '提出',
            value: `${of.source === 'own' ? '' : `${of.owner} `}${of.openedName}　${instantText(of.openedAt)}`,
          },
          ...(of.recordId
            ? [{ label: '检查记录', value: <Link to={`/inspections/${of.recordId}`}>{of.recordNo}</Link> }]
            : []),
          ...(photos.length > 0 ? [{ label: '照片', value: <Thumbs photos={photos} org={of.orgId} /> }] : []),
        ]}
      />
    </Card>
  )
}

function StepsCard({ of }: { of: CaseDetail }) {
  return (
    <Card title="经过" scope="只增不改">
      {of.steps.length === 0 ? (
        <p className="z-caption">还没有登记整改措施</p>
      ) : (
        <Timeline
          look="rows"
          items={of.steps.map((s) => ({
            key: s.key,
            at: s.at,
            act: stepTitle[s.kind],
            place: (
              <span className="it-step">
                {s.text}
                {s.proof && <Thumbs photos={[{ title: '整改证明', sha256: s.proof }]} org={of.orgId} />}
              </span>
            ),
            people: s.by,
            ...(s.kind === 'return' ? { tone: 'red' as const } : {}),
          }))}
        />
      )}
    </Card>
  )
}

/** Nothing for this reader to do: for whom it waits. */
function WaitCard({ of }: { of: CaseDetail }) {
  const waits = {
    open: `等 ${of.responsible ?? of.org} 登记整改措施和证明`,
    returned: `已退回，等 ${of.responsible ?? of.org} 重新整改`,
    done: of.source === 'own' ? '等药学部负责人或主要负责人复查' : `等 ${of.owner} 复核`,
    closed: '已销号，无需办理',
  }[of.state]
  return (
    <Card title="下一步">
      <p>{of.why ?? waits}</p>
    </Card>
  )
}
