import { Input, Select } from 'antd'
import { useState } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { returnUnopened } from '#features/residue/contract.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import type { ActProps } from './ActPanels.tsx'
import { Ampoules, ampoulesOf, countText, refOf } from './Ampoules.tsx'

/** 整支退回: the pharmacist takes unopened units back, who brings them signs. */
export function ReturnForm({ issue, done }: ActProps) {
  const ampoules = ampoulesOf(issue.drugs, (u) => u.intact > 0)
  const places = useCall(listPlaces, { state: 'active', pageSize: 500 }).data?.rows ?? []
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [locationId, setLocation] = useState(issue.locationId)
  const [note, setNote] = useState('')
  const picked = ampoules.filter((a) => chosen.has(a.key))
  const items = picked.map((a) => ({ ...refOf(a), units: a.unit.intact }))
  const said = countText(picked, (a) => a.unit.intact)
  const input = { id: issue.id, locationId, items, note: note.trim() || undefined }
  const signed = useSigned(returnUnopened, input, {
    onDone: () => {
      toast(`已退回 ${said}`)
      done()
    },
  })
  const lack = [items.length === 0 && '扫退回的安瓿']
  if (ampoules.length === 0) return <EmptyState title="没有可退的整支" text="未开启的都已退回或用完" />
  const stores = places.filter((p) => ['store', 'cabinet', 'drawer', 'ward'].includes(p.kind))
  const known = stores.some((p) => p.placeId === issue.locationId)
  const options = [
    ...(known ? [] : [{ value: issue.locationId, label: issue.location }]),
    ...stores.map((p) => ({ value: p.placeId, label: p.name })),
  ]
  return (
    <div className="i-act">
      <Ampoules ampoules={ampoules} chosen={chosen} onChange={setChosen} verb="退回" />
      <div className="i-pair">
        <div className="i-field">
          <span>退回储位</span>
          <Select aria-label="退回储位" value={locationId} onChange={setLocation} options={options} />
        </div>
        <label className="i-field">
          <span>说明</span>
          <Input
            value={note}
            maxLength={200}
            placeholder="可不填"
            onChange={(e) => setNote(e.target.value)}
          />
        </label>
      </div>
      <TwoSignatures
        of={signed}
        title="接收"
        who="送回人"
        lack={lack}
        verb={picked.length > 0 ? `整支退回 ${said}` : '整支退回'}
        beside="i-slots"
        foot="i-act-foot"
      />
    </div>
  )
}
