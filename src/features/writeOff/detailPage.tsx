import { PrinterOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import type { Column as Col } from '#ui/column.ts'
import { DeadlineTrack } from '#ui/DeadlineTrack.tsx'
import { Drug } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { deadlineText, instantText, shortInstant } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { AcceptCard, AttendCard } from './AuthorityActs.tsx'
import { readWriteOff, type WriteOffDetail, type WriteOffLine } from './contract.ts'
import { ExecuteCard } from './ExecuteCard.tsx'
import { ApproveCard, WaitingCard, Withdraw } from './HospitalActs.tsx'
import { PeopleCard } from './PeopleCard.tsx'
import { stepsOf } from './rules.ts'
import { Sheet } from './Sheet.tsx'
import { WriteOffTag } from './words.tsx'
import './writeOff.css'

export function Page() {
  const { id } = useParams()
  const authority = useMe().org.kind === 'authority'
  const crumb = [{ title: authority ? '销毁监督' : '药品报损', to: '/write-offs' }, { title: '报损单' }]
  const read = useCall(readWriteOff, { id: Number(id) }, { refetchInterval: 30_000 })
  if (read.error && !read.data)
    return (
      <Frame title="报损单" crumb={crumb}>
        <ErrorState title="没有读到报损单" error={read.error} retry={read.refetch} />
      </Frame>
    )
  if (!read.data)
    return (
      <Frame title="报损单" crumb={crumb}>
        <SkeletonRows rows={10} />
      </Frame>
    )
  return <Detail of={read.data} crumb={crumb} authority={authority} />
}

interface Props {
  of: WriteOffDetail
  crumb: readonly { title: string; to?: string }[]
  authority: boolean
}

function Detail({ of, crumb, authority }: Props) {
  const { may } = of
  const acting = may.approve || may.accept || may.attend || may.execute
  return (
    <Frame
      fit
      title={of.no}
      crumb={crumb}
      tag={<WriteOffTag of={of} />}
      facts={[
        ...(authority ? [{ label: '机构', value: of.org }] : []),
        { label: '原因', value: of.reason },
        { label: '数量', value: `${of.units}` },
        { label: '申请时间', value: instantText(of.createdAt) },
      ]}
      actions={
        <>
          {may.withdraw && <Withdraw of={of} />}
          <ActButton k="Ctrl+P" icon={<PrinterOutlined />} onClick={() => window.print()}>
            打印
          </ActButton>
        </>
      }
    >
      <Track of={of} />
      <Columns widths="minmax(0, 1fr) 440px">
        <Lines of={of} />
        <Column>
          {!acting && <WaitingCard of={of} />}
          {may.approve && <ApproveCard of={of} />}
          {may.accept && <AcceptCard of={of} />}
          {may.attend && <AttendCard of={of} />}
          {may.execute && <ExecuteCard of={of} />}
          <PeopleCard of={of} />
        </Column>
      </Columns>
      <Sheet of={of} />
    </Frame>
  )
}

function Track({ of }: { of: WriteOffDetail }) {
  const steps = stepsOf({
    state: of.state,
    createdAt: of.createdAt,
    sentAt: of.sentAt,
    dueAt: of.dueAt,
    acceptedAt: of.acceptance?.at ?? null,
    attendedAt: of.attendance?.arrivedAt ?? null,
    destroyedAt: of.destruction?.at ?? null,
    now: of.now,
  })
  return (
    <Card>
      <DeadlineTrack
        steps={steps.map((s) => ({
          title: s.title,
          state: s.state,
          at: s.at
            ? shortInstant(s.at)
            : s.due && s.state !== 'ahead'
              ? deadlineText(s.due)
              : s.state === 'current'
                ? '现在'
                : '',
        }))}
      />
    </Card>
  )
}

const columns: readonly Col<WriteOffLine>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 110 },
  { key: 'expiry', title: '有效期', width: 100 },
  { key: 'manufacturer', title: '生产单位', width: 120, text: (r) => r.manufacturer ?? '' },
  { key: 'reason', title: '原因', width: 180 },
  {
    key: 'units',
    title: '数量',
    width: 80,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
  },
]

function Lines({ of }: { of: WriteOffDetail }) {
  const codes = of.lines.flatMap((l) => l.codes)
  return (
    <Card
      title="清单"
      scope={of.listHash ? `定稿，指纹 ${of.listHash.slice(0, 8)}…${of.listHash.slice(-4)}` : '批准时定稿'}
      extra={
        <>
          合计 <Quantity value={of.units} strong />
        </>
      }
      flush
      grow
    >
      <PlainTable columns={columns} rows={of.lines} rowKey={(r) => `${r.lotId}|${r.account}`} />
      {codes.length > 0 && (
        <div className="w-codes">
          {codes.map((code) => (
            <Link key={code} to={`/trace/${encodeURIComponent(code)}`}>
              <TraceCode code={code} />
            </Link>
          ))}
        </div>
      )}
    </Card>
  )
}
