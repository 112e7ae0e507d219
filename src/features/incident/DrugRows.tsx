import { bySpelling } from '#ui/bySpelling.ts'
import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { listDrugs } from '#features/catalogue/contract.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { useCall } from '#ui/query.ts'

export interface MissingDrug {
  readonly drugId: number
  readonly drug: string
  readonly unit: string
  readonly lotNo: string
  readonly units: number
}

/** What is missing: drug, lot where it is known, how many. */
export function DrugRows({
  drugs,
  onChange,
}: {
  drugs: readonly MissingDrug[]
  onChange: (drugs: readonly MissingDrug[]) => void
}) {
  const list = useCall(listDrugs, { pageSize: 500 }).data?.rows ?? []
  const [drugId, setDrug] = useState<number>()
  const [lotNo, setLot] = useState('')
  const [units, setUnits] = useState<number | null>(1)
  const drug = list.find((d) => d.drugId === drugId)
  function add() {
    if (!drug || !units) return
    const { name, spec, unit } = drug
    onChange([...drugs, { drugId: drug.drugId, drug: `${name} ${spec}`, unit, lotNo: lotNo.trim(), units }])
    setDrug(undefined)
    setLot('')
    setUnits(1)
  }
  return (
    <>
      {drugs.map((d, i) => (
        <div key={`${d.drugId}${d.lotNo}`}>
          {d.drug}
          {d.lotNo && `　批号 ${d.lotNo}`}　<b>{d.units}</b> {d.unit}{' '}
          <button type="button" className="z-link" onClick={() => onChange(drugs.filter((_, n) => n !== i))}>
            移除
          </button>
        </div>
      ))}
      <div className="in-drug">
        <Labelled title="药品">
          <Select
            showSearch={bySpelling}
            placeholder="名称"
            value={drugId}
            onChange={setDrug}
            options={list.map((d) => ({ value: d.drugId, label: `${d.name} ${d.spec}` }))}
          />
        </Labelled>
        <Labelled title="批号" hint="不明不填">
          <Input value={lotNo} maxLength={40} onChange={(e) => setLot(e.target.value)} />
        </Labelled>
        <Labelled title="数量">
          <InputNumber min={1} max={99_999} precision={0} value={units} onChange={setUnits} />
        </Labelled>
        <Button disabled={!drug || !units} onClick={add}>
          加入
        </Button>
      </div>
    </>
  )
}
