import { Select } from 'antd'
import { useState } from 'react'
import type { OutputOf } from '#core/contract.ts'
import { createRequisition } from '#features/requisition/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import type { Column } from '#ui/column.ts'
import { readExchange, type ExchangeLine } from './contract.ts'
import '#ui/form.css'
import './base.css'

type Exchange = OutputOf<typeof readExchange>

/** 以空换新: what was used and is proven comes back as whole units; what is missing otherwise is asked for beside it. */
export function ExchangePanel({
  placeId,
  open,
  onClose,
}: {
  placeId: number
  open: boolean
  onClose: () => void
}) {
  const read = useCall(readExchange, open ? { placeId } : undefined)
  return (
    <Panel title="以空换新" scope="凭使用记录和同批号的空容器换新" open={open} onClose={onClose}>
      {read.error ? (
        <ErrorState error={read.error} retry={read.refetch} />
      ) : !read.data ? (
        <SkeletonRows rows={6} />
      ) : (
        <Form placeId={placeId} of={read.data} />
      )}
    </Panel>
  )
}

const columns: readonly Column<ExchangeLine>[] = [
  { key: 'drug', title: '药品', render: (l) => <Drug of={l} /> },
  { key: 'lotNo', title: '批号', width: 110 },
  { key: 'caseNo', title: '凭据', width: 150 },
  {
    key: 'units',
    title: '可换',
    width: 80,
    align: 'right',
    render: (l) => <Quantity value={l.units} unit={l.unit} strong />,
  },
]
const gapColumns: readonly Column<Exchange['gaps'][number]>[] = [
  { key: 'drug', title: '药品', render: (l) => <Drug of={l} /> },
  {
    key: 'units',
    title: '差额',
    width: 90,
    align: 'right',
    render: (l) => <Quantity value={l.units} unit={l.unit} strong />,
  },
]

/** Lines of a requisition: units by drug. */
function sums(lines: readonly { drugId: number; units: number }[]) {
  const units = new Map<number, number>()
  for (const l of lines) units.set(l.drugId, (units.get(l.drugId) ?? 0) + l.units)
  return [...units].map(([drugId, n]) => ({ drugId, units: n }))
}

function Form({ placeId, of }: { placeId: number; of: Exchange }) {
  const [source, setSource] = useState(of.sources[0]?.placeId)
  const lines = of.lines.filter((l) => l.units > 0)
  const owed = of.cases.reduce((n, c) => n + c.owed, 0)
  const act = useAct(createRequisition, {
    onDone: ({ id, no }) => {
      toast(`${no} 已送出`)
      go(`/requisitions/${id}`)
    },
  })
  const ask = (exchange: boolean) =>
    source !== undefined &&
    act.run({
      locationId: placeId,
      sourceLocationId: source,
      lines: sums(exchange ? lines : of.gaps),
      ...(exchange
        ? {
            exchange: lines.map(({ caseKind, caseId, lotId, units }) => ({ caseKind, caseId, lotId, units })),
          }
        : { note: '补足基数' }),
    })
  return (
    <div className="z-form">
      <label className="bs-field">
        向谁换
        <Select
          value={source}
          onChange={setSource}
          placeholder="上一级库"
          options={of.sources.map((s) => ({ value: s.placeId, label: s.place }))}
        />
      </label>
      <PlainTable
        columns={columns}
        rows={lines}
        rowKey={(l) => `${l.caseKind}|${l.caseId}|${l.lotId}`}
        empty={<EmptyState title="现在没有可换的" text="用后交回空容器，这里就会列出来" />}
      />
      {owed > 0 && <Notice tone="amber">另有 {owed} 个空容器还没有交回，交回后才能换。</Notice>}
      {of.gaps.length > 0 && (
        <>
          <Notice tone="grey">没有用药凭据的差额（首次补足、退往别处），另开请领补足：</Notice>
          <PlainTable columns={gapColumns} rows={of.gaps} rowKey={(g) => g.drugId} />
        </>
      )}
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="z-form-foot">
        {of.gaps.length > 0 && (
          <ActButton busy={act.busy} blocked={source ? undefined : '上一级库'} onClick={() => ask(false)}>
            请领差额
          </ActButton>
        )}
        <ActButton
          kind="filled"
          k="F10"
          busy={act.busy}
          blocked={
            [!source && '上一级库', lines.length === 0 && '可换的空容器'].filter(Boolean).join('、') ||
            undefined
          }
          onClick={() => ask(true)}
        >
          送出换新
        </ActButton>
      </div>
    </div>
  )
}
