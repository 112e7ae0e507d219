import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { confirmFiling, type FilingDetail } from './contract.ts'

/** 签收回执, by the authority: the number is given by the program. */
export function ConfirmForm({ of }: { of: FilingDetail }) {
  const [note, setNote] = useState('')
  const act = useAct(confirmFiling, { onDone: ({ no }) => toast(`回执 ${no}`) })
  const send = (outcome: 'accepted' | 'returned') =>
    act.run({ filingId: of.filingId, outcome, note: note.trim() || undefined })
  return (
    <>
      <Input.TextArea
        rows={2}
        maxLength={300}
        aria-label="意见"
        placeholder="意见，签收可不填，退回须写明原因"
        value={note}
        onChange={(e) => setNote(e.target.value)}
      />
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton kind="filled" k="F10" wide busy={act.busy} onClick={() => send('accepted')}>
        签收并回执
      </ActButton>
      <ActButton
        kind="red"
        wide
        busy={act.busy}
        blocked={note.trim() ? undefined : '退回原因'}
        onClick={() => send('returned')}
      >
        退回
      </ActButton>
    </>
  )
}
