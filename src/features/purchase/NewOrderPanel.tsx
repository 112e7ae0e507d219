import { bySpelling } from '#ui/bySpelling.ts'
import { Select } from 'antd'
import { useMemo, useState } from 'react'
import { refusalText, type Fault } from '#core/refusal.ts'
import type { Supplier } from '#features/suppliers/contract.ts'
import { dateText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { CallRefused } from '#ui/refused.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { createOrder } from './contract.ts'
import { CardNotice } from './CardNotice.tsx'
import { LineEditor, type DraftLine } from './LineEditor.tsx'

interface Props {
  suppliers: readonly Supplier[]
  onClose: () => void
}

/** By hand: for the order that no system exported. */
export function NewOrderPanel({ suppliers, onClose }: Props) {
  const [today] = useState(() => dateText(Date.now()))
  const [year, setYear] = useState(() => Number(today.slice(0, 4)))
  const act = useAct(createOrder, {
    onDone: ({ orderId, no }) => {
      toast(`已录入 ${no}`)
      onClose()
      go(`/orders/${orderId}`)
    },
  })
  const refused = useMemo(() => act.refused && apart(act.refused), [act.refused])
  return (
    <Panel
      open
      onClose={onClose}
      width={760}
      title="录入采购单"
      scope="数量按最小单位；单价为一个最小单位的价"
    >
      <CardNotice />
      <SchemaForm
        schema={createOrder.input}
        initial={{ orderedOn: today, lines: [] }}
        sections={[
          { title: '', keys: ['supplierId', 'orderedOn', 'externalNo'] },
          { title: '明细', keys: ['lines'] },
        ]}
        columns={2}
        fields={{
          supplierId: (f) => (
            <Select
              id={f.id}
              style={{ width: '100%' }}
              status={f.error ? 'error' : ''}
              showSearch={bySpelling}
              placeholder="请选择"
              value={typeof f.value === 'number' ? f.value : undefined}
              onChange={(v: number) => f.onChange(v)}
              options={suppliers.map((s) => ({ value: s.supplierId, label: s.name }))}
            />
          ),
          lines: (f) => (
            <LineEditor
              value={(f.value as DraftLine[]) ?? []}
              year={year}
              faults={lineFaults(act.refused?.faults ?? [])}
              onChange={f.onChange}
            />
          ),
        }}
        onChange={(v) => setYear(Number((v.orderedOn ?? today).slice(0, 4)) || Number(today.slice(0, 4)))}
        submit="录入采购单"
        busy={act.busy}
        refused={refused}
        onSubmit={act.run}
      />
      {suppliers.length === 0 && <Notice tone="amber">还没有在用的供应商，请先在供应商里新增</Notice>}
    </Panel>
  )
}

/** The lines say their own faults; the form keeps the sentence and those of its other fields. */
const apart = (r: CallRefused) =>
  new CallRefused({ ...r, detail: r.text, faults: r.faults.filter((f) => !f.field?.startsWith('lines.')) })

/** Each fault's whole sentence, for the line it stands below. */
const lineFaults = (faults: readonly Fault[]) =>
  faults.map((f) => ({ field: f.field ?? '', text: refusalText(f.code, f.facts) }))
