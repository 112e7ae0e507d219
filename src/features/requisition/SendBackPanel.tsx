import { Input, InputNumber } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Drug } from '#ui/Drug.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { sendBack, type TransferDetail, type TransferItem } from './contract.ts'
import { MySlot } from './MySlot.tsx'
import { keyOf } from './sending.tsx'
import '#ui/form.css'
import './requisition.css'

/** 退回在途: what the other side does not take comes back, before two people, with the reason. */
export function SendBackPanel({
  of: t,
  open,
  onClose,
}: {
  of: TransferDetail
  open: boolean
  onClose: () => void
}) {
  return (
    <Panel title="退回在途" scope={`${t.no}　退回到${t.source}，实物须已在手`} open={open} onClose={onClose}>
      <Form of={t} onClose={onClose} />
    </Panel>
  )
}

function Form({ of: t, onClose }: { of: TransferDetail; onClose: () => void }) {
  const waiting = t.items.filter((i) => i.inTransitUnits > 0)
  const [units, setUnits] = useState<ReadonlyMap<string, number>>(new Map())
  const [reason, setReason] = useState('')
  const of = (i: TransferItem) => Math.min(units.get(keyOf(i)) ?? 0, i.inTransitUnits)
  const set = (i: TransferItem, n: number) => setUnits(new Map(units).set(keyOf(i), n))
  const picks = waiting
    .filter((i) => of(i) > 0)
    .map((i) => (i.code ? { code: i.code, units: of(i) } : { lotId: i.lotId, units: of(i) }))
  const input = { id: t.id, picks, reason: reason.trim() }
  const { second, act, sign } = useSigned(sendBack, input, {
    onDone: () => {
      toast(`已退回${t.source}`)
      onClose()
    },
  })
  const lack = [
    ...(picks.length > 0 ? [] : ['退回的数量']),
    ...(reason.trim() ? [] : ['原因']),
    ...(second.present ? [] : ['第二人到场']),
  ]
  return (
    <div className="z-form">
      <div className="rq-lines">
        {waiting.map((i) => (
          <BackLine key={keyOf(i)} of={i} units={of(i)} onChange={(n) => set(i, n)} />
        ))}
      </div>
      <label className="rq-field">
        退回的原因
        <Input.TextArea
          rows={2}
          maxLength={300}
          value={reason}
          placeholder="如：送错储位；对方未收，原盒退回。记入账册"
          onChange={(e) => setReason(e.target.value)}
        />
      </label>
      <div className="rq-slots">
        <MySlot title="收回" />
        <SignatureSlot {...second.slotProps} />
      </div>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="z-form-foot">
        <ActButton
          kind="filled"
          k="F10"
          busy={act.busy}
          blocked={lack.join('、') || undefined}
          onClick={sign}
        >
          退回在途
        </ActButton>
      </div>
    </div>
  )
}

function BackLine({
  of: i,
  units,
  onChange,
}: {
  of: TransferItem
  units: number
  onChange: (units: number) => void
}) {
  return (
    <div className="rq-back">
      <Drug of={i} />
      {i.code ? <TraceCode code={i.code} short /> : <span>批号 {i.lotNo}</span>}
      <InputNumber
        aria-label="退回数量"
        min={0}
        max={i.inTransitUnits}
        precision={0}
        controls={false}
        value={units}
        suffix={`/ ${i.inTransitUnits} ${i.unit}`}
        onChange={(n) => onChange(n ?? 0)}
      />
      <button type="button" className="z-link" onClick={() => onChange(i.inTransitUnits)}>
        全退
      </button>
    </div>
  )
}
