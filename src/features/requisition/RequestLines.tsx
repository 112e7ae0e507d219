import { bySpelling } from '#ui/bySpelling.ts'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { Place } from '#features/places/contract.ts'
import { summariseStock, type SummaryRow } from '#features/stock/contract.ts'
import { Drug } from '#ui/Drug.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'

export interface RequestLine {
  readonly drugId: number
  readonly units: number
}

interface Props {
  own: Place
  source: Place
  lines: readonly RequestLine[]
  onChange: (lines: RequestLine[]) => void
}

/** What is asked for, beside what both places have now. */
export function RequestLines({ own, source, lines, onChange }: Props) {
  const here = useCall(summariseStock, { accountId: own.accountId })
  const there = useCall(summariseStock, { accountId: source.accountId })
  const drugs = there.data?.rows ?? []
  const stockOf = (rows: SummaryRow[] | undefined, drugId: number) =>
    rows?.find((r) => r.drugId === drugId)?.totalUnits
  const change = (drugId: number, units: number) =>
    onChange(lines.map((l) => (l.drugId === drugId ? { drugId, units } : l)))
  return (
    <section className="rq-lines">
      <header>
        <span>药品</span>
        <span>{own.name}现存</span>
        <span>{source.name}现存</span>
        <span>请领</span>
        <span />
      </header>
      {lines.map((l) => {
        const drug = drugs.find((d) => d.drugId === l.drugId)
        const stock = stockOf(drugs, l.drugId) ?? null
        return (
          <div key={l.drugId} className="rq-line">
            {drug ? <Drug of={drug} /> : <span />}
            <Quantity value={stockOf(here.data?.rows, l.drugId)} unit={drug?.unit ?? ''} />
            <Quantity
              value={stock}
              unit={drug?.unit ?? ''}
              {...(stock !== null && stock < l.units ? { tone: 'amber' as const } : {})}
            />
            <InputNumber
              aria-label="请领数量"
              min={1}
              max={1_000_000}
              precision={0}
              controls={false}
              value={l.units}
              suffix={drug?.unit}
              onChange={(n) => n && change(l.drugId, n)}
            />
            <button
              type="button"
              className="z-link"
              onClick={() => onChange(lines.filter((o) => o.drugId !== l.drugId))}
            >
              移除
            </button>
          </div>
        )
      })}
      <AddLine
        drugs={drugs.filter((d) => !lines.some((l) => l.drugId === d.drugId))}
        onAdd={(line) => onChange([...lines, line])}
      />
    </section>
  )
}

function AddLine({ drugs, onAdd }: { drugs: readonly SummaryRow[]; onAdd: (line: RequestLine) => void }) {
  const [drugId, setDrugId] = useState<number>()
  const [units, setUnits] = useState<number | null>(null)
  const drug = drugs.find((d) => d.drugId === drugId)
  function add() {
    if (!drug || !units) return
    onAdd({ drugId: drug.drugId, units })
    setDrugId(undefined)
    setUnits(null)
  }
  const options = drugs
    .toSorted((a, b) => Number(b.totalUnits > 0) - Number(a.totalUnits > 0))
    .map((d) => ({
      value: d.drugId,
      label: `${d.name} ${d.spec}`,
      title: d.totalUnits > 0 ? `对方现存 ${d.totalUnits} ${d.unit}` : '对方无库存',
    }))
  return (
    <div className="rq-line rq-line-add">
      <Select
        showSearch={bySpelling}
        placeholder="药品名称"
        aria-label="药品"
        value={drugId}
        onChange={setDrugId}
        options={options}
        optionRender={(o) => (
          <span className="rq-option">
            {o.label}
            <small>{String(o.data.title)}</small>
          </span>
        )}
      />
      <span className="z-caption">{drug ? `对方现存 ${drug.totalUnits} ${drug.unit}` : ''}</span>
      <InputNumber
        aria-label="数量"
        min={1}
        max={1_000_000}
        precision={0}
        controls={false}
        value={units}
        onChange={setUnits}
        onPressEnter={add}
        suffix={drug?.unit}
      />
      <Button onClick={add} disabled={!drug || !units}>
        添加
      </Button>
    </div>
  )
}
