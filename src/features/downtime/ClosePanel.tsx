import { Input } from 'antd'
import { useState } from 'react'
import { Labelled } from '#ui/Labelled.tsx'
import { Panel } from '#ui/Panel.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { closeDowntime, type Downtime } from './contract.ts'

/** Two people say that every sheet, every line and every lot is accounted for. */
export function ClosePanel({ of, onClose }: { of: Downtime; onClose: () => void }) {
  const [note, setNote] = useState('')
  const input = { id: of.id, ...(note.trim() ? { note: note.trim() } : {}) }
  const signed = useSigned(closeDowntime, input, {
    onDone: () => {
      toast('已核对关闭')
      onClose()
    },
  })
  return (
    <Panel title="核对关闭" scope={of.no} open onClose={onClose} width={460}>
      <div className="dt-missing">
        <Labelled title="说明" hint="可不填">
          <Input.TextArea rows={3} maxLength={300} value={note} onChange={(e) => setNote(e.target.value)} />
        </Labelled>
        <TwoSignatures of={signed} title="关闭" who="核对人" lack={[]} verb="核对关闭" />
      </div>
    </Panel>
  )
}
