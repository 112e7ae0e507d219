import { listBins, type BinRow } from '#features/recovery/contract.ts'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { shortInstant } from '#ui/format.ts'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { TableView, type Selection } from '#ui/TableView.tsx'
import './destruction.css'

/** A lot lies in one bin or in several: one row each. */
export const binKey = (r: BinRow) => `${r.binLocationId}|${r.lotId}`

const columns: readonly Column<BinRow>[] = [
  { key: 'bin', title: '回收箱', width: 180 },
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 140 },
  { key: 'container', title: '容器', width: 90 },
  {
    key: 'units',
    title: '现存',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit="个" strong />,
  },
  { key: 'since', title: '最早收于', width: 120, align: 'right', text: (r) => shortInstant(r.since) },
]

interface Props {
  org: { org?: number }
  picked: ReadonlySet<string>
  onPick?: (picked: ReadonlySet<string>) => void
}

/** 回收箱结存, lot by lot. */
export function BinCard({ org, picked, onPick }: Props) {
  const bins = useCall(listBins, { ...org, pageSize: 500 })
  const rows = bins.data?.rows ?? []
  const total = rows.reduce((n, r) => n + r.units, 0)
  const keys = rows.map(binKey)
  const all = keys.length > 0 && keys.every((k) => picked.has(k))
  function toggle(key: string | number) {
    const next = new Set(picked)
    if (!next.delete(String(key))) next.add(String(key))
    onPick?.(next)
  }
  const selection: Selection<string | number> = {
    has: (key) => picked.has(String(key)),
    toggle,
    all,
    some: picked.size > 0,
    toggleAll: () => onPick?.(new Set(all ? [] : keys)),
  }
  return (
    <Card title="回收箱结存" scope={rows.length > 0 && `${rows.length} 个批号，共 ${total} 个待销毁`} flush>
      <div className="d-bins">
        {bins.error && !bins.data ? (
          <ErrorState error={bins.error} retry={bins.refetch} />
        ) : !bins.data ? (
          <SkeletonRows rows={4} />
        ) : rows.length === 0 ? (
          <EmptyState title="回收箱是空的" text="收回的空安瓿、废贴都已销毁" />
        ) : (
          <TableView
            columns={columns}
            rows={rows}
            rowKey={binKey}
            onOpen={(r) => toggle(binKey(r))}
            selection={onPick ? selection : undefined}
          />
        )}
      </div>
    </Card>
  )
}
