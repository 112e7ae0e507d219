import { Input } from 'antd'
import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { reverseMovement } from './contract.ts'

interface Props {
  movementId: number
  /** Why it cannot be done now; printed in place of what is lacking. */
  blocked?: string | undefined
  onDone: (movementId: number) => void
}

/** 申请红冲: the reason, who asks, who approves; the entry itself stays as it is. */
export function ReverseAct({ movementId, blocked, onDone }: Props) {
  const [reason, setReason] = useState('')
  const input = { id: movementId, reason: reason.trim() }
  const signed = useSigned(reverseMovement, input, {
    off: blocked !== undefined,
    onDone: (r) => onDone(r.movementId),
  })
  const lack = [blocked ?? (!reason.trim() && '原因')]
  return (
    <Card title="红冲签字" scope="一人申请，药学部负责人批准" grow>
      <div className="z-column">
        <label>
          <span className="z-caption">红冲原因，记入账册</span>
          <Input.TextArea
            rows={4}
            maxLength={300}
            value={reason}
            disabled={blocked !== undefined}
            placeholder="写明哪里记错、应当怎样"
            onChange={(e) => setReason(e.target.value)}
          />
        </label>
        <TwoSignatures of={signed} title="申请" who="批准人" lack={lack} verb="签字红冲" />
      </div>
    </Card>
  )
}
