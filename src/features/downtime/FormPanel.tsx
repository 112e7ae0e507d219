import { Select } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { formFateTitle, registerForm, type Downtime } from './contract.ts'
import { formText } from './rules.ts'

const slots = [{ title: '应急单', says: '整张拍清楚，编号和签字都在' }]

/** What became of a sheet: used with its photograph, voided or lost with a reason. */
export function FormPanel({ of, onClose }: { of: Downtime; onClose: () => void }) {
  const [photos, setPhotos] = useState<(Evidence | undefined)[]>([])
  const act = useAct(registerForm, {
    onDone: () => {
      toast('已登记')
      onClose()
    },
  })
  const first = of.books.find((b) => b.nextNo !== null)
  const photo = photos[0]?.sha256
  return (
    <Panel title="登记应急单" scope="用过的从最小编号起逐张登记" open onClose={onClose} width={520}>
      <EvidenceStrip slots={slots} value={photos} onChange={setPhotos} />
      <SchemaForm
        schema={registerForm.input}
        initial={{
          id: of.id,
          fate: 'used',
          ...(first ? { bookId: first.bookId, formNo: first.nextNo ?? undefined } : {}),
        }}
        hide={['id', 'photo']}
        titles={{ fate: formFateTitle }}
        onSubmit={(value) => act.run({ ...value, ...(photo ? { photo } : {}) })}
        submit="登记"
        k="F10"
        busy={act.busy}
        {...(act.refused ? { refused: act.refused } : {})}
        fields={{
          bookId: (f) => (
            <Select
              id={f.id}
              placeholder="请选择"
              value={f.value as number | undefined}
              onChange={f.onChange}
              options={of.books.map((b) => ({
                value: b.bookId,
                label: `${b.place} ${formText(b.prefix, b.firstNo)} – ${formText(b.prefix, b.lastNo)}`,
              }))}
              notFoundContent="这些储位没有领过应急单"
            />
          ),
        }}
      />
    </Panel>
  )
}
