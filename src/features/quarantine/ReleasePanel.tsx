import { Input, Select } from 'antd'
import { useState } from 'react'
import { Labelled } from '#ui/Labelled.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { releaseFromQuarantine, type HoldingRow } from './contract.ts'
import { stores, usePlacesOf, useStock } from './useStock.ts'
import './quarantine.css'

/** 解除待查: what an inspection cleared goes back into a place; the head of pharmacy approves. */
export function ReleasePanel({ of, onClose }: { of: HoldingRow | undefined; onClose: () => void }) {
  return (
    <Panel
      title="解除待查"
      scope={of && `${of.name} 批号 ${of.lotNo}，${of.no ?? ''}`}
      open={of !== undefined}
      onClose={onClose}
      width={820}
    >
      {of && <Form of={of} done={onClose} />}
    </Panel>
  )
}

function Form({ of, done }: { of: HoldingRow; done: () => void }) {
  const places = usePlacesOf(stores)
  const [place, setPlace] = useState<number>()
  const [conclusion, setConclusion] = useState('')
  const [reportNo, setReportNo] = useState('')
  const to = places.find((p) => p.placeId === place) ?? places[0]
  const { picks } = useStock(of.accountId, of.lotId)
  const input = {
    accountId: of.accountId,
    locationId: to?.placeId ?? 0,
    picks: picks.input,
    conclusion: conclusion.trim(),
    reportNo: reportNo.trim() || undefined,
  }
  const signed = useSigned(releaseFromQuarantine, input, {
    onDone: (r) => {
      toast(`已解除待查 ${r.units} ${of.unit}`)
      done()
    },
  })
  const lack = [picks.units === 0 && '要解除的药品', !conclusion.trim() && '检验结论']
  return (
    <div className="z-column">
      <div className="q-rows">
        <PickTable picks={picks} verb="解除" empty={{ title: '这里已经没有待查药品' }} />
      </div>
      <div className="q-two">
        <Labelled title="检验、评估结论">
          <Input
            value={conclusion}
            maxLength={200}
            placeholder="如：复检合格，可以使用"
            onChange={(e) => setConclusion(e.target.value)}
          />
        </Labelled>
        <Labelled title="检验报告号" hint="没有可不填">
          <Input value={reportNo} maxLength={60} onChange={(e) => setReportNo(e.target.value)} />
        </Labelled>
      </div>
      <Labelled title="放回">
        <Select
          value={to?.placeId}
          onChange={setPlace}
          options={places.map((p) => ({ value: p.placeId, label: p.name }))}
        />
      </Labelled>
      <TwoSignatures of={signed} title="经办" who="药学部负责人" lack={lack} verb="解除待查" beside="q-two" />
    </div>
  )
}
