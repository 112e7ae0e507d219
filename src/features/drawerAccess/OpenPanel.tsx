import { Select } from 'antd'
import { useState } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { summariseStock } from '#features/stock/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { bySpelling } from '#ui/bySpelling.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { LotCounts, type LotResult } from '#ui/LotCounts.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import type { OutputOf } from '#core/contract.ts'
import { countAccess, openAccess, purposeTitle, type Purpose } from '#core/countFirst/contract.ts'
import './access.css'

/** 开柜: for which place, for what, and which drugs are counted now. */
export function OpenPanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Panel title="开柜" scope="记下用途；要清点的品种逐个批号点数" open={open} onClose={onClose} width={560}>
      {open && <Body onClose={onClose} />}
    </Panel>
  )
}

const purposes = Object.entries(purposeTitle).map(([value, label]) => ({ value: value as Purpose, label }))

function Body({ onClose }: { onClose: () => void }) {
  const [placeId, setPlace] = useState<number>()
  const [purpose, setPurpose] = useState<Purpose>('count')
  const [drugIds, setDrugs] = useState<number[]>([])
  const [opened, setOpened] = useState<OutputOf<typeof openAccess>>()
  const [figures, setFigures] = useState<ReadonlyMap<number, number>>(new Map())
  const [results, setResults] = useState<readonly LotResult[]>()
  const places = (useCall(listPlaces, { state: 'active', pageSize: 500 }).data?.rows ?? []).filter((p) =>
    ['store', 'cabinet', 'drawer', 'ward'].includes(p.kind),
  )
  const accountId = places.find((p) => p.placeId === placeId)?.accountId
  const held = useCall(summariseStock, accountId === undefined ? undefined : { accountId }).data?.rows ?? []
  const begin = useAct(openAccess, { onDone: setOpened })
  const count = useAct(countAccess, { onDone: ({ lines }) => setResults(lines) })
  const lots = opened?.lots ?? []
  const missing = lots.filter((l) => !figures.has(l.lotId)).length
  const send = () => {
    if (!opened || missing > 0) return
    void count.run({
      id: opened.id,
      lines: lots.map((l) => ({ lotId: l.lotId, units: figures.get(l.lotId) ?? 0 })),
    })
  }
  const refused = begin.refused ?? count.refused
  return (
    <div className="da-open">
      <Labelled title="储位">
        <Select
          showSearch={bySpelling}
          placeholder="请选择"
          disabled={opened !== undefined}
          value={placeId}
          onChange={(to: number) => {
            setPlace(to)
            setDrugs([])
          }}
          options={places.map((p) => ({ value: p.placeId, label: p.name }))}
        />
      </Labelled>
      <Labelled title="用途">
        <Select disabled={opened !== undefined} value={purpose} onChange={setPurpose} options={purposes} />
      </Labelled>
      <Labelled title="清点的品种" hint="不清点可不选">
        <Select
          mode="multiple"
          showSearch={bySpelling}
          disabled={opened !== undefined}
          placeholder="只列这个储位有的"
          value={drugIds}
          onChange={setDrugs}
          options={held.map((r) => ({ value: r.drugId, label: `${r.name} ${r.spec}` }))}
        />
      </Labelled>
      {lots.length > 0 && (
        <LotCounts
          lots={lots}
          value={figures}
          onChange={(lotId, units) =>
            setFigures((m) => {
              const next = new Map(m)
              if (units === undefined) next.delete(lotId)
              else next.set(lotId, units)
              return next
            })
          }
          onEnd={send}
          results={results}
        />
      )}
      {results?.some((r) => r.caseNo) && <Notice tone="amber">已立差异，由两人说明后处理</Notice>}
      {opened && lots.length === 0 && <Notice tone="green">{opened.no} 已登记</Notice>}
      {refused && <Notice tone="red">{refused.text}</Notice>}
      {!opened ? (
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={begin.busy}
          blocked={placeId === undefined ? '选储位' : undefined}
          onClick={() => void begin.run({ placeId: placeId ?? 0, purpose, drugIds })}
        >
          开柜
        </ActButton>
      ) : lots.length > 0 && !results ? (
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={count.busy}
          blocked={missing > 0 ? `还有 ${missing} 个批号` : undefined}
          onClick={send}
        >
          提交实点数
        </ActButton>
      ) : (
        <ActButton kind="filled" k="F10" wide onClick={onClose}>
          完成
        </ActButton>
      )}
    </div>
  )
}
