import { planLeft } from '#features/purchasePlan/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText, num, shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, Link, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Progress } from '#ui/Progress.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { cancelOrder, readOrder, type Order, type OrderLine } from './contract.ts'
import { yuanForPeople } from './money.ts'
import { StateTag } from './StateTag.tsx'

/** With what the year's approved quantity still allows, where there is one. */
type Line = OrderLine & { left?: number | undefined }

const columns: readonly Column<Line>[] = [
  { key: 'line', title: '行', width: 44, align: 'right' },
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'packs', title: '包装数', align: 'right', text: packs },
  { key: 'units', title: '应收', align: 'right', render: (r) => <Quantity value={r.units} unit={r.unit} /> },
  {
    key: 'receivedUnits',
    title: '已收',
    width: 220,
    render: (r) => <Progress done={r.receivedUnits} total={r.units} unit={r.unit} />,
  },
  {
    key: 'left',
    title: '本年还可订',
    align: 'right',
    render: (r) => (r.left === undefined ? '' : <Quantity value={r.left} unit={r.unit} />),
  },
  { key: 'price', title: '单价（元）', align: 'right', render: (r) => yuanForPeople(r.price) },
  { key: 'amount', title: '金额（元）', align: 'right', render: (r) => yuanForPeople(r.amount) },
  { key: 'invoice', title: '发票', text: (r) => [r.invoiceCode, r.invoiceNo].filter(Boolean).join(' ') },
]

/** Whole packs where it is so, because people count boxes. */
function packs(r: OrderLine): string {
  return r.units % r.packUnits === 0 ? `${num(r.units / r.packUnits)} ${r.packUnit}` : ''
}

export function Page() {
  const { id } = useParams()
  const query = useCall(readOrder, { id: Number(id) })
  const crumb = [{ title: '采购单', to: '/orders' }]
  if (query.error) {
    return (
      <Frame title="采购单" crumb={crumb}>
        <ErrorState error={query.error} retry={query.refetch} />
      </Frame>
    )
  }
  if (!query.data) {
    return (
      <Frame title="采购单" crumb={crumb}>
        <SkeletonRows rows={8} />
      </Frame>
    )
  }
  return <Shown order={query.data} />
}

function Shown({ order }: { order: Order }) {
  const mayReceive = useMay('receipt.work')
  const open = order.state === 'open' || order.state === 'partial'
  const own = useMe().org.kind === 'institution'
  const mayPlan = useMay('purchasePlan.read') && own
  const year = Number(order.orderedOn.slice(0, 4))
  const plan = useCall(planLeft, mayPlan ? { year } : undefined).data?.rows ?? []
  const lines = order.orderLines.map((line): Line => {
    const quota = plan.find((p) => p.drugIds.includes(line.drugId))
    return { ...line, left: quota && Math.max(0, quota.approved - quota.ordered) }
  })
  const facts = [
    { label: '下单日期', value: order.orderedOn },
    { label: '录入', value: `${order.createdBy} ${shortInstant(order.createdAt)}` },
    { label: '金额', value: `${yuanForPeople(order.amount)} 元` },
  ]
  return (
    <Frame
      title={order.supplier}
      crumb={[{ title: '采购单', to: '/orders' }]}
      tag={<StateTag of={order.state} />}
      no={order.no}
      scope={order.externalNo && `原系统单号 ${order.externalNo}`}
      facts={facts}
      actions={
        <>
          <Cancel order={order} />
          {open && mayReceive && (
            <ActButton kind="filled" onClick={() => go('/receipts')}>
              去收货
            </ActButton>
          )}
        </>
      }
    >
      <Card
        title="明细"
        scope={`${order.lines} 行，应收 ${sumText(order.orderedSums)}，已收 ${sumText(order.receivedSums) || '0'}`}
        flush
      >
        <PlainTable rows={lines} rowKey={(r) => r.orderLineId} columns={columns} />
      </Card>
      <Card title="收货单" flush>
        <PlainTable
          rows={order.receipts}
          rowKey={(r) => r.receiptId}
          empty={<EmptyState title="还没有到货" text="到货后在收货验收里选这张采购单" />}
          columns={[
            { key: 'no', title: '单号', render: (r) => <Link to={`/receipts/${r.receiptId}`}>{r.no}</Link> },
            { key: 'arrivedAt', title: '到货', text: (r) => instantText(r.arrivedAt) },
            { key: 'state', title: '状态', text: (r) => receiptTitle[r.state] ?? r.state },
            {
              key: 'signedAt',
              title: '签字入库',
              text: (r) => (r.signedAt ? instantText(r.signedAt) : '未签'),
            },
          ]}
        />
      </Card>
    </Frame>
  )
}

const receiptTitle: Readonly<Record<string, string>> = {
  counting: '验收中',
  signed: '已入库',
  cancelled: '已撤销',
}

function Cancel({ order }: { order: Order }) {
  const may = useMay('purchase.write')
  const act = useAct(cancelOrder, { onDone: () => toast('已撤销采购单') })
  const begun = order.receipts.some((r) => r.state !== 'cancelled')
  if (!may || order.state === 'cancelled' || begun) return null
  return (
    <>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ReasonButton
        verb="撤销采购单"
        presets={['下错单', '供应商缺货']}
        onConfirm={(reason) => act.run({ id: order.orderId, reason })}
      />
    </>
  )
}
