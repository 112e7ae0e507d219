import { Input, Segmented } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { Card } from '#ui/Card.tsx'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSigned } from '#ui/useSigned.ts'
import { Counts, lotsOf } from './Counts.tsx'
import { executeWriteOff, writeOffMethods, writeOffStages, type WriteOffDetail } from './contract.ts'

const says = {
  毁前: '摆开的药品，看得清批号和数量',
  毁中: '正在销毁，两院人员和监督人员都在',
  毁后: '毁形后的残余',
}
const slots = writeOffStages.map((title) => ({ title, says: says[title] }))

/** 执行销毁: counted blind before everybody, photographed, signed by two who had no part in it before. */
export function ExecuteCard({ of }: { of: WriteOffDetail }) {
  const lots = lotsOf(of)
  const [counts, setCounts] = useState<Record<number, number | null>>({})
  const [place, setPlace] = useState('')
  const [method, setMethod] = useState<(typeof writeOffMethods)[number]>()
  const [photos, setPhotos] = useState<(Evidence | undefined)[]>([])
  const sha = (i: number) => photos[i]?.sha256 ?? ''
  const input = {
    id: of.id,
    place: place.trim(),
    method: method ?? ('焚烧' as const),
    counts: lots.flatMap((l) => (counts[l.lotId] ? [{ lotId: l.lotId, units: counts[l.lotId] ?? 0 }] : [])),
    evidence: { 毁前: sha(0), 毁中: sha(1), 毁后: sha(2) },
  }
  const signed = useSigned(executeWriteOff, input, {
    onDone: () =>
      toast(`${of.no} 已销毁 ${sumText(lots.map((l) => ({ unit: l.unit, units: counts[l.lotId] ?? 0 })))}`),
  })
  const uncounted = lots.filter((l) => !counts[l.lotId])
  const missing = writeOffStages.filter((_, i) => !photos[i])
  const lack = [
    uncounted.length > 0 && `清点 ${uncounted.length} 个批号`,
    !place.trim() && '地点',
    !method && '方式',
    missing.length > 0 && `照片 ${missing.join(' ')}`,
  ]
  return (
    <Card title="执行销毁" scope="按桌上实物清点，须与清单一致">
      <div className="z-column">
        <Counts lots={lots} counts={counts} onCount={(id, n) => setCounts((c) => ({ ...c, [id]: n }))} />
        <EvidenceStrip slots={slots} value={photos} onChange={setPhotos} />
        <Labelled title="销毁地点">
          <Input
            value={place}
            maxLength={60}
            placeholder="如 药学部销毁间"
            onChange={(e) => setPlace(e.target.value)}
          />
        </Labelled>
        <Segmented<string>
          block
          options={[...writeOffMethods]}
          value={method ?? ''}
          onChange={(m) => setMethod(m as (typeof writeOffMethods)[number])}
        />
        <TwoSignatures of={signed} title="执行" who="监督人" lack={lack} verb="签字销毁" />
      </div>
    </Card>
  )
}
