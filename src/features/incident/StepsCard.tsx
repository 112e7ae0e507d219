import { Input, Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { addIncidentStep, incidentReceiverTitle, incidentStepTitle, type IncidentDetail } from './contract.ts'

type Kind = 'note' | 'measure' | 'escalated'
const kinds: readonly Kind[] = ['measure', 'escalated', 'note']

/** What was done, in order; one more can be written. */
export function StepsCard({ of, may }: { of: IncidentDetail; may: boolean }) {
  const [kind, setKind] = useState<Kind>('measure')
  const [text, setText] = useState('')
  const act = useAct(addIncidentStep, {
    onDone: () => {
      setText('')
      toast('已登记')
    },
  })
  const items = [
    { key: 'open', at: of.openedAt, act: '立案', people: of.openedBy, place: of.foundPlace },
    ...of.steps.map((s) => ({
      key: s.key,
      at: s.at,
      act: `${incidentStepTitle[s.kind]}${s.receiver ? `　${incidentReceiverTitle[s.receiver]}` : ''}`,
      place: s.text,
      people: s.by,
    })),
    ...(of.closedAt
      ? [
          {
            key: 'close',
            at: of.closedAt,
            act: '结案',
            place: of.outcomeNote ?? '',
            people: of.closedBy ?? '',
          },
        ]
      : []),
  ]
  return (
    <Card title="经过" scope="只增不改" grow>
      <div className="z-column">
        {may && (
          <div className="in-receiver">
            <Select
              size="small"
              value={kind}
              onChange={setKind}
              aria-label="种类"
              options={kinds.map((value) => ({ value, label: incidentStepTitle[value] }))}
            />
            <Input
              size="small"
              value={text}
              maxLength={1000}
              aria-label="内容"
              placeholder="如：封存药柜，调取视频，停用相关人员权限"
              onChange={(e) => setText(e.target.value)}
            />
            <ActButton
              size="small"
              busy={act.busy}
              blocked={text.trim() ? undefined : '内容'}
              onClick={() => act.run({ id: of.id, kind, text: text.trim() })}
            >
              登记
            </ActButton>
          </div>
        )}
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <Timeline items={items} look="rows" />
      </div>
    </Card>
  )
}
