import { Checkbox, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { administer, routes } from '#features/residue/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { unitText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { ActProps } from './ActPanels.tsx'
import { ampoulesOf, refOf, type Ampoule } from './Ampoules.tsx'
import { volumeText } from './rules.ts'
import { WhenField, whenLack, whenOf } from './WhenField.tsx'

type Amounts = Readonly<Record<string, number>>

export function GiveForm({ issue, done }: ActProps) {
  const opened = ampoulesOf(issue.drugs, (u) => u.contentLeft > 0)
  const whole = ampoulesOf(issue.drugs, (u, d) => u.intact > 0 && d.container === null)
  const [amounts, setAmounts] = useState<Amounts>({})
  const [route, setRoute] = useState<(typeof routes)[number]>(opened.length > 0 ? '静脉注射' : '口服')
  const [when, setWhen] = useState('')
  const act = useAct(administer, {
    onDone: () => {
      toast('已记录给药')
      done()
    },
  })
  const set = (key: string) => (n: number) => setAmounts((a) => ({ ...a, [key]: n }))
  const taken = (list: readonly Ampoule[]) => list.filter((a) => (amounts[a.key] ?? 0) > 0)
  const of = (a: Ampoule) => amounts[a.key] ?? 0
  const [doses, units] = [taken(opened), taken(whole)]
  const lack = [...(doses.length + units.length === 0 ? ['填写给药量'] : []), ...whenLack(when)]
  const submit = () =>
    act.run({
      id: issue.id,
      route,
      occurredAt: whenOf(when, issue.issuedAt),
      doses: doses.map((a) => ({ ...refOf(a), content: of(a) })),
      whole: units.map((a) => ({ ...refOf(a), units: of(a) })),
    })
  if (opened.length + whole.length === 0)
    return <EmptyState title="没有可给的药液" text="先开启安瓿，再记录给药" />
  return (
    <div className="i-act">
      <div className="i-doses">
        {opened.map((a) => (
          <Dose key={a.key} of={a} value={of(a)} onChange={set(a.key)} />
        ))}
        {whole.map((a) => (
          <Whole key={a.key} of={a} value={of(a)} onChange={set(a.key)} />
        ))}
      </div>
      <div className="i-pair">
        <div className="i-field">
          <span>给药途径</span>
          <Select
            aria-label="给药途径"
            value={route}
            onChange={setRoute}
            options={routes.map((r) => ({ value: r, label: r }))}
          />
        </div>
        <WhenField value={when} onChange={setWhen} />
      </div>
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
          记录给药
        </ActButton>
      </div>
    </div>
  )
}

interface LineProps {
  of: Ampoule
  value: number
  onChange: (n: number) => void
}

/** Content is typed in whole smallest units; millilitres only explain. */
function Dose({ of: { drug, unit }, value, onChange }: LineProps) {
  const ml = volumeText(value, drug)
  return (
    <div className="i-dose">
      <span className="i-ampoule-words">
        <Drug of={drug} />
        <small>
          <TraceCode code={unit.code} short />
          <span>
            批号 {unit.lotNo}，尚余 {unit.contentLeft} {unitText(drug.contentUnit)}
          </span>
        </small>
      </span>
      <span className="i-dose-entry">
        <InputNumber
          aria-label={`${drug.name} 给药量`}
          min={0}
          max={unit.contentLeft}
          precision={0}
          inputMode="numeric"
          value={value || null}
          placeholder="0"
          suffix={unitText(drug.contentUnit)}
          onChange={(n) => onChange(n ?? 0)}
        />
        <button type="button" className="z-link" onClick={() => onChange(unit.contentLeft)}>
          全部
        </button>
        <small className="z-caption">{value > 0 && ml ? `原液 ${unitText(ml)}` : ''}</small>
      </span>
    </div>
  )
}

function Whole({ of: { drug, unit }, value, onChange }: LineProps) {
  return (
    <label className="i-dose">
      <span className="i-ampoule-words">
        <Drug of={drug} />
        <small>
          <TraceCode code={unit.code} short />
          <span>批号 {unit.lotNo}</span>
        </small>
      </span>
      {unit.intact === 1 ? (
        <Checkbox checked={value > 0} onChange={(e) => onChange(e.target.checked ? 1 : 0)}>
          给 1 {drug.unit}
        </Checkbox>
      ) : (
        <InputNumber
          min={0}
          max={unit.intact}
          precision={0}
          value={value || null}
          suffix={drug.unit}
          onChange={(n) => onChange(n ?? 0)}
        />
      )}
    </label>
  )
}
