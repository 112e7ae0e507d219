import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { deadlineText, instantText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import {
  addIncidentStep,
  incidentReceivers,
  incidentReceiverTitle,
  type IncidentDetail,
  type IncidentReceiver,
} from './contract.ts'

/** The three to whom the law wants the report, what was said and what they answered. */
export function ReceiversCard({ of, may }: { of: IncidentDetail; may: boolean }) {
  const late = of.state === 'open' ? deadlineText(of.reportDueAt) : ''
  return (
    <Card
      title="法定报告"
      scope="立即报告，三方都要登记"
      extra={of.state === 'open' && <StatusTag tone="red">{`报告时限 ${late}`}</StatusTag>}
    >
      <div className="in-receivers">
        {incidentReceivers.map((r) => (
          <Receiver key={r} of={of} receiver={r} may={may} />
        ))}
      </div>
    </Card>
  )
}

function Receiver({ of, receiver, may }: { of: IncidentDetail; receiver: IncidentReceiver; may: boolean }) {
  const [text, setText] = useState('')
  const done = of.steps.find((s) => s.kind === 'reported' && s.receiver === receiver)
  const answer = of.steps.findLast((s) => s.kind === 'acknowledged' && s.receiver === receiver)
  const act = useAct(addIncidentStep, {
    onDone: () => {
      setText('')
      toast('已登记')
    },
  })
  const kind = done ? ('acknowledged' as const) : ('reported' as const)
  return (
    <div>
      <div className="in-receiver">
        <b>{incidentReceiverTitle[receiver]}</b>
        {may ? (
          <Input
            size="small"
            value={text}
            maxLength={1000}
            aria-label={`${incidentReceiverTitle[receiver]}${done ? '回复' : '报告'}`}
            placeholder={done ? '对方的回复、受案号' : '方式、接报人、内容'}
            onChange={(e) => setText(e.target.value)}
          />
        ) : (
          <span />
        )}
        {may && (
          <ActButton
            size="small"
            busy={act.busy}
            blocked={text.trim() ? undefined : '内容'}
            onClick={() => act.run({ id: of.id, kind, receiver, text: text.trim() })}
          >
            {done ? '登记回复' : '登记报告'}
          </ActButton>
        )}
      </div>
      <div className="z-caption">
        {done ? `${instantText(done.at)} ${done.by}：${done.text}` : '还没有登记报告'}
        {answer && `；回复：${answer.text}`}
      </div>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
    </div>
  )
}
