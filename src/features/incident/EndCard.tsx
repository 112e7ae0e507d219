import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import {
  acknowledgeIncident,
  closeIncident,
  incidentOutcome,
  incidentOutcomeTitle,
  releaseIncidentHold,
  type IncidentDetail,
  type IncidentOutcome,
} from './contract.ts'

/** 结案, by the head; afterwards the evidence may be released. */
export function EndCard({ of }: { of: IncidentDetail }) {
  const [outcome, setOutcome] = useState<IncidentOutcome>()
  const [note, setNote] = useState('')
  const act = useAct(closeIncident, { onDone: () => toast('已结案') })
  const release = useAct(releaseIncidentHold, { onDone: (r) => toast(`已解除 ${r.released} 条`) })
  if (of.state === 'closed')
    return of.released || of.held.length === 0 ? null : (
      <Card title="证据冻结" scope="结案后由负责人解除">
        <ReasonButton
          verb="解除冻结"
          refused={release.refused}
          onConfirm={(reason) => release.run({ id: of.id, reason })}
        />
      </Card>
    )
  const lack = [!outcome && '结论', !note.trim() && '说明'].filter(Boolean)
  return (
    <Card title="结案" scope="三方都已报告才能结案">
      <div className="z-column">
        <Segmented<string>
          block
          options={incidentOutcome.options.map((value) => ({ value, label: incidentOutcomeTitle[value] }))}
          value={outcome ?? ''}
          onChange={(v) => setOutcome(v as IncidentOutcome)}
        />
        <Input.TextArea
          rows={2}
          maxLength={1000}
          value={note}
          aria-label="结案说明"
          placeholder="查明的原因、处理结果、整改措施"
          onChange={(e) => setNote(e.target.value)}
        />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          wide
          busy={act.busy}
          blocked={lack.join('、') || undefined}
          onClick={() => act.run({ id: of.id, outcome: outcome ?? 'cleared', note: note.trim() })}
        >
          结案
        </ActButton>
      </div>
    </Card>
  )
}

/** 签收报告, by an authority, in its own rows. */
export function AcknowledgeCard({ of }: { of: IncidentDetail }) {
  const [text, setText] = useState('')
  const act = useAct(acknowledgeIncident, {
    onDone: () => {
      setText('')
      toast('已签收')
    },
  })
  return (
    <Card title="签收报告" scope="机构立即看到">
      <div className="z-column">
        <Input.TextArea
          rows={2}
          maxLength={500}
          value={text}
          aria-label="签收意见"
          placeholder="如：已收到，派员核查"
          onChange={(e) => setText(e.target.value)}
        />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          wide
          busy={act.busy}
          blocked={text.trim() ? undefined : '意见'}
          onClick={() => act.run({ id: of.id, text: text.trim() })}
        >
          签收报告
        </ActButton>
      </div>
    </Card>
  )
}
