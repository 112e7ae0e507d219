import { Button, Input, InputNumber, Select } from 'antd'
import { Fragment, useDeferredValue, useState } from 'react'
import { classTitle } from '#core/contract.ts'
import { listDrugs } from '#features/catalogue/contract.ts'
import { planLeft, type LeftRow } from '#features/purchasePlan/contract.ts'
import { num, unitText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'
import './purchase.css'

export interface DraftLine {
  drugId?: number | undefined
  units?: number | undefined
  price?: string | undefined
  invoiceNo?: string | undefined
}

interface Props {
  value: readonly DraftLine[]
  /** Of the order's day: whose plan it takes from. */
  year: number
  /** What the server said about single lines. */
  faults: readonly { readonly field: string; readonly text: string }[]
  onChange: (lines: DraftLine[]) => void
}

const grid = {
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) 96px 104px 120px 56px',
  gap: 8,
  alignItems: 'center',
}

// A form gives a field one of its two columns; these lines need both, and the 16 px between them.
// As a least width, because a width would first stretch the column that it is measured by.
const wide = { display: 'grid', gap: 8, width: 0, minWidth: 'calc(200% + 16px)' }

/** Lines one below the other; a whole number of packs is shown beside, because people order boxes. */
export function LineEditor({ value, year, faults, onChange }: Props) {
  const mayPlan = useMay('purchasePlan.read')
  const plan = useCall(planLeft, mayPlan ? { year } : undefined, { keep: true }).data?.rows ?? []
  const set = (at: number, patch: DraftLine) =>
    onChange(value.map((line, i) => (i === at ? { ...line, ...patch } : line)))
  return (
    <div style={wide}>
      <div style={grid} className="z-caption">
        <span>药品</span>
        <span>数量</span>
        <span>单价（元）</span>
        <span>发票号</span>
      </div>
      {value.map((line, i) => (
        <Fragment key={i}>
          <div style={grid}>
            <DrugSelect value={line.drugId} onChange={(drugId) => set(i, { drugId })} />
            <InputNumber
              aria-label="数量"
              controls={false}
              min={1}
              style={{ width: '100%' }}
              value={line.units ?? null}
              onChange={(units) => set(i, { units: units ?? undefined })}
            />
            <Input
              aria-label="单价"
              value={line.price ?? ''}
              onChange={(e) => set(i, { price: e.target.value.trim() || undefined })}
            />
            <Input
              aria-label="发票号"
              value={line.invoiceNo ?? ''}
              onChange={(e) => set(i, { invoiceNo: e.target.value.trim() || undefined })}
            />
            <Button type="link" onClick={() => onChange(value.filter((_, at) => at !== i))}>
              移除
            </Button>
          </div>
          <LineWords
            quota={plan.find((r) => line.drugId !== undefined && r.drugIds.includes(line.drugId))}
            faults={faults.filter((f) => f.field.startsWith(`lines.${i}.`))}
          />
        </Fragment>
      ))}
      <Button style={{ justifySelf: 'start' }} onClick={() => onChange([...value, {}])}>
        增加一行
      </Button>
    </div>
  )
}

interface WordsProps {
  quota: LeftRow | undefined
  faults: readonly { readonly text: string }[]
}

/** Below a line: what its plan still allows, and why it was refused. */
function LineWords({ quota, faults }: WordsProps) {
  const left = quota && Math.max(0, quota.approved - quota.ordered)
  return (
    <>
      {faults.map((f) => (
        <span key={f.text} className="pu-fault" role="alert">
          {f.text}
        </span>
      ))}
      {quota && faults.length === 0 && (
        <span className={left === 0 ? 'pu-fault' : 'z-caption'}>
          {`本年核定 ${num(quota.approved)}，已订 ${num(quota.ordered)}，还可订 ${num(left ?? 0)} ${quota.unit}`}
        </span>
      )}
    </>
  )
}

/** Drugs in use, by name or code; asked for as one types. */
function DrugSelect({ value, onChange }: { value: number | undefined; onChange: (drugId: number) => void }) {
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q.trim())
  const rows =
    useCall(listDrugs, { q: asked, state: 'active', pageSize: 50 }, { keep: true }).data?.rows ?? []
  return (
    <Select
      aria-label="药品"
      style={{ width: '100%' }}
      placeholder="名称或编码"
      showSearch={{ filterOption: false, onSearch: setQ }}
      value={value}
      onChange={(v: number) => onChange(v)}
      popupMatchSelectWidth={420}
      options={rows.map((d) => ({
        value: d.drugId,
        label: `${classTitle[d.drugClass]} ${d.name} ${unitText(d.spec)}（${d.packUnits} ${d.unit}/${d.packUnit}）`,
      }))}
    />
  )
}
