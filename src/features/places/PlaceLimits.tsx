import { bySpelling } from '#ui/bySpelling.ts'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { listDrugs } from '#features/catalogue/contract.ts'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { num } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { listLimits, setLimit, type Limit } from './contract.ts'

const columns: readonly Column<Limit>[] = [
  { key: 'drug', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'low', title: '下限', align: 'right', text: (r) => num(r.lowUnits) },
  {
    key: 'high',
    title: '上限',
    align: 'right',
    text: (r) => (r.highUnits === null ? '不设' : num(r.highUnits)),
  },
  {
    key: 'days',
    title: '最多存放',
    align: 'right',
    text: (r) => (r.maxDays === null ? '不设' : `${r.maxDays} 天`),
  },
  {
    key: 'held',
    title: '现存',
    align: 'right',
    render: (r) => <Quantity value={r.heldUnits} unit={r.unit} />,
  },
  { key: 'state', title: '', width: 88, render: (r) => <State of={r} /> },
]

function State({ of }: { of: Limit }) {
  if (of.heldUnits < of.lowUnits) return <StatusTag tone="amber">低于下限</StatusTag>
  if (of.highUnits !== null && of.heldUnits > of.highUnits)
    return <StatusTag tone="amber">高于上限</StatusTag>
  return null
}

/** How much of which drug this place should hold; saying it again replaces. */
export function PlaceLimits({ placeId, may }: { placeId: number; may: boolean }) {
  const limits = useCall(listLimits, { place: placeId })
  return (
    <Card title="药品限量" scope={limits.data && `${limits.data.rows.length} 个品种`} flush>
      <PlainTable
        rows={limits.data?.rows ?? []}
        rowKey={(r) => r.limitId}
        columns={columns}
        empty={<EmptyState title="没有设限量" text="可在下面逐个设定，或批量导入储位限量" />}
      />
      {may && <Set placeId={placeId} />}
    </Card>
  )
}

function Set({ placeId }: { placeId: number }) {
  const drugs = useCall(listDrugs, { state: 'active', pageSize: 500 })
  const [drugId, setDrugId] = useState<number>()
  const [low, setLow] = useState<number | null>(0)
  const [high, setHigh] = useState<number | null>(null)
  const [days, setDays] = useState<number | null>(null)
  const act = useAct(setLimit, { onDone: () => toast('已设定限量') })
  const save = () =>
    drugId !== undefined &&
    act.run({
      id: placeId,
      drugId,
      lowUnits: low ?? 0,
      ...(high === null ? {} : { highUnits: high }),
      ...(days === null ? {} : { maxDays: days }),
    })
  return (
    <div style={{ display: 'grid', gap: 8, padding: 14 }}>
      {act.refused && (
        <Notice tone="red">{String(act.refused.faults[0]?.facts?.['message'] ?? act.refused.text)}</Notice>
      )}
      <Select
        aria-label="药品"
        showSearch={bySpelling}
        placeholder="选药品"
        value={drugId}
        onChange={(v: number) => setDrugId(v)}
        options={(drugs.data?.rows ?? []).map((d) => ({
          value: d.drugId,
          label: `${d.code} ${d.name} ${d.spec}`,
        }))}
      />
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr 1fr auto', gap: 8 }}>
        <InputNumber
          aria-label="下限"
          prefix="下限"
          min={0}
          precision={0}
          value={low}
          onChange={setLow}
          style={{ width: '100%' }}
        />
        <InputNumber
          aria-label="上限"
          prefix="上限"
          min={1}
          precision={0}
          value={high}
          onChange={setHigh}
          style={{ width: '100%' }}
        />
        <InputNumber
          aria-label="最多存放天数"
          prefix="天数"
          min={1}
          max={365}
          precision={0}
          value={days}
          onChange={setDays}
          style={{ width: '100%' }}
        />
        <Button loading={act.busy} disabled={drugId === undefined} onClick={() => void save()}>
          设定限量
        </Button>
      </div>
    </div>
  )
}
