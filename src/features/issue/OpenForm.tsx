import { useState } from 'react'
import { openUnits } from '#features/residue/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { num, unitText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import type { ActProps } from './ActPanels.tsx'
import { Ampoules, ampoulesOf, countText, refOf, type Ampoule } from './Ampoules.tsx'
import { WhenField, whenLack, whenOf } from './WhenField.tsx'

/** What opening gives, drug by drug: `100 μg 药液，2 个空安瓿`. */
function givesText(chosen: readonly Ampoule[]): string {
  const names = [...new Set(chosen.map((a) => a.drug))]
  return names
    .map((d) => {
      const n = chosen.filter((a) => a.drug === d).length
      const content =
        d.contentPerUnit > 0 ? `${num(n * d.contentPerUnit)} ${unitText(d.contentUnit)} 药液` : ''
      return `${d.name} ${[content, d.container ? `${n} 个${d.container}` : ''].filter(Boolean).join('，')}`
    })
    .join('；')
}

export function OpenForm({ issue, done }: ActProps) {
  const ampoules = ampoulesOf(
    issue.drugs,
    (u, d) => u.intact > 0 && (d.contentPerUnit > 0 || d.container !== null),
  )
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [when, setWhen] = useState('')
  const picked = ampoules.filter((a) => chosen.has(a.key))
  const act = useAct(openUnits, {
    onDone: () => {
      toast(`已开启 ${countText(picked)}`)
      done()
    },
  })
  const lack = [...(picked.length === 0 ? ['选或扫要开启的安瓿'] : []), ...whenLack(when)]
  const submit = () =>
    act.run({ id: issue.id, units: picked.map(refOf), occurredAt: whenOf(when, issue.issuedAt) })
  if (ampoules.length === 0) return <EmptyState title="没有未开启的" text="都已开启、退回或给药" />
  return (
    <div className="i-act">
      <Ampoules ampoules={ampoules} chosen={chosen} onChange={setChosen} verb="开启" />
      <WhenField value={when} onChange={setWhen} />
      {picked.length > 0 && <Notice tone="blue">开启后得到 {givesText(picked)}</Notice>}
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="i-act-foot">
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={act.busy}
          blocked={lack.join('、') || undefined}
          onClick={submit}
        >
          开启{picked.length > 0 ? ` ${countText(picked)}` : ''}
        </ActButton>
      </div>
    </div>
  )
}
