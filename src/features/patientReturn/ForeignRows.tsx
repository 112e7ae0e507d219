import { bySpelling } from '#ui/bySpelling.ts'
import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { listDrugs } from '#features/catalogue/contract.ts'
import { DateField } from '#ui/DateField.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useCall } from '#ui/query.ts'
import type { Return } from './useReturn.ts'

/** 没有本院码: drug, lot and expiry as read from the pack. */
export function ForeignRows({ back }: { back: Return }) {
  const drugs = useCall(listDrugs, { pageSize: 500 }).data?.rows ?? []
  const [drugId, setDrug] = useState<number>()
  const [lotNo, setLot] = useState('')
  const [expiry, setExpiry] = useState<string>()
  const [units, setUnits] = useState<number | null>(1)
  const ready = drugId !== undefined && lotNo.trim() !== '' && expiry !== undefined && (units ?? 0) > 0
  function add() {
    const drug = drugs.find((d) => d.drugId === drugId)
    if (!drug || !expiry || !units) return
    const { unit } = drug
    const name = `${drug.name} ${drug.spec}`
    const row = { drugId: drug.drugId, drug: name, lotNo: lotNo.trim(), expiry, units, unit }
    back.setForeign((all) => [...all, row])
    setLot('')
    setUnits(1)
  }
  return (
    <>
      {back.foreign.map((f, i) => (
        <div key={`${f.drugId}${f.lotNo}`} className="pr-found">
          {f.drug}　批号 {f.lotNo}　至 {f.expiry}　<b>{f.units}</b> {f.unit}{' '}
          <button
            type="button"
            className="z-link"
            onClick={() => back.setForeign((all) => all.filter((_, n) => n !== i))}
          >
            移除
          </button>
        </div>
      ))}
      <div className="pr-foreign">
        <Labelled title="没有本院码：药品">
          <Select
            showSearch={bySpelling}
            placeholder="名称"
            value={drugId}
            onChange={setDrug}
            options={drugs.map((d) => ({ value: d.drugId, label: `${d.name} ${d.spec}` }))}
          />
        </Labelled>
        <Labelled title="批号">
          <Input value={lotNo} maxLength={40} onChange={(e) => setLot(e.target.value)} />
        </Labelled>
        <Labelled title="有效期">
          <DateField expiry value={expiry ?? ''} onChange={setExpiry} />
        </Labelled>
        <Labelled title="数量">
          <InputNumber min={1} max={9999} precision={0} value={units} onChange={setUnits} />
        </Labelled>
        <Button disabled={!ready} onClick={add}>
          加入
        </Button>
      </div>
    </>
  )
}
