import { bySpelling } from '#ui/bySpelling.ts'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { listDrugs } from '#features/catalogue/contract.ts'
import { Drug } from '#ui/Drug.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import type { OutputOf } from '#core/contract.ts'
import './receipt.css'

type DrugRow = OutputOf<typeof listDrugs>['rows'][number]

export interface HandLine {
  drugId: number
  units: number
  drug: DrugRow
}

/** Where the order is not in the system: what the delivery note says. */
export function HandLines({
  lines,
  onChange,
}: {
  lines: readonly HandLine[]
  onChange: (lines: HandLine[]) => void
}) {
  const [drugId, setDrugId] = useState<number>()
  const [count, setCount] = useState<number | null>(null)
  const drugs = useCall(listDrugs, { state: 'active', pageSize: 500 })
  const drug = drugs.data?.rows.find((d) => d.drugId === drugId)
  function add() {
    if (!drug || !count) return
    onChange([
      ...lines.filter((l) => l.drugId !== drug.drugId),
      { drugId: drug.drugId, units: count * drug.packUnits, drug },
    ])
    setDrugId(undefined)
    setCount(null)
  }
  return (
    <section className="rcpt-hand">
      <h3>
        不在采购单里的药品 <span className="z-caption">按随货同行单录入</span>
      </h3>
      {lines.map((l) => (
        <div key={l.drugId} className="rcpt-hand-line">
          <Drug of={l.drug} />
          <Quantity value={l.units / l.drug.packUnits} unit={l.drug.packUnit} />
          <button
            type="button"
            className="z-link"
            onClick={() => onChange(lines.filter((o) => o.drugId !== l.drugId))}
          >
            移除
          </button>
        </div>
      ))}
      <div className="rcpt-hand-line">
        <Select
          showSearch={bySpelling}
          placeholder="药品名称"
          aria-label="药品"
          value={drugId}
          onChange={setDrugId}
          options={(drugs.data?.rows ?? []).map((d) => ({ value: d.drugId, label: `${d.name} ${d.spec}` }))}
        />
        <InputNumber
          aria-label="数量"
          min={1}
          max={100_000}
          precision={0}
          controls={false}
          value={count}
          onChange={setCount}
          onPressEnter={add}
          suffix={drug?.packUnit ?? '盒'}
        />
        <Button onClick={add} disabled={!drug || !count}>
          添加
        </Button>
      </div>
    </section>
  )
}
