import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { planShifts, type HandoverPlace } from './contract.ts'
import '#ui/form.css'
import './handover.css'

/** 排班次: when shifts end here, whether counts are blind, whether the place is settled each day. */
export function PlanPanel({ place, onClose }: { place: HandoverPlace | undefined; onClose: () => void }) {
  return (
    <Panel title="排班次" scope={place?.place} open={place !== undefined} onClose={onClose}>
      {place && <Form key={place.placeId} place={place} onClose={onClose} />}
    </Panel>
  )
}

const most = 6
const time = /^([01]\d|2[0-3]):[0-5]\d$/

function Form({ place, onClose }: { place: HandoverPlace; onClose: () => void }) {
  const [shifts, setShifts] = useState(() => place.shifts.map((s) => ({ ...s })))
  const [blind, setBlind] = useState(place.blind)
  const [settles, setSettles] = useState(place.settles)
  const act = useAct(planShifts, {
    onDone: () => {
      toast(`${place.place} 班次已更新`)
      onClose()
    },
  })
  const wrong = shifts.find((s) => !s.name.trim() || !time.test(s.end))
  const set = (i: number, patch: Partial<{ name: string; end: string }>) =>
    setShifts(shifts.map((s, n) => (n === i ? { ...s, ...patch } : s)))
  return (
    <div className="z-form">
      {shifts.map((s, i) => (
        <div key={i} className="ho-shift">
          <Input
            aria-label="班名"
            placeholder="白班"
            maxLength={10}
            value={s.name}
            onChange={(e) => set(i, { name: e.target.value })}
          />
          <Input
            aria-label="交班时间"
            placeholder="17:30"
            maxLength={5}
            value={s.end}
            onChange={(e) => set(i, { end: e.target.value })}
          />
          <ActButton kind="link" onClick={() => setShifts(shifts.filter((_, n) => n !== i))}>
            去掉
          </ActButton>
        </div>
      ))}
      {shifts.length < most && (
        <div>
          <ActButton onClick={() => setShifts([...shifts, { name: '', end: '' }])}>加一班</ActButton>
        </div>
      )}
      <Checkbox checked={blind} onChange={(e) => setBlind(e.target.checked)}>
        盲点：点完一行才显示账面数
      </Checkbox>
      <Checkbox checked={settles} onChange={(e) => setSettles(e.target.checked)}>
        每天日结（周转库、周转柜必须，卫医发〔2005〕438 号）
      </Checkbox>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="z-form-foot">
        <ActButton
          kind="filled"
          k="F10"
          busy={act.busy}
          blocked={wrong ? '班名和交班时间，如 17:30' : undefined}
          onClick={() => act.run({ placeId: place.placeId, shifts, blind, settles })}
        >
          保存班次
        </ActButton>
      </div>
    </div>
  )
}
