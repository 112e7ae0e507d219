import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DateField } from '#ui/DateField.tsx'
import { FactList } from '#ui/FactList.tsx'
import { dateText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { cardFieldTitle, completeChange, fileChange, handleChange, type Change } from './contract.ts'

interface Props {
  of: Change
  step: 'file' | 'complete' | 'handle'
  onClose: () => void
}

/** One step of a change: 报备, 登记办结, and the authority's 办结 or 退回. */
export function StepPanel({ of, step, onClose }: Props) {
  const title = { file: '报备变更', complete: '登记办结', handle: '处理变更' }[step]
  return (
    <Panel open onClose={onClose} width={560} title={title} scope={of.no}>
      <div className="z-column">
        <FactList
          items={[
            { label: '变更事项', value: cardFieldTitle[of.field] },
            { label: '变更前', value: of.before ?? '无' },
            { label: '变更后', value: of.after ?? '无' },
            { label: '发生日期', value: of.changedOn },
            { label: '报备期限', value: of.fileBy },
            ...(of.filedOn ? [{ label: '报备日期', value: of.filedOn }] : []),
            ...(of.note ? [{ label: '退回原因', value: of.note }] : []),
          ]}
        />
        {step === 'handle' ? (
          <Handle of={of} onClose={onClose} />
        ) : (
          <Day of={of} step={step} verb={title} onClose={onClose} />
        )}
      </div>
    </Panel>
  )
}

function Day({ of, step, verb, onClose }: Props & { verb: string }) {
  const [day, setDay] = useState<string | undefined>(() => dateText(Date.now()))
  const done = () => {
    toast(step === 'file' ? '已登记报备' : '已登记办结')
    onClose()
  }
  const file = useAct(fileChange, { onDone: done })
  const complete = useAct(completeChange, { onDone: done })
  const act = step === 'file' ? file : complete
  const run = () =>
    step === 'file'
      ? file.run({ changeId: of.changeId, filedOn: day ?? '' })
      : complete.run({ changeId: of.changeId, doneOn: day ?? '' })
  return (
    <>
      <Labelled title={step === 'file' ? '报备日期' : '办结日期'}>
        <DateField value={day} onChange={setDay} status={act.refused ? 'error' : undefined} />
      </Labelled>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton kind="filled" k="F10" wide busy={act.busy} blocked={day ? undefined : '日期'} onClick={run}>
        {verb}
      </ActButton>
    </>
  )
}

function Handle({ of, onClose }: Omit<Props, 'step'>) {
  const [note, setNote] = useState('')
  const act = useAct(handleChange, {
    onDone: () => {
      toast('已处理')
      onClose()
    },
  })
  const send = (outcome: 'done' | 'returned') =>
    act.run({ changeId: of.changeId, outcome, ...(note.trim() ? { note: note.trim() } : {}) })
  return (
    <>
      <Labelled title="说明" hint="退回时必填">
        <Input.TextArea rows={3} maxLength={200} value={note} onChange={(e) => setNote(e.target.value)} />
      </Labelled>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton kind="filled" k="F10" wide busy={act.busy} onClick={() => send('done')}>
        办结变更
      </ActButton>
      <ActButton
        kind="red"
        wide
        busy={act.busy}
        blocked={note.trim() ? undefined : '退回的原因'}
        onClick={() => send('returned')}
      >
        退回变更
      </ActButton>
    </>
  )
}
