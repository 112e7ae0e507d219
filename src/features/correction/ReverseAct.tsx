import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import { reverseMovement } from './contract.ts'

interface Props {
  movementId: number
  /** Why it cannot be done now; printed in place of what is lacking. */
  blocked?: string | undefined
  onDone: (movementId: number) => void
}

/** 申请红冲: the reason, who asks, who approves; the entry itself stays as it is. */
export function ReverseAct({ movementId, blocked, onDone }: Props) {
  const me = useMe()
  const [reason, setReason] = useState('')
  const input = { id: movementId, reason: reason.trim() }
  const second = useSecondPerson(reverseMovement, input, { off: blocked !== undefined })
  const act = useAct(reverseMovement, { onDone: (r) => onDone(r.movementId) })
  const lack =
    blocked ??
    ([!reason.trim() && '原因', !second.present && '批准人到场'].filter(Boolean).join('、') || undefined)
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
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
        <SignatureSlot
          order="第一人"
          title="申请"
          state="present"
          name={me.name}
          role={me.title}
          text={me.title}
        />
        <SignatureSlot {...second.slotProps} />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton kind="filled" k="F10" wide blocked={lack} busy={act.busy} onClick={sign}>
          签字红冲
        </ActButton>
      </div>
    </Card>
  )
}
