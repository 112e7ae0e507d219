import { useState } from 'react'
import {
  countAccess,
  explainAccess,
  listRules,
  nullReasonTitle,
  openAccess,
} from '#features/drawerAccess/contract.ts'
import type { OutputOf } from '#core/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { LotCounts, type LotResult } from '#ui/LotCounts.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useMay } from '#ui/me.ts'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import type { Desk } from './useDesk.tsx'

type Opened = OutputOf<typeof openAccess>

/** Where the place wants it: the drugs of the plan are counted before any of them is taken, here at the desk. */
export function CountFirst({ desk }: { desk: Desk }) {
  const may = useMay('drawerAccess.work')
  const { locationId } = desk.head
  const rule = useCall(listRules, may && locationId ? { placeId: locationId } : undefined).data?.rows[0]
  const drugs = desk.plan.map((p) => p.drugId).join(',')
  if (!rule || rule.mode === 'off' || locationId === undefined) return null
  // Another place, or another drug, is another count.
  return (
    <Counting key={`${locationId}:${drugs}`} placeId={locationId} drugIds={desk.plan.map((p) => p.drugId)} />
  )
}

function Counting({ placeId, drugIds }: { placeId: number; drugIds: number[] }) {
  const [opened, setOpened] = useState<Opened>()
  const [figures, setFigures] = useState<ReadonlyMap<number, number>>(new Map())
  const [results, setResults] = useState<readonly LotResult[]>()
  const open = useAct(openAccess, { onDone: setOpened })
  const count = useAct(countAccess, { onDone: ({ lines }) => setResults(lines) })
  const lots = opened?.lots ?? []
  const missing = lots.filter((l) => !figures.has(l.lotId)).length
  const send = () => {
    if (!opened || missing > 0) return
    const lines = lots.map((l) => ({ lotId: l.lotId, units: figures.get(l.lotId) ?? 0 }))
    void count.run({ id: opened.id, lines })
  }
  const refused = open.refused ?? count.refused
  return (
    <Card title="取前清点" scope="这个储位规定先点后取">
      <div className="i-count-first">
        {!opened && (
          <ActButton
            k="F7"
            wide
            busy={open.busy}
            blocked={drugIds.length === 0 ? '先加入计划的品种' : undefined}
            onClick={() => void open.run({ placeId, purpose: 'issue', drugIds })}
          >
            开柜清点
          </ActButton>
        )}
        {opened && lots.length === 0 && <Notice tone="grey">这个储位没有计划里的药品</Notice>}
        {opened && lots.length > 0 && (
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
        {refused && <Notice tone="red">{refused.text}</Notice>}
        {opened && lots.length > 0 && !results && (
          <ActButton
            k="F7"
            wide
            busy={count.busy}
            blocked={missing > 0 ? `还有 ${missing} 个批号` : undefined}
            onClick={send}
          >
            提交实点数
          </ActButton>
        )}
        {results?.some((r) => r.caseNo) && <Notice tone="amber">已立差异，照常取药，随后两人说明</Notice>}
        {opened && <NotTaken opened={opened} onDone={() => setOpened(undefined)} />}
      </div>
    </Card>
  )
}

const reasons = Object.entries(nullReasonTitle).filter(([code]) => code !== 'other') as [
  keyof typeof nullReasonTitle,
  string,
][]

/** Closed again without taking anything: said with one click, from the same place. */
function NotTaken({ opened, onDone }: { opened: Opened; onDone: () => void }) {
  const act = useAct(explainAccess, {
    onDone: () => {
      toast(`${opened.no} 记为空开`)
      onDone()
    },
  })
  return (
    <p className="i-not-taken">
      <span className="z-caption">不取了：</span>
      {reasons.map(([reason, title]) => (
        <button
          key={reason}
          type="button"
          className="z-link"
          disabled={act.busy}
          onClick={() => void act.run({ id: opened.id, reason })}
        >
          {title}
        </button>
      ))}
      {act.refused && <span className="z-tone-red">{act.refused.text}</span>}
    </p>
  )
}
