import { PrinterOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText, num } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, Link, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Column as Col } from '#ui/column.ts'
import { readDestruction, type DestructionDetail } from './contract.ts'
import { Lines } from './Lines.tsx'
import { Photos } from './Photos.tsx'
import { Sheet } from './Sheet.tsx'

const crumb = [{ title: '销毁报损', to: '/destruction' }, { title: '销毁单' }]

export function Page() {
  const { id } = useParams()
  const read = useCall(readDestruction, { id: Number(id) })
  if (read.error && !read.data) {
    return (
      <Frame title="销毁单" crumb={crumb}>
        <ErrorState title="没有读到销毁单" error={read.error} retry={read.refetch} />
      </Frame>
    )
  }
  if (!read.data)
    return (
      <Frame title="销毁单" crumb={crumb}>
        <SkeletonRows rows={10} />
      </Frame>
    )
  return <Detail of={read.data} />
}

function Detail({ of }: { of: DestructionDetail }) {
  const me = useMe()
  const mayReverse = useMay('correction.work') && of.orgId === me.org.orgId && !of.reversed
  return (
    <Frame
      title={of.no}
      crumb={crumb}
      tag={
        of.reversed ? (
          <StatusTag tone="grey">已红冲</StatusTag>
        ) : (
          <StatusTag tone="green">已销毁 {num(of.containers)} 个</StatusTag>
        )
      }
      facts={[
        { label: '回收箱', value: of.bin },
        { label: '地点', value: of.place },
        { label: '方式', value: of.method },
        { label: '销毁时间', value: instantText(of.destroyedAt) },
      ]}
      actions={
        <>
          {mayReverse && (
            <ActButton kind="red" onClick={() => go(`/movements/${of.movementId}/reverse`)}>
              申请红冲
            </ActButton>
          )}
          <ActButton k="Ctrl+P" icon={<PrinterOutlined />} onClick={() => window.print()}>
            打印
          </ActButton>
        </>
      }
      fit
    >
      <Columns widths="minmax(0, 1fr) 440px">
        <Column>
          <Lines of={of} />
          <Origins rows={of.origins} />
        </Column>
        <Column>
          <Card title="取证" scope={`${of.photos.length} 张，点开放大`}>
            <Photos of={of} />
          </Card>
          <Signatures of={of} />
        </Column>
      </Columns>
      <Sheet of={of} printedBy={me.name} />
    </Frame>
  )
}

function Signatures({ of }: { of: DestructionDetail }) {
  return (
    <Card
      title="签字"
      scope="两人签字即生效"
      grow
      foot={
        <>
          <ProofBadge no={of.eventId} />
          <Link to={`/movements/${of.movementId}`}>这笔出入账</Link>
        </>
      }
    >
      <div className="z-column">
        <SignatureSlot
          order="第一人"
          title="执行"
          state="signed"
          name={of.executedBy}
          role={of.executedTitle}
          text={of.executedTitle}
          at={of.destroyedAt}
        />
        <SignatureSlot
          order="第二人"
          title="监督"
          state="signed"
          name={of.witnessedBy}
          role={of.witnessTitle}
          text={of.witnessTitle}
          at={of.destroyedAt}
        />
        <div>
          <span className="z-caption">原因</span>
          <div>{of.reason}</div>
        </div>
      </div>
    </Card>
  )
}

const columns: readonly Col<DestructionDetail['origins'][number]>[] = [
  { key: 'recoveredAt', title: '日期', width: 140, text: (r) => instantText(r.recoveredAt) },
  { key: 'no', title: '回收单', width: 150 },
  { key: 'department', title: '科室', text: (r) => r.department ?? '' },
  { key: 'lotNo', title: '批号', width: 120 },
  {
    key: 'containers',
    title: '数量',
    width: 70,
    align: 'right',
    render: (r) => <Quantity value={r.containers} unit="个" />,
  },
  { key: 'returnedBy', title: '送回人', width: 80 },
  { key: 'receivedBy', title: '回收人', width: 80 },
]

function Origins({ rows }: { rows: DestructionDetail['origins'] }) {
  return (
    <Card title="回收来源" scope="有单支标签的逐支可查" flush>
      <div className="d-origins">
        <PlainTable
          columns={columns}
          rows={rows}
          rowKey={(r) => `${r.recoveryId}|${r.lotId}`}
          empty={<p className="d-none">这些批号没有单支标签，来源见回收登记。</p>}
        />
      </div>
    </Card>
  )
}
