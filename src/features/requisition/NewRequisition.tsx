import { Input, Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { createRequisition } from './contract.ts'
import { RequestLines, type RequestLine } from './RequestLines.tsx'
import { partnersOf, placeOptions, usePlaces } from './usePlaces.tsx'
import '#ui/form.css'
import './requisition.css'

/** 新请领: for which place, from which place, what. */
export function NewRequisition({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Panel title="新请领" scope="逐级请领：三级库向二级库，二级库向一级库" open={open} onClose={onClose}>
      <Form />
    </Panel>
  )
}

function useWay() {
  const { places, own, error } = usePlaces()
  const [mine, setMine] = useState<number>()
  const [theirs, setTheirs] = useState<number>()
  const place = places.find((p) => p.placeId === mine) ?? own
  const partners = partnersOf(places, place)
  // Most often the tier above supplies the one below.
  const above = partners.find((p) => place && p.tier < place.tier) ?? partners[0]
  const source = partners.find((p) => p.placeId === theirs) ?? above
  return { places, partners, place, source, error, setMine, setTheirs }
}

function Form() {
  const way = useWay()
  const { place, source } = way
  const [needed, setNeeded] = useState('')
  const [note, setNote] = useState('')
  const [lines, setLines] = useState<RequestLine[]>([])
  const act = useAct(createRequisition, {
    onDone: ({ id, no }) => {
      toast(`${no} 已送出`)
      go(`/requisitions/${id}`)
    },
  })
  const lack = [
    ...(place ? [] : ['请领储位']),
    ...(source ? [] : ['调出储位']),
    ...(lines.length > 0 ? [] : ['药品和数量']),
  ]
  function send() {
    if (!place || !source) return undefined
    const neededBy = needed ? new Date(`${needed}:00+08:00`).toISOString() : undefined
    const asked = lines.map(({ drugId, units }) => ({ drugId, units }))
    return act.run({
      locationId: place.placeId,
      sourceLocationId: source.placeId,
      neededBy,
      note: note.trim() || undefined,
      lines: asked,
    })
  }
  return (
    <div className="z-form">
      <div className="z-form-fields" data-columns="2">
        <WayFields way={way} />
        <label className="rq-field">
          需用时间
          <Input type="datetime-local" value={needed} onChange={(e) => setNeeded(e.target.value)} />
        </label>
        <label className="rq-field">
          说明
          <Input
            value={note}
            maxLength={300}
            placeholder="如：明日择期手术 12 台"
            onChange={(e) => setNote(e.target.value)}
          />
        </label>
      </div>
      {way.error && <Notice tone="red">{way.error.text}</Notice>}
      {place && source && <RequestLines own={place} source={source} lines={lines} onChange={setLines} />}
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="z-form-foot">
        <ActButton
          kind="filled"
          k="F10"
          busy={act.busy}
          blocked={lack.join('、') || undefined}
          onClick={send}
        >
          送出请领
        </ActButton>
      </div>
    </div>
  )
}

function WayFields({ way }: { way: ReturnType<typeof useWay> }) {
  return (
    <>
      <label className="rq-field">
        请领储位
        <Select
          value={way.place?.placeId}
          placeholder="药品领到哪里"
          options={placeOptions(way.places)}
          onChange={way.setMine}
        />
      </label>
      <label className="rq-field">
        向谁请领
        <Select
          value={way.source?.placeId}
          placeholder="先选请领储位"
          options={placeOptions(way.partners)}
          onChange={way.setTheirs}
        />
      </label>
    </>
  )
}
