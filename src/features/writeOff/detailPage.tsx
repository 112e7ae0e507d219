import { PrinterOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { AcceptCard } from './AcceptCard.tsx'
import { ApproveCard } from './ApproveCard.tsx'
import { AttendCard } from './AttendCard.tsx'
import { readWriteOff, type WriteOffDetail } from './contract.ts'
import { ExecuteCard } from './ExecuteCard.tsx'
import { ListCard } from './ListCard.tsx'
import { PeopleCard } from './PeopleCard.tsx'
import { Sheet } from './Sheet.tsx'
import { Track } from './Track.tsx'
import { WaitingCard, Withdraw } from './WaitingCard.tsx'
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
        { label: '数量', value: sumText(of.lines) },
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
        <ListCard of={of} />
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
