import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { incidentKinds, incidentKindTitle, openIncident, type IncidentKind } from './contract.ts'
import { DrugRows, type MissingDrug } from './DrugRows.tsx'
import './incident.css'

export function OpenPanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Panel title="登记丢失、被盗事件" scope="登记即立案：冻结证据，开始计时" open={open} onClose={onClose}>
      <Form />
    </Panel>
  )
}

function Form() {
  const me = useMe()
  const [kind, setKind] = useState<IncidentKind>()
  const [words, setWords] = useState({ foundPlace: me.department ?? '', foundBy: me.name, summary: '' })
  const [drugs, setDrugs] = useState<readonly MissingDrug[]>([])
  const write = (key: keyof typeof words) => (e: { target: { value: string } }) =>
    setWords((w) => ({ ...w, [key]: e.target.value }))
  const act = useAct(openIncident, {
    onDone: (r) => {
      toast(`${r.no} 已立案，冻结 ${r.held} 条记录`)
      go(`/incidents/${r.id}`)
    },
  })
  const lack = [
    !kind && '情形',
    drugs.length === 0 && '药品和数量',
    !words.foundPlace.trim() && '地点',
    !words.foundBy.trim() && '发现人',
    !words.summary.trim() && '经过',
  ].filter(Boolean)
  const send = () =>
    act.run({
      kind: kind ?? 'loss',
      foundAt: new Date().toISOString(),
      foundPlace: words.foundPlace.trim(),
      foundBy: words.foundBy.trim(),
      summary: words.summary.trim(),
      drugs: drugs.map(({ drugId, lotNo, units }) => ({ drugId, lotNo: lotNo || undefined, units })),
    })
  return (
    <div className="z-column">
      <Segmented<string>
        block
        options={incidentKinds.map((value) => ({ value, label: incidentKindTitle[value] }))}
        value={kind ?? ''}
        onChange={(v) => setKind(v as IncidentKind)}
      />
      <DrugRows drugs={drugs} onChange={setDrugs} />
      <div className="in-two">
        <Labelled title="发现地点">
          <Input value={words.foundPlace} maxLength={100} onChange={write('foundPlace')} />
        </Labelled>
        <Labelled title="发现人">
          <Input value={words.foundBy} maxLength={60} onChange={write('foundBy')} />
        </Labelled>
      </div>
      <Labelled title="经过">
        <Input.TextArea
          rows={4}
          maxLength={2000}
          value={words.summary}
          placeholder="何时、怎样发现，查过哪里，已采取什么控制措施"
          onChange={write('summary')}
        />
      </Labelled>
      <Notice tone="amber">登记后冻结发现前 72 小时这些药品的全部记录和照片，结案前不能删除</Notice>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="red"
        k="F10"
        wide
        blocked={lack.join('、') || undefined}
        busy={act.busy}
        onClick={send}
      >
        立案
      </ActButton>
    </div>
  )
}
