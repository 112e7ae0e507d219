import { AutoComplete, Checkbox, Select } from 'antd'
import { useState } from 'react'
import type { Evidence, Film } from '#core/files/contract.ts'
import { handIn, waste, wasteMethods } from '#features/residue/contract.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { EvidenceTriple } from '#ui/EvidenceTriple.tsx'
import { FilmSlot } from '#ui/FilmSlot.tsx'
import { deadlineText } from '#ui/format.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import type { ActProps } from './ActPanels.tsx'
import { ampoulesOf, refOf } from './Ampoules.tsx'
import type { IssueDetail } from './contract.ts'
import { nextStep } from './rules.ts'
import { Subtraction } from './Subtraction.tsx'

export const wastePlaces = ['手术间', '手术室污物间', '病区治疗室', '处置室']
const stages = ['弃前', '弃中', '弃后'] as const

/** What is ready to be wasted: drugs whose rest waits for it, or everything that is left. */
function dueDrugs(issue: IssueDetail): number[] {
  const left = issue.drugs.filter((d) => d.units.some((u) => u.contentLeft > 0))
  const due = left.filter((d) => nextStep(d) === 'waste')
  return (due.length > 0 ? due : left).map((d) => d.drugId)
}

function useWaste({ issue, done }: ActProps) {
  const [drugIds, setDrugIds] = useState(() => dueDrugs(issue))
  const [photos, setPhotos] = useState<(Evidence | undefined)[]>([undefined, undefined, undefined])
  const [film, setFilm] = useState<Film>()
  const [place, setPlace] = useState(wastePlaces[1] ?? '')
  const [method, setMethod] = useState<(typeof wasteMethods)[number]>('倒入下水道')
  const chosen = ampoulesOf(issue.drugs, (u, d) => u.contentLeft > 0 && drugIds.includes(d.drugId))
  const items = chosen.map((a) => ({ ...refOf(a), content: a.unit.contentLeft }))
  const hash = (i: number) => photos[i]?.sha256 ?? ''
  const input = {
    id: issue.id,
    items,
    place: place.trim(),
    method,
    evidence: { 弃前: hash(0), 弃中: hash(1), 弃后: hash(2), ...(film ? { 录像: film.sha256 } : {}) },
  }
  const signed = useSigned(waste, input, {
    onDone: () => {
      toast('已弃去，两人已签')
      done()
    },
  })
  // Asked as soon as the residue is on a picture, and before any of it is poured: what is chosen must still be there.
  const asked = useAct(handIn)
  function changePhotos(next: (Evidence | undefined)[]) {
    setPhotos(next)
    const first = next[0]?.sha256
    if (first && first !== photos[0]?.sha256 && chosen.length > 0)
      void asked.run({ id: issue.id, units: chosen.map(refOf), photo: first })
  }
  const sample = [asked.refused, signed.act.refused].some((r) => r?.code === 'ASSAY_SAMPLE_FIRST')
  const missing = stages.filter((_, i) => !photos[i])
  const lack = [
    sample && '先留样',
    items.length === 0 && '要弃去的药品',
    missing.length > 0 && `照片 ${missing.join('、')}`,
    !place.trim() && '弃去地点',
  ]
  return {
    drugIds,
    setDrugIds,
    photos,
    changePhotos,
    film,
    setFilm,
    asked,
    sample,
    place,
    setPlace,
    method,
    setMethod,
    signed,
    lack,
  }
}

/** 弃去残余, also at two in the morning on a phone: the program subtracts, two people look, three pictures prove. */
export function WasteForm(props: ActProps) {
  const { issue } = props
  const [, change] = useSearch()
  const w = useWaste(props)
  const left = issue.drugs.filter((d) => d.units.some((u) => u.contentLeft > 0))
  if (left.length === 0) return <EmptyState title="没有残余" text="开启的药液都已有去向" />
  const toggle = (id: number) =>
    w.setDrugIds((ids) => (ids.includes(id) ? ids.filter((i) => i !== id) : [...ids, id]))
  return (
    <div className="i-act">
      {issue.state === 'overdue' && (
        <span>
          <StatusTag tone="red">{deadlineText(issue.dueAt)}</StatusTag>
        </span>
      )}
      {left.map((d) => (
        <Subtraction
          key={d.drugId}
          drug={d}
          off={!w.drugIds.includes(d.drugId)}
          choose={
            left.length > 1 && (
              <Checkbox
                checked={w.drugIds.includes(d.drugId)}
                onChange={() => toggle(d.drugId)}
                aria-label={`弃去 ${d.name}`}
              />
            )
          }
          onWrong={() => change({ act: 'give' })}
        />
      ))}
      <section className="i-block">
        <h3>
          三张照片 <small>只能现场拍，按顺序</small>
        </h3>
        <EvidenceTriple value={w.photos} onChange={w.changePhotos} />
        {w.asked.refused && <Notice tone="red">{w.asked.refused.text}</Notice>}
        {w.sample && (
          <Notice tone="amber" action={<Link to={`/assays/new?issue=${issue.id}`}>去留样</Link>}>
            先不要弃去：留样封存后，再回来弃去其余
          </Notice>
        )}
      </section>
      <section className="i-block">
        <h3>
          录像 <small>两人、倒去的全程；不在固定监控下时录</small>
        </h3>
        <FilmSlot value={w.film} onChange={w.setFilm} says="一分钟以内，MP4 或 WebM" />
      </section>
      <div className="i-pair">
        <div className="i-field">
          <span>弃去地点</span>
          <AutoComplete
            aria-label="弃去地点"
            value={w.place}
            onChange={w.setPlace}
            options={wastePlaces.map((value) => ({ value }))}
            maxLength={60}
            placeholder="在哪里弃去"
          />
        </div>
        <div className="i-field">
          <span>方式</span>
          <Select
            aria-label="方式"
            value={w.method}
            onChange={w.setMethod}
            options={wasteMethods.map((m) => ({ value: m, label: m }))}
          />
        </div>
      </div>
      <TwoSignatures
        of={w.signed}
        title="执行"
        who="见证人"
        lack={w.lack}
        verb="签字弃去"
        beside="i-slots"
        foot="i-act-foot"
      />
    </div>
  )
}
