import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
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
  const me = useMe()
  const [reason, setReason] = useState('')
  const input = { id: of.id, movementId, reason: reason.trim() }
  const second = useSecondPerson(recoverStock, input)
  const act = useAct(recoverStock, {
    onDone: () => {
      toast('已登记追回')
      done()
    },
  })
  const lack = [!input.reason && '在哪里找到', !second.present && '批准人到场'].filter(Boolean)
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
  return (
    <div className="z-column">
      <Labelled title="在哪里、怎样找到">
        <Input.TextArea rows={3} maxLength={300} value={reason} onChange={(e) => setReason(e.target.value)} />
      </Labelled>
      <SignatureSlot order="第一人" title="经办" state="present" name={me.name} role={me.title} />
      <SignatureSlot {...second.slotProps} />
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        k="F10"
        wide
        blocked={lack.join('、') || undefined}
        busy={act.busy}
        onClick={sign}
      >
        登记追回
      </ActButton>
    </div>
  )
}
