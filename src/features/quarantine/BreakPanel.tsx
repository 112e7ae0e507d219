import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { useAct } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
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
  const me = useMe()
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
  const second = useSecondPerson(recordStockBreakage, input)
  const act = useAct(recordStockBreakage, {
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
    !second.present && '见证人到场',
  ].filter(Boolean)
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
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
      <div className="q-two">
        <SignatureSlot order="第一人" title="经办" state="present" name={me.name} role={me.title} />
        <SignatureSlot {...second.slotProps} />
      </div>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        k="F10"
        wide
        blocked={lack.join('、') || undefined}
        busy={act.busy}
        onClick={sign}
      >
        登记破碎
      </ActButton>
    </div>
  )
}
