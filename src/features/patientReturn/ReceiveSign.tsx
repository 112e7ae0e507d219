import { Input, Select } from 'antd'
import { useState } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { patientReturnReasons, receivePatientReturn } from './contract.ts'
import type { Return } from './useReturn.ts'

const stores = ['store', 'cabinet', 'ward']
const some = (text: string) => text.trim() || undefined

/** From whom, why, and two signatures. */
export function ReceiveSign({ back }: { back: Return }) {
  const me = useMe()
  const places = (useCall(listPlaces, { state: 'active', pageSize: 500 }).data?.rows ?? []).filter((p) =>
    stores.includes(p.kind),
  )
  const [chosen, setChosen] = useState<number>()
  const place =
    places.find((p) => p.placeId === chosen) ??
    places.find((p) => p.department === me.department) ??
    places[0]
  const [words, setWords] = useState({ name: '', recordNo: '', idNo: '', agent: '', agentIdNo: '' })
  const [reason, setReason] = useState<string>()
  const write = (key: keyof typeof words) => (e: { target: { value: string } }) =>
    setWords((w) => ({ ...w, [key]: e.target.value }))
  const named = back.issue !== undefined
  const input = {
    locationId: place?.placeId ?? 0,
    issueId: back.issue?.issueId ?? undefined,
    dispenseId: back.issue?.dispenseId ?? undefined,
    patient: named
      ? undefined
      : { name: words.name.trim(), recordNo: words.recordNo.trim(), idNo: some(words.idNo) },
    agent: words.agent.trim() ? { name: words.agent.trim(), idNo: some(words.agentIdNo) } : undefined,
    reason: reason ?? '',
    items: back.items,
  }
  const signed = useSigned(receivePatientReturn, input, {
    onDone: (r) => {
      toast(`${r.no} 已接收 ${back.said}，请打印凭据一式两份`)
      go(`/patient-returns/${r.id}`)
    },
  })
  const lack = [
    back.units === 0 && '交回的药品',
    !named && !(words.name.trim() && words.recordNo.trim()) && '患者姓名、病历号',
    !reason && '原因',
  ]
  return (
    <Card title="接收签字" scope={place && `收进${place.name}的交回药品`} grow>
      <div className="z-column" data-keep-focus>
        {named ? (
          <Notice tone="blue">{`患者 ${back.issue?.patient ?? ''}，病历号 ${back.issue?.recordNo ?? ''}`}</Notice>
        ) : (
          <div className="pr-two">
            <Labelled title="患者姓名">
              <Input value={words.name} maxLength={40} onChange={write('name')} />
            </Labelled>
            <Labelled title="病历号">
              <Input value={words.recordNo} maxLength={40} onChange={write('recordNo')} />
            </Labelled>
          </div>
        )}
        <div className="pr-two">
          <Labelled title="代办人" hint="本人交回不填">
            <Input value={words.agent} maxLength={40} onChange={write('agent')} />
          </Labelled>
          <Labelled title="代办人证件号">
            <Input value={words.agentIdNo} maxLength={30} onChange={write('agentIdNo')} />
          </Labelled>
        </div>
        <Labelled title="原因">
          <Select
            placeholder="为什么交回"
            value={reason}
            onChange={setReason}
            options={patientReturnReasons.map((value) => ({ value, label: value }))}
          />
        </Labelled>
        <Labelled title="收进">
          <Select
            value={place?.placeId}
            onChange={setChosen}
            options={places.map((p) => ({ value: p.placeId, label: p.name }))}
          />
        </Labelled>
        <TwoSignatures of={signed} title="接收" who="核对人" lack={lack} verb="签字接收" />
      </div>
    </Card>
  )
}
