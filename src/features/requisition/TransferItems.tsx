import { InputNumber } from 'antd'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { TransferDetail, TransferItem } from './contract.ts'
import type { Counting } from './counting.tsx'
import { keyOf } from './sending.tsx'

const figure = (key: 'sentUnits' | 'acceptedUnits' | 'backUnits', title: string): Column<TransferItem> => ({
  key,
  title,
  align: 'right',
  width: 72,
  render: (i) => <Quantity value={i[key]} unit={i.unit} />,
})

function columnsFor(counting: Counting | undefined): readonly Column<TransferItem>[] {
  return [
    { key: 'drug', title: '药品', render: (i) => <Drug of={i} /> },
    { key: 'lotNo', title: '批号', width: 96, render: (i) => <span className="z-code">{i.lotNo}</span> },
    { key: 'expiry', title: '有效期至', width: 96, text: (i) => i.expiry },
    {
      key: 'code',
      title: '追溯码',
      width: counting ? 120 : 196,
      render: (i) => (i.code ? <TraceCode code={i.code} short={counting !== undefined} /> : '无码'),
    },
    figure('sentUnits', '发出'),
    ...(counting ? [] : [figure('acceptedUnits', '签收'), figure('backUnits', '退回')]),
    {
      key: 'inTransitUnits',
      title: '在途',
      align: 'right',
      width: 72,
      render: (i) => (
        <Quantity
          value={i.inTransitUnits}
          unit={i.unit}
          {...(i.inTransitUnits > 0 ? { tone: 'amber' as const } : {})}
        />
      ),
    },
    ...(counting
      ? [
          {
            key: 'counted',
            title: '点收',
            align: 'right' as const,
            width: 108,
            render: (i: TransferItem) => <Count of={i} counting={counting} />,
          },
        ]
      : []),
  ]
}

/** Fewer than a box holds are counted by hand; a code that was not scanned is not. */
function Count({ of: i, counting }: { of: TransferItem; counting: Counting }) {
  const units = counting.unitsOf(i)
  if (i.inTransitUnits === 0) return <span className="z-caption">已结清</span>
  if (units === 0 && i.code) return <span className="z-caption">待扫</span>
  return (
    <InputNumber
      aria-label="点收数量"
      size="small"
      min={0}
      max={i.inTransitUnits}
      precision={0}
      controls={false}
      value={units}
      suffix={<small>{i.unit}</small>}
      onChange={(n) => counting.set(i, n ?? 0)}
      style={{ width: 84 }}
    />
  )
}

/** By code: what left, what arrived, what is still between. */
export function TransferItems({ of: t, counting }: { of: TransferDetail; counting?: Counting }) {
  const tone = (i: TransferItem) => {
    if (counting && counting.unitsOf(i) > 0)
      return counting.unitsOf(i) < i.inTransitUnits ? ('amber' as const) : ('green' as const)
    return t.state === 'short' && i.inTransitUnits > 0 ? ('red' as const) : undefined
  }
  return (
    <Card title="明细" scope={`${t.drugs} 个品种，${t.items.length} 个码`} flush>
      <PlainTable columns={columnsFor(counting)} rows={t.items} rowKey={keyOf} tone={tone} />
    </Card>
  )
}
