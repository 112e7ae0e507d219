import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { bySpelling } from '#ui/bySpelling.ts'
import { Select } from 'antd'
import { listCarriers, nameCarrier } from './carrierContract.ts'
import type { TransferDetail } from './contract.ts'

/** 换运送人: who is named takes it over from who has it. */
export function CarrierPanel({
  of: t,
  open,
  onClose,
}: {
  of: TransferDetail
  open: boolean
  onClose: () => void
}) {
  const people = useCall(listCarriers, open ? {} : undefined).data?.people ?? []
  const act = useAct(nameCarrier, {
    onDone: () => {
      toast('已换运送人，请新的运送人签字带走')
      onClose()
    },
  })
  return (
    <Panel title="换运送人" scope={`${t.no}，时限不重新计`} open={open} onClose={onClose} width={480}>
      {open && (
        <SchemaForm
          schema={nameCarrier.input}
          initial={{ id: t.id }}
          hide={['id']}
          columns={1}
          fields={{
            carrierId: (f) => (
              <Select
                id={f.id}
                showSearch={bySpelling}
                placeholder="不能是复核人"
                value={f.value as number | undefined}
                onChange={f.onChange}
                options={people.map((p) => ({ value: p.userId, label: `${p.name} ${p.title}` }))}
              />
            ),
          }}
          onSubmit={act.run}
          submit="换运送人"
          k="F10"
          busy={act.busy}
          refused={act.refused}
        />
      )}
    </Panel>
  )
}
