import { AutoComplete, Input } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { recordBreakage } from '#features/residue/contract.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import type { ActProps } from './ActPanels.tsx'
import { Ampoules, ampoulesOf, refOf } from './Ampoules.tsx'
import { wastePlaces } from './WasteForm.tsx'

const slots = [{ title: '碎片', says: '碎片和标签，同框可辨' }]

/** 破碎: the content is lost, the fragments stay owed as the container. */
export function BreakForm({ issue, done }: ActProps) {
  const ampoules = ampoulesOf(issue.drugs, (u) => u.intact > 0)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [photos, setPhotos] = useState<(Evidence | undefined)[]>([undefined])
  const [place, setPlace] = useState(wastePlaces[0] ?? '')
  const [reason, setReason] = useState('')
  const unit = ampoules.find((a) => chosen.has(a.key))
  const ref = unit ? refOf(unit) : { code: '' }
  const input = {
    id: issue.id,
    unit: ref,
    place: place.trim(),
    reason: reason.trim(),
    evidence: { 碎片: photos[0]?.sha256 ?? '' },
  }
  const signed = useSigned(recordBreakage, input, {
    onDone: () => {
      toast('已登记破碎')
      done()
    },
  })
  const lack = [
    !unit && '破碎的那支',
    !photos[0] && '碎片照片',
    !place.trim() && '地点',
    !reason.trim() && '经过',
  ]
  if (ampoules.length === 0) return <EmptyState title="没有未开启的" text="破碎登记只用于未开启的安瓿" />
  return (
    <div className="i-act">
      <Ampoules ampoules={ampoules} chosen={chosen} onChange={setChosen} single verb="登记" />
      <div className="i-broken">
        <EvidenceStrip slots={slots} value={photos} onChange={setPhotos} />
        <div className="i-broken-words">
          <div className="i-field">
            <span>地点</span>
            <AutoComplete
              aria-label="地点"
              value={place}
              onChange={setPlace}
              options={wastePlaces.map((value) => ({ value }))}
              maxLength={60}
            />
          </div>
          <label className="i-field">
            <span>经过</span>
            <Input.TextArea
              rows={3}
              maxLength={300}
              placeholder="怎样破碎的，记入登记册"
              value={reason}
              onChange={(e) => setReason(e.target.value)}
            />
          </label>
        </div>
      </div>
      <TwoSignatures
        of={signed}
        title="执行"
        who="见证人"
        lack={lack}
        verb="登记破碎"
        beside="i-slots"
        foot="i-act-foot"
      />
    </div>
  )
}
