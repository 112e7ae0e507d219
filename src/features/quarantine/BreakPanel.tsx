import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { recordStockBreakage } from './contract.ts'
import { stores, usePlacesOf, useStock } from './useStock.ts'
import './quarantine.css'

const slots = [{ title: '碎片', says: '碎片和标签，同框可辨' }]

/** 库内破碎: which ampoule, its fragments in the bin, a photograph, two people. */
export function BreakPanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Panel
      title="登记库内破碎"
      scope="药液按含量记损失，碎片放进回收箱"
      open={open}
      onClose={onClose}
      width={900}
    >
      <Form done={onClose} />
    </Panel>
  )
}

function Form({ done }: { done: () => void }) {
  const [places, bins] = [usePlacesOf(stores), usePlacesOf(['recovery'])]
  const [place, setPlace] = useState<number>()
  const [bin, setBin] = useState<number>()
  const [reason, setReason] = useState('')
  const [photos, setPhotos] = useState<(Evidence | undefined)[]>([undefined])
  const from = places.find((p) => p.placeId === place) ?? places[0]
  const to = bins.find((p) => p.placeId === bin) ?? bins[0]
  const { picks } = useStock(from?.accountId)
  const input = {
    locationId: from?.placeId ?? 0,
    binLocationId: to?.placeId ?? 0,
    picks: picks.input,
    reason: reason.trim(),
    evidence: { 碎片: photos[0]?.sha256 ?? '' },
  }
  const signed = useSigned(recordStockBreakage, input, {
    onDone: (r) => {
      toast(`${r.no} 已登记破碎 ${picks.said}`)
      done()
    },
  })
  const lack = [
    picks.units === 0 && '破碎的药品和数量',
    !photos[0] && '碎片照片',
    !to && '回收箱',
    !reason.trim() && '经过',
  ]
  return (
    <div className="z-column">
      <div className="q-two">
        <Labelled title="在哪里破碎">
          <Select
            value={from?.placeId}
            onChange={setPlace}
            options={places.map((p) => ({ value: p.placeId, label: p.name }))}
          />
        </Labelled>
        <Labelled title="碎片放进">
          <Select
            value={to?.placeId}
            onChange={setBin}
            options={bins.map((p) => ({ value: p.placeId, label: p.name }))}
          />
        </Labelled>
      </div>
      <div className="q-rows">
        <PickTable picks={picks} verb="破碎" empty={{ title: '这个储位没有库存' }} />
      </div>
      <div className="q-broken">
        <EvidenceStrip slots={slots} value={photos} onChange={setPhotos} />
        <Labelled title="经过">
          <Input.TextArea
            rows={4}
            maxLength={300}
            value={reason}
            placeholder="怎样破碎的，记入登记册"
            onChange={(e) => setReason(e.target.value)}
          />
        </Labelled>
      </div>
      <TwoSignatures of={signed} title="经办" who="见证人" lack={lack} verb="登记破碎" beside="q-two" />
    </div>
  )
}
