import { InputNumber } from 'antd'
import type { BinRow } from '#features/recovery/contract.ts'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'

interface Props {
  rows: readonly BinRow[]
  unitsOf: (row: BinRow) => number
  total: number
  onCount: (lotId: number, units: number) => void
}

/** How many of each lot; all of them unless told otherwise, because what is left behind must be a decision. */
export function CountTable({ rows, unitsOf, total, onCount }: Props) {
  const columns: readonly Column<BinRow>[] = [
    { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
    { key: 'lotNo', title: '批号', width: 130 },
    { key: 'container', title: '容器', width: 80 },
    {
      key: 'units',
      title: '箱内',
      width: 80,
      align: 'right',
      render: (r) => <Quantity value={r.units} unit="个" />,
    },
    {
      key: 'count',
      title: '本次销毁',
      width: 120,
      align: 'right',
      render: (r) => (
        <InputNumber
          size="small"
          style={{ width: 92 }}
          min={0}
          max={r.units}
          precision={0}
          value={unitsOf(r)}
          suffix="个"
          aria-label={`批号 ${r.lotNo} 本次销毁`}
          onChange={(v) => onCount(r.lotId, Number(v ?? 0))}
        />
      ),
    },
    {
      key: 'left',
      title: '箱内留',
      width: 80,
      align: 'right',
      render: (r) => (
        <Quantity
          value={r.units - unitsOf(r)}
          unit="个"
          {...(r.units > unitsOf(r) ? { tone: 'amber' as const } : {})}
        />
      ),
    },
  ]
  return (
    <Card
      title="清点"
      scope={`${rows.length} 个批号`}
      extra={
        <>
          合计 <Quantity value={total} unit="个" strong />
        </>
      }
      flush
      grow
    >
      <PlainTable columns={columns} rows={rows} rowKey={(r) => r.lotId} />
    </Card>
  )
}
