import { PrinterOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { BooksCard } from './BooksCard.tsx'
import { incidentKindTitle, readIncident, type IncidentDetail } from './contract.ts'
import { AcknowledgeCard, EndCard } from './EndCard.tsx'
import { FactsCard } from './FactsCard.tsx'
import { ReceiversCard } from './ReceiversCard.tsx'
import { Sheet } from './Sheet.tsx'
import { StepsCard } from './StepsCard.tsx'
import { IncidentTag } from './words.tsx'
import './incident.css'

const crumb = [{ title: '丢失被盗', to: '/incidents' }, { title: '事件' }]

export function Page() {
  const { id } = useParams()
  const read = useCall(readIncident, { id: Number(id) }, { refetchInterval: 30_000 })
  if (!read.data)
    return (
      <Frame title="事件" crumb={crumb}>
        {read.error ? (
          <ErrorState title="没有读到事件" error={read.error} retry={read.refetch} />
        ) : (
          <SkeletonRows rows={10} />
        )}
      </Frame>
    )
  return <Detail of={read.data} />
}

function Detail({ of }: { of: IncidentDetail }) {
  const own = useMe().org.orgId === of.orgId
  const [works, approves, supervises] = [
    useMay('incident.work'),
    useMay('incident.approve'),
    useMay('incident.supervise'),
  ]
  const may = own && works && of.state !== 'closed'
  return (
    <Frame
      fit
      title={of.no}
      crumb={crumb}
      tag={<IncidentTag of={of} />}
      facts={[
        ...(own ? [] : [{ label: '机构', value: of.org }]),
        { label: '情形', value: incidentKindTitle[of.kind] },
        { label: '数量', value: sumText(of.sums) },
        { label: '发现时间', value: instantText(of.foundAt) },
      ]}
      actions={
        <ActButton k="Ctrl+P" icon={<PrinterOutlined />} onClick={() => window.print()}>
          打印报告
        </ActButton>
      }
    >
      <Columns widths="minmax(0, 1fr) 460px">
        <Column>
          <FactsCard of={of} />
          <StepsCard of={of} may={may} />
        </Column>
        <Column>
          <ReceiversCard of={of} may={may} />
          <BooksCard of={of} may={may} />
          {own && approves && <EndCard of={of} />}
          {!own && supervises && <AcknowledgeCard of={of} />}
        </Column>
      </Columns>
      <Sheet of={of} />
    </Frame>
  )
}
