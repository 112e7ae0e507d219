import { Input } from 'antd'
import { useState } from 'react'
import { dayOf } from '#core/clock.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { DateField } from '#ui/DateField.tsx'
import { deadlineText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import { acceptWriteOff, attendDays, type WriteOffDetail } from './contract.ts'

/** 受理: names the day within the five, or sends the list back with what is wrong. */
export function AcceptCard({ of }: { of: WriteOffDetail }) {
  const [visitOn, setVisit] = useState<string | undefined>(dayOf(new Date(Date.now() + 86_400_000)))
  const [note, setNote] = useState('')
  const act = useAct(acceptWriteOff, { onDone: () => toast('已办理') })
  return (
    <Card title="受理" scope={of.dueAt ? `${attendDays} 日内到场，${deadlineText(of.dueAt)}` : ''}>
      <div className="z-column">
        <Labelled title="约定到场日期">
          <DateField value={visitOn ?? ''} onChange={setVisit} />
        </Labelled>
        <Labelled title="告知机构" hint="可不填">
          <Input
            value={note}
            maxLength={200}
            placeholder="如：上午 9 时到，请备齐清单"
            onChange={(e) => setNote(e.target.value)}
          />
        </Labelled>
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          blocked={visitOn ? undefined : '到场日期'}
          busy={act.busy}
          onClick={() => act.run({ id: of.id, outcome: 'accepted', visitOn, note: note.trim() || undefined })}
        >
          受理
        </ActButton>
        <ReasonButton
          verb="退回机构"
          hint="写明要机构补正什么"
          onConfirm={(reason) => act.run({ id: of.id, outcome: 'returned', note: reason })}
        />
      </div>
    </Card>
  )
}
