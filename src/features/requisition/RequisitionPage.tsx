import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { deadlineText, instantText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { transferColumns } from './columns.tsx'
import { cancelRequisition, readRequisition, type RequisitionDetail } from './contract.ts'
import { RequisitionTag } from './words.tsx'
import './requisition.css'

type Line = RequisitionDetail['lines'][number]
const crumb = [{ title: '请领调拨', to: '/requisitions' }, { title: '请领单' }]
const every = 10_000

/** One request: what was asked, what went, what both sides have; 配货 leads to the sending station. */
export function Page() {
  const id = Number(useParams()['id'])
  const read = useCall(readRequisition, { id }, { refetchInterval: every })
  if (read.data) return <Requisition of={read.data} />
  return (
    <Frame title="请领单" crumb={crumb}>
      {read.error ? (
        <ErrorState error={read.error} title="没有读到请领单" retry={read.refetch} />
      ) : (
        <SkeletonRows rows={10} />
      )}
    </Frame>
  )
}

const open = (r: RequisitionDetail) => r.lines.filter((l) => l.units > l.sentUnits)

function useRights(r: RequisitionDetail) {
  const mine = useMe().org.orgId === r.orgId && r.state !== 'cancelled'
  const [asks, sends] = [useMay('requisition.request'), useMay('requisition.send')]
  return { withdraws: mine && asks && r.sentUnits === 0, sends: mine && sends && open(r).length > 0 }
}

function Requisition({ of: r }: { of: RequisitionDetail }) {
  const { withdraws, sends } = useRights(r)
  const act = useAct(cancelRequisition, { onDone: () => toast(`${r.no} 已撤销`) })
  const due = r.neededBy && r.state === 'requested' ? ` ${deadlineText(r.neededBy)}` : ''
  return (
    <Frame
      fit
      title={r.no}
      crumb={crumb}
      tag={<RequisitionTag state={r.state} />}
      facts={[
        { label: '请领储位', value: r.location },
        { label: '向谁请领', value: r.source },
        { label: '请领人', value: `${r.createdBy}　${instantText(r.createdAt)}` },
        {
          label: '需用时间',
          value: r.neededBy ? `${instantText(r.neededBy)}${due}` : '未限时',
          ...(due.includes('超') ? { tone: 'red' as const } : due ? { tone: 'amber' as const } : {}),
        },
      ]}
      actions={
        <>
          {withdraws && (
            <ReasonButton
              verb="撤销请领"
              presets={['录错', '不再需要', '改向别处请领']}
              onConfirm={(reason) => act.run({ id: r.id, reason })}
            />
          )}
          {sends && (
            <ActButton kind="filled" k="F4" onClick={() => go(`/transfers/new?requisition=${r.id}`)}>
              配货
            </ActButton>
          )}
        </>
      }
    >
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      {r.note && <Notice tone="blue">请领说明：{r.note}</Notice>}
      <Card title="请领明细" scope={`${r.lines.length} 个品种`} flush>
        <PlainTable columns={lineColumns(r)} rows={r.lines} rowKey={(l) => l.drugId} />
      </Card>
      <Card title="调拨单" scope="按这张请领单发出的" flush grow>
        <PlainTable
          columns={transferColumns}
          rows={r.transfers}
          rowKey={(t) => t.id}
          onOpen={(t) => go(`/transfers/${t.id}`)}
          tone={(t) => (t.state === 'short' ? 'red' : undefined)}
          empty={<EmptyState title="还没有发出" text={`等待${r.source}配货`} />}
        />
      </Card>
    </Frame>
  )
}

function lineColumns(r: RequisitionDetail): readonly Column<Line>[] {
  const left = (l: Line) => Math.max(0, l.units - l.sentUnits)
  return [
    { key: 'drug', title: '药品', render: (l) => <Drug of={l} /> },
    {
      key: 'units',
      title: '请领',
      align: 'right',
      width: 100,
      render: (l) => <Quantity value={l.units} unit={l.unit} strong />,
    },
    {
      key: 'sentUnits',
      title: '已出',
      align: 'right',
      width: 100,
      render: (l) => <Quantity value={l.sentUnits} unit={l.unit} />,
    },
    {
      key: 'left',
      title: '还差',
      align: 'right',
      width: 100,
      render: (l) => (
        <Quantity value={left(l)} unit={l.unit} {...(left(l) > 0 ? { tone: 'amber' as const } : {})} />
      ),
    },
    {
      key: 'source',
      title: `${r.source}现存`,
      align: 'right',
      width: 150,
      render: (l) => (
        <Quantity
          value={l.sourceStock}
          unit={l.unit}
          {...(l.sourceStock < left(l) ? { tone: 'red' as const } : {})}
        />
      ),
    },
    {
      key: 'own',
      title: `${r.location}现存`,
      align: 'right',
      width: 150,
      render: (l) => <Quantity value={l.ownStock} unit={l.unit} />,
    },
  ]
}
