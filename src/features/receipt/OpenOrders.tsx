import { Checkbox } from 'antd'
import { openOrders } from '#features/purchase/contract.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import type { OutputOf } from '#core/contract.ts'
import { inPacks } from './rules.ts'
import './receipt.css'

type Order = OutputOf<typeof openOrders>['rows'][number]

interface Props {
  supplier: number
  chosen: readonly number[]
  onChange: (ids: number[]) => void
}

/** What this supplier still owes, by order. */
export function OpenOrders({ supplier, chosen, onChange }: Props) {
  const orders = useCall(openOrders, { supplier })
  if (orders.error) return <ErrorState error={orders.error} title="没有读到采购单" retry={orders.refetch} />
  if (!orders.data) return <SkeletonRows rows={3} />
  if (orders.data.rows.length === 0)
    return <EmptyState title="这家供货单位没有待收的采购单" text="可在下面按实物录入" />
  const toggle = (id: number) =>
    onChange(chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id])
  return (
    <section className="rcpt-orders" aria-label="待收采购单">
      {orders.data.rows.map((order) => (
        <OrderChoice
          key={order.orderId}
          order={order}
          on={chosen.includes(order.orderId)}
          onToggle={() => toggle(order.orderId)}
        />
      ))}
    </section>
  )
}

function OrderChoice({ order, on, onToggle }: { order: Order; on: boolean; onToggle: () => void }) {
  const open = order.orderLines.filter((l) => l.units > l.receivedUnits)
  return (
    <div className="rcpt-order" data-on={on ? '' : undefined}>
      <Checkbox checked={on} onChange={onToggle}>
        <b className="z-code">{order.no}</b>
        {order.externalNo && <span className="z-caption"> 原系统 {order.externalNo}</span>}
        <span className="z-caption">
          　{order.orderedOn} 下单，待收 {open.length} 个品种
        </span>
      </Checkbox>
      <ul>
        {open.map((l) => (
          <li key={l.orderLineId}>
            <Drug of={l} />
            <Quantity {...inPacks(l, l.units - l.receivedUnits)} />
          </li>
        ))}
      </ul>
    </div>
  )
}
