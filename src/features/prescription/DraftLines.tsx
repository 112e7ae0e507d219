import { bySpelling } from '#ui/bySpelling.ts'
import { Input, InputNumber, Select, Space } from 'antd'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import type { RxDrug } from './contract.ts'
import { Field } from './Field.tsx'
import { mostLines } from './rules.ts'
import type { DraftLine, Writing } from './useDraft.ts'
import { doseUnits, frequencies, routes } from './words.ts'

/** 正文: each drug with its single dose, how often, and how many. */
export function DraftLines({ w, drugs }: { w: Writing; drugs: readonly RxDrug[] }) {
  return (
    <Card title="药品" scope={`最多 ${mostLines} 种，麻、精一与精二分开开具`} flush>
      {w.lines.length === 0 && <EmptyState title="还没有药品" text="在下面按名称选择，填单次用量和数量" />}
      <div data-keep-focus>
        {w.lines.map((line) => (
          <Line key={line.key} w={w} line={line} />
        ))}
        {w.lines.length < mostLines && <Add w={w} drugs={drugs} />}
      </div>
    </Card>
  )
}

function Line({ w, line }: { w: Writing; line: DraftLine }) {
  const { drug } = line
  const edit = (patch: Partial<DraftLine>) => w.edit(line.key, patch)
  return (
    <div className="rx-line">
      <Drug of={drug} />
      <Field title="单次用量">
        <Space.Compact block>
          <InputNumber
            autoFocus
            min={0}
            value={line.amount}
            aria-label={`${drug.name} 单次用量`}
            onChange={(amount) => edit({ amount })}
          />
          <Select
            value={line.doseUnit}
            aria-label={`${drug.name} 用量单位`}
            onChange={(doseUnit) => edit({ doseUnit })}
            options={doseUnits(drug).map((u) => ({ value: u.text, label: u.text }))}
          />
        </Space.Compact>
      </Field>
      <Field title="频次">
        <Select
          value={line.frequency}
          onChange={(frequency) => edit({ frequency })}
          options={frequencies.map((f) => ({ value: f.text, label: f.text }))}
        />
      </Field>
      <Field title="用法">
        <Select
          value={line.route}
          onChange={(route) => edit({ route })}
          options={routes.map((r) => ({ value: r, label: r }))}
        />
      </Field>
      <Field title="数量">
        <InputNumber
          min={1}
          max={9999}
          precision={0}
          suffix={drug.unit}
          value={line.units}
          aria-label={`${drug.name} 数量`}
          onChange={(units) => edit({ units })}
        />
      </Field>
      <button type="button" className="z-link" onClick={() => w.drop(line.key)}>
        移除
      </button>
      {(w.draft.purpose === 'pump' || line.instruction !== '') && (
        <div className="rx-line-note">
          <Input
            value={line.instruction}
            maxLength={100}
            placeholder="医嘱说明：镇痛泵写明速度与时长"
            aria-label={`${drug.name} 医嘱说明`}
            onChange={(e) => edit({ instruction: e.target.value })}
          />
        </div>
      )}
    </div>
  )
}

function Add({ w, drugs }: { w: Writing; drugs: readonly RxDrug[] }) {
  const free = drugs.filter((d) => !w.lines.some((l) => l.drug.drugId === d.drugId))
  function add(drugId: number) {
    const drug = drugs.find((d) => d.drugId === drugId)
    if (drug) w.add(drug)
  }
  return (
    <div className="rx-add">
      <Select
        showSearch={bySpelling}
        style={{ width: '100%' }}
        placeholder="加药品：名称、规格"
        aria-label="药品"
        value={null}
        onChange={(drugId: number | null) => drugId !== null && add(drugId)}
        options={free.map((d) => ({
          value: d.drugId,
          label: `${d.name} ${d.spec}${d.pharmacyUnits > 0 ? `，窗口有 ${d.pharmacyUnits} ${d.unit}` : '，窗口无库存'}`,
        }))}
      />
    </div>
  )
}
