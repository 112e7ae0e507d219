import { bySpelling } from '#ui/bySpelling.ts'
import { InputNumber, Input, Select } from 'antd'
import { useState } from 'react'
import { listDrugs } from '#features/catalogue/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DateField } from '#ui/DateField.tsx'
import { dateText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { readPlaceBase, requestBase } from './contract.ts'
import '#ui/form.css'
import './base.css'

interface Props {
  open: boolean
  onClose: () => void
  placeId?: number
}

/** 申请基数: for which place, which drugs, how many and the least; somebody else approves it. */
export function RequestPanel({ open, onClose, placeId }: Props) {
  return (
    <Panel
      title="申请基数"
      scope="药学部负责人批准后生效；改基数也在这里重新申请"
      open={open}
      onClose={onClose}
    >
      <Form placeId={placeId} onClose={onClose} />
    </Panel>
  )
}

interface Line {
  readonly drugId: number
  readonly name: string
  readonly unit: string
  readonly was: number | null
  readonly units: number
  readonly minUnits: number
}

/** Drugs of the house, and what is in force at the chosen place. */
function useChoices(placeId: number | undefined) {
  const places = useCall(listPlaces, { state: 'active', pageSize: 500 })
  const drugs = useCall(listDrugs, { pageSize: 500 })
  const base = useCall(readPlaceBase, placeId === undefined ? undefined : { placeId })
  return {
    places: (places.data?.rows ?? []).filter(
      (p) => p.tier > 1 && ['store', 'cabinet', 'drawer', 'ward'].includes(p.kind),
    ),
    drugs: drugs.data?.rows ?? [],
    was: (drugId: number) => base.data?.drugs.find((d) => d.drugId === drugId),
    error: places.error ?? drugs.error ?? base.error,
  }
}

function Form({ placeId: given, onClose }: { placeId: number | undefined; onClose: () => void }) {
  const [placeId, setPlaceId] = useState(given)
  const [from, setFrom] = useState<string | undefined>(dateText(Date.now()))
  const [reason, setReason] = useState('')
  const [lines, setLines] = useState<Line[]>([])
  const choices = useChoices(placeId)
  const act = useAct(requestBase, {
    onDone: ({ no }) => {
      toast(`${no} 已送药学部负责人批准`)
      onClose()
    },
  })
  function add(drugId: number) {
    const drug = choices.drugs.find((d) => d.drugId === drugId)
    const was = choices.was(drugId)
    if (!drug || lines.some((l) => l.drugId === drugId)) return
    const name = `${drug.name} ${drug.spec}`
    const units = was?.baseUnits ?? 10
    const minUnits = was?.minUnits ?? 4
    setLines([...lines, { drugId, name, unit: drug.unit, was: was?.baseUnits ?? null, units, minUnits }])
  }
  const lack = [
    !placeId && '储位',
    lines.length === 0 && '药品',
    !from && '生效日期',
    !reason.trim() && '原因',
  ]
    .filter(Boolean)
    .join('、')
  const send = () =>
    placeId !== undefined &&
    from !== undefined &&
    act.run({
      placeId,
      effectiveFrom: from,
      reason: reason.trim(),
      lines: lines.map(({ drugId, units, minUnits }) => ({ drugId, units, minUnits })),
    })
  return (
    <div className="z-form">
      <div className="z-form-fields" data-columns="2">
        <label className="bs-field">
          储位
          <Select
            value={placeId}
            onChange={setPlaceId}
            disabled={given !== undefined}
            placeholder="病区药柜、周转柜"
            options={choices.places.map((p) => ({ value: p.placeId, label: p.name }))}
          />
        </label>
        <label className="bs-field">
          生效日期
          <DateField value={from} onChange={setFrom} />
        </label>
        <label className="bs-field">
          原因
          <Input
            value={reason}
            maxLength={200}
            placeholder="如：开展无痛诊疗，日均用量 6 支"
            onChange={(e) => setReason(e.target.value)}
          />
        </label>
        <label className="bs-field">
          加药品
          <Select
            showSearch={bySpelling}
            value={null}
            placeholder="名称"
            onChange={(v) => v !== null && add(v)}
            options={choices.drugs.map((d) => ({
              value: d.drugId as number | null,
              label: `${d.name} ${d.spec}`,
            }))}
          />
        </label>
      </div>
      {choices.error && <Notice tone="red">{choices.error.text}</Notice>}
      <div className="bs-lines">
        {lines.map((l) => (
          <AskLine
            key={l.drugId}
            line={l}
            onChange={(to) => setLines(lines.flatMap((x) => (x === l ? (to ? [to] : []) : [x])))}
          />
        ))}
      </div>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="z-form-foot">
        <ActButton kind="filled" k="F10" busy={act.busy} blocked={lack || undefined} onClick={send}>
          送出申请
        </ActButton>
      </div>
    </div>
  )
}

function AskLine({ line, onChange }: { line: Line; onChange: (to: Line | undefined) => void }) {
  return (
    <div className="bs-ask">
      <span>
        {line.name}
        <br />
        <span className="bs-was">
          {line.was === null ? '现在没有基数' : `现行基数 ${line.was} ${line.unit}`}
        </span>
      </span>
      <InputNumber
        aria-label="基数"
        prefix="基数"
        min={0}
        max={100_000}
        precision={0}
        value={line.units}
        onChange={(v) => onChange({ ...line, units: v ?? 0 })}
      />
      <InputNumber
        aria-label="最低存量"
        prefix="最低"
        min={0}
        max={line.units}
        precision={0}
        value={line.minUnits}
        onChange={(v) => onChange({ ...line, minUnits: v ?? 0 })}
      />
      <ActButton kind="link" onClick={() => onChange(undefined)}>
        去掉
      </ActButton>
    </div>
  )
}
