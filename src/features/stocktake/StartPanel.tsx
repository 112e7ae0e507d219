import { bySpelling } from '#ui/bySpelling.ts'
import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { classTitle, drugClasses, type DrugClass } from '#core/contract.ts'
import { listDrugs } from '#features/catalogue/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { DateField } from '#ui/DateField.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { go } from '#ui/nav.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useCall } from '#ui/query.ts'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { startStocktake } from './contract.ts'
import type { Plan } from './planContract.ts'

interface Props {
  start: { plan?: Plan } | undefined
  onClose: () => void
}

/** 新增盘点: what is counted, and the second person already here. */
export function StartPanel({ start, onClose }: Props) {
  return (
    <Panel title="新增盘点" scope="两人到场后开始" open={start !== undefined} onClose={onClose} width={560}>
      {start && <Form plan={start.plan} />}
    </Panel>
  )
}

function Form({ plan }: { plan: Plan | undefined }) {
  const places = useCall(listPlaces, { state: 'active', pageSize: 500 })
  const drugs = useCall(listDrugs, { pageSize: 500 })
  const [title, setTitle] = useState(plan?.name ?? '')
  const [locationIds, setPlaces] = useState<number[]>(plan ? [plan.locationId] : [])
  // The list lies over the fields below it: it closes once a place is chosen.
  const [choosing, setChoosing] = useState(false)
  const [drugIds, setDrugs] = useState<number[]>([])
  const [drugClass, setClass] = useState<DrugClass | undefined>(plan?.drugClass ?? undefined)
  const [lotNo, setLot] = useState('')
  const [expiringBefore, setExpiry] = useState<string>()
  const [raw, setRaw] = useState('')
  const [blind, setBlind] = useState(plan?.blind ?? true)
  const [sample, setSample] = useState<number | null>(plan?.sample ?? null)
  const input = {
    title: title.trim(),
    locationIds,
    ...(drugIds.length > 0 ? { drugIds } : {}),
    ...(drugClass ? { drugClass } : {}),
    ...(lotNo.trim() ? { lotNo: lotNo.trim() } : {}),
    ...(expiringBefore ? { expiringBefore } : {}),
    ...(raw.trim() ? { raw: raw.trim() } : {}),
    blind,
    ...(sample ? { sample } : {}),
    ...(plan ? { planId: plan.id } : {}),
  }
  const signed = useSigned(startStocktake, input, { onDone: (r) => go(`/stocktakes/${r.id}`) })
  const lack = [!input.title && '名称', locationIds.length === 0 && '储位']
  const here = (places.data?.rows ?? []).filter((p) => p.kind !== 'quarantine')
  return (
    <div className="z-column">
      <Labelled title="名称">
        <Input
          value={title}
          maxLength={60}
          placeholder="一级库月盘"
          onChange={(e) => setTitle(e.target.value)}
        />
      </Labelled>
      <Labelled title="储位" hint="可选多个，回收箱盘空容器">
        <Select
          mode="multiple"
          aria-label="储位"
          open={choosing}
          onOpenChange={setChoosing}
          onSelect={() => setChoosing(false)}
          showSearch={bySpelling}
          value={locationIds}
          onChange={setPlaces}
          options={here.map((p) => ({ value: p.placeId, label: p.name }))}
        />
      </Labelled>
      <div className="k-two">
        <Labelled title="管制分类" hint="不选为全部">
          <Select
            allowClear
            aria-label="管制分类"
            value={drugClass}
            onChange={(v?: DrugClass) => setClass(v)}
            options={drugClasses.map((c) => ({ value: c, label: classTitle[c] }))}
          />
        </Labelled>
        <Labelled title="药品" hint="不选为全部">
          <Select
            mode="multiple"
            aria-label="药品"
            showSearch={bySpelling}
            value={drugIds}
            onChange={setDrugs}
            options={(drugs.data?.rows ?? []).map((d) => ({ value: d.drugId, label: `${d.name} ${d.spec}` }))}
          />
        </Labelled>
        <Labelled title="批号" hint="不填为全部">
          <Input value={lotNo} maxLength={40} onChange={(e) => setLot(e.target.value)} />
        </Labelled>
        <Labelled title="有效期早于" hint="不填为全部">
          <DateField {...(expiringBefore ? { value: expiringBefore } : {})} onChange={setExpiry} />
        </Labelled>
        <Labelled title="追溯码" hint="只盘这个码的批号">
          <Input value={raw} onChange={(e) => setRaw(e.target.value)} />
        </Labelled>
        <Labelled title="抽盘行数" hint="按风险抽，不填为全盘">
          <InputNumber
            min={1}
            max={500}
            precision={0}
            value={sample}
            onChange={setSample}
            style={{ width: '100%' }}
          />
        </Labelled>
      </div>
      <Checkbox checked={blind} onChange={(e) => setBlind(e.target.checked)}>
        盲盘：账面数在每行提交后才显示
      </Checkbox>
      <TwoSignatures of={signed} title="盘点" who="监盘人" lack={lack} verb="开始盘点" />
    </div>
  )
}
