import { bySpelling } from '#ui/bySpelling.ts'
import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { listDrugs } from '#features/catalogue/contract.ts'
import { DateField } from '#ui/DateField.tsx'
import { call } from '#ui/call.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useCall } from '#ui/query.ts'
import { ScanInput, type ScanOutcome } from '#ui/ScanInput.tsx'
import { readArrival } from './contract.ts'
import type { Arrivals } from './useArrivals.ts'
import './borrowing.css'

/** What comes in: the lot first, then each box by its code, or units without one; of a loan: only what it is owed. */
export function ArrivalRows({ arrivals, loanId }: { arrivals: Arrivals; loanId?: number }) {
  const drugs = useCall(listDrugs, { pageSize: 500 }).data?.rows ?? []
  const [lotNo, setLot] = useState('')
  const [expiry, setExpiry] = useState<string>()
  const [drugId, setDrug] = useState<number>()
  const [units, setUnits] = useState<number | null>(1)
  const lot = lotNo.trim() && expiry ? { lotNo: lotNo.trim(), expiry } : undefined
  async function scan(raw: string): Promise<ScanOutcome> {
    if (!lot) return { kind: 'refuse', text: '先填批号、有效期', detail: '照盒上的填，再扫这一盒' }
    const { code, name, spec, units: n, unit } = await call(readArrival, { raw, loanId })
    if (arrivals.rows.some((r) => r.raw === code)) return { kind: 'repeat', text: '已扫过，不重复计数', code }
    arrivals.add({ ...lot, raw: code, text: code, what: `${name} ${spec} ${n} ${unit}` })
    return { kind: 'accept', text: `${name} ${n} ${unit}`, code }
  }
  function addUnits() {
    const drug = drugs.find((d) => d.drugId === drugId)
    if (!lot || !drug || !units) return
    arrivals.add({
      ...lot,
      drugId: drug.drugId,
      units,
      text: `${drug.name} ${drug.spec} ${units} ${drug.unit}`,
    })
  }
  return (
    <>
      <div className="b-lot">
        <Labelled title="批号">
          <Input value={lotNo} maxLength={40} onChange={(e) => setLot(e.target.value)} />
        </Labelled>
        <Labelled title="有效期">
          <DateField expiry value={expiry ?? ''} onChange={setExpiry} />
        </Labelled>
      </div>
      <div className="b-code">
        <ScanInput
          title="扫码"
          placeholder="扫盒上的追溯码"
          hint={lot ? `批号 ${lot.lotNo}` : '先填批号、有效期'}
          onScan={scan}
        />
      </div>
      <div className="b-plain">
        <Labelled title="没有码：药品">
          <Select
            showSearch={bySpelling}
            placeholder="名称"
            value={drugId}
            onChange={setDrug}
            options={drugs.map((d) => ({ value: d.drugId, label: `${d.name} ${d.spec}` }))}
          />
        </Labelled>
        <Labelled title="数量">
          <InputNumber min={1} max={9999} precision={0} value={units} onChange={setUnits} />
        </Labelled>
        <Button disabled={!lot || !drugId || !units} onClick={addUnits}>
          加入
        </Button>
      </div>
      {arrivals.rows.length === 0 && (
        <EmptyState title="还没有药品" text="填批号、有效期，再扫码或按数量加入" />
      )}
      {arrivals.rows.map((r, i) => (
        <div key={r.key} className="b-row">
          <span className="z-caption">{i + 1}</span>
          <span>
            <span className="z-code">{r.text}</span>
            {r.what && <span className="z-caption"> {r.what}</span>}
          </span>
          <span>
            批号 {r.lotNo}　至 {r.expiry}
          </span>
          <button type="button" className="z-link" onClick={() => arrivals.remove(r.key)}>
            撤回
          </button>
        </div>
      ))}
    </>
  )
}
