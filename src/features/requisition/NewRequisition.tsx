import { Input, Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { listStanding } from '#features/stockLimit/contract.ts'
import { ErrorState } from '#ui/ErrorState.tsx'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { createRequisition } from './contract.ts'
import { RequestLines, type RequestLine } from './RequestLines.tsx'
import { partnersOf, placeOptions, usePlaces } from './usePlaces.tsx'
import '#ui/form.css'
import './requisition.css'

interface Props {
  open: boolean
  /** The place whose drugs below their limit are filled in. */
  suggested?: number | undefined
  onClose: () => void
}

/** 新请领: for which place, from which place, what. */
export function NewRequisition({ open, suggested, onClose }: Props) {
  return (
    <Panel title="新请领" scope="逐级请领：三级库向二级库，二级库向一级库" open={open} onClose={onClose}>
      {suggested === undefined ? <Form /> : <Suggested placeId={suggested} />}
    </Panel>
  )
}

/** Opens with what is below its limit, up to the upper one less what is coming; a person looks at it and sends it. */
function Suggested({ placeId }: { placeId: number }) {
  const read = useCall(listStanding, { placeId, state: 'low', pageSize: 200 })
  if (read.error) return <ErrorState error={read.error} retry={read.refetch} />
  if (!read.data) return <SkeletonRows rows={4} />
  const wanted = read.data.rows.filter((r) => r.suggestedUnits > 0)
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      <Notice tone={wanted.length > 0 ? 'blue' : 'green'}>
        {wanted.length > 0
          ? `已填入低于下限的 ${wanted.length} 个品种，数量补到上限，已减去在途和已请领的；核对后送出`
          : '这个储位没有要补的品种：没有低于下限的，或已在途、已请领'}
      </Notice>
      <Form
        placeId={placeId}
        initial={wanted.map((r) => ({ drugId: r.drugId, units: r.suggestedUnits }))}
        note="低于下限补货"
      />
    </div>
  )
}

function useWay(placeId?: number) {
  const { places, own, error } = usePlaces()
  const [mine, setMine] = useState(placeId)
  const [theirs, setTheirs] = useState<number>()
  const place = places.find((p) => p.placeId === mine) ?? own
  const partners = partnersOf(places, place)
  // Most often the tier above supplies the one below.
  const above = partners.find((p) => place && p.tier < place.tier) ?? partners[0]
  const source = partners.find((p) => p.placeId === theirs) ?? above
  return { places, partners, place, source, error, setMine, setTheirs }
}

interface FormProps {
  placeId?: number
  initial?: RequestLine[]
  note?: string
}

function Form({ placeId, initial = [], note: said = '' }: FormProps) {
  const way = useWay(placeId)
  const { place, source } = way
  const [needed, setNeeded] = useState('')
  const [note, setNote] = useState(said)
  const [lines, setLines] = useState(initial)
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
