import { Input } from 'antd'
import { useState } from 'react'
import { Labelled } from '#ui/Labelled.tsx'
import { Panel } from '#ui/Panel.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { recoverStock, type IncidentDetail } from './contract.ts'

interface Props {
  of: IncidentDetail
  movementId: number | undefined
  onClose: () => void
}

/** 追回: the loss is taken back as it was written. */
export function FoundPanel({ of, movementId, onClose }: Props) {
  return (
    <Panel
      title="登记追回"
      scope="原样冲回，放回原来的账户"
      open={movementId !== undefined}
      onClose={onClose}
    >
      {movementId !== undefined && <Form of={of} movementId={movementId} done={onClose} />}
    </Panel>
  )
}

function Form({ of, movementId, done }: { of: IncidentDetail; movementId: number; done: () => void }) {
  const [reason, setReason] = useState('')
  const input = { id: of.id, movementId, reason: reason.trim() }
  const signed = useSigned(recoverStock, input, {
    onDone: () => {
      toast('已登记追回')
      done()
    },
  })
  const lack = [!input.reason && '在哪里找到']
  return (
    <div className="z-column">
      <Labelled title="在哪里、怎样找到">
        <Input.TextArea rows={3} maxLength={300} value={reason} onChange={(e) => setReason(e.target.value)} />
      </Labelled>
      <TwoSignatures of={signed} title="经办" who="批准人" lack={lack} verb="登记追回" />
    </div>
  )
}
