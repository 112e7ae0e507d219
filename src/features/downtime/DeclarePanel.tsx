import { Select } from 'antd'
import { listPlaces } from '#features/places/contract.ts'
import { bySpelling } from '#ui/bySpelling.ts'
import { MomentField } from '#ui/MomentField.tsx'
import { go } from '#ui/nav.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { declareDowntime } from './contract.ts'

/** 停机登记: which places, since when, why. */
export function DeclarePanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  const places = useCall(listPlaces, open ? { state: 'active', pageSize: 500 } : undefined).data?.rows ?? []
  const act = useAct(declareDowntime, {
    onDone: ({ id }) => {
      onClose()
      go(`/downtimes/${id}`)
    },
  })
  return (
    <Panel title="停机登记" scope="可以补登 72 小时之内的" open={open} onClose={onClose} width={520}>
      <SchemaForm
        schema={declareDowntime.input}
        onSubmit={act.run}
        submit="登记停机"
        k="F10"
        busy={act.busy}
        {...(act.refused ? { refused: act.refused } : {})}
        fields={{
          placeIds: (f) => (
            <Select
              id={f.id}
              mode="multiple"
              showSearch={bySpelling}
              placeholder="可多选"
              value={(f.value as number[] | undefined) ?? []}
              onChange={(v: number[]) => f.onChange(v.length > 0 ? v : undefined)}
              options={places
                .filter((p) => ['store', 'cabinet', 'drawer', 'ward'].includes(p.kind))
                .map((p) => ({ value: p.placeId, label: p.name }))}
            />
          ),
          startedAt: (f) => <MomentField field={f} />,
        }}
      />
    </Panel>
  )
}
