import { useState } from 'react'
import type { OutputOf } from '#core/contract.ts'
import {
  countAccess,
  explainAccess,
  listRules,
  nullReasonTitle,
  openAccess,
  type CountAct,
} from '#core/countFirst/contract.ts'
import { countsFirst } from '#core/countFirst/rules.ts'
import { ActButton } from './ActButton.tsx'
import { Card } from './Card.tsx'
import { LotCounts, type LotResult } from './LotCounts.tsx'
import { useMay } from './me.ts'
import { Notice } from './Notice.tsx'
import { useAct, useCall } from './query.ts'
import { toast } from './toast.tsx'
import { useNow } from './useNow.ts'
import './count-first.css'

type Opened = OutputOf<typeof openAccess>

interface Props {
  /** What is about to take them. */
  act: CountAct
  /** The place they leave; undefined while none is chosen. */
  placeId: number | undefined
  /** What is about to be taken; a drug that joins later is counted later. */
  drugIds: readonly number[]
}

/** Where the place's rule wants it: the drugs are counted before any of them is taken, here where they are taken. */
export function CountFirst({ act, placeId, drugIds }: Props) {
  const may = useMay('drawerAccess.work')
  const rule = useCall(listRules, may && placeId ? { placeId } : undefined).data?.rows[0]
  if (!rule || placeId === undefined || !countsFirst(rule, act)) return null
  return (
    <Counting
      key={placeId}
      act={act}
      placeId={placeId}
      drugIds={[...new Set(drugIds)]}
      minutes={rule.minutes}
    />
  )
}

interface Counted {
  readonly lots: Opened['lots']
  readonly results: readonly LotResult[]
  readonly drugIds: readonly number[]
  readonly holdsUntil: number
}

/** What was counted here, as long as it holds; the server judges again. */
function useCounted() {
  const [counted, setCounted] = useState<readonly Counted[]>([])
  const now = useNow()
  const fresh = counted.filter((c) => c.holdsUntil > now)
  return {
    fresh,
    add: (c: Counted) => setCounted((all) => [...all, c]),
    clear: () => setCounted([]),
    has: (drugId: number) => fresh.some((c) => c.drugIds.includes(drugId)),
  }
}

interface CountingProps extends Props {
  placeId: number
  minutes: number
}

function Counting({ act, placeId, drugIds, minutes }: CountingProps) {
  const [opened, setOpened] = useState<Opened>()
  const [pending, setPending] = useState<Opened['lots']>([])
  const [figures, setFigures] = useState<ReadonlyMap<number, number>>(new Map())
  const counted = useCounted()
  const left = drugIds.filter((d) => !counted.has(d))
  const done = (drugs: readonly number[], lots: Opened['lots'], results: readonly LotResult[]) =>
    counted.add({ drugIds: drugs, lots, results, holdsUntil: Date.now() + minutes * 60_000 })
  const open = useAct(openAccess)
  const count = useAct(countAccess, {
    onDone: ({ lines }) => {
      done([...new Set(pending.map((l) => l.drugId))], pending, lines)
      setPending([])
    },
  })
  const missing = pending.filter((l) => !figures.has(l.lotId)).length
  const begin = async () => {
    const now = await open.run({ placeId, purpose: act, drugIds: left })
    if (!now) return
    setOpened(now)
    setPending(now.lots)
    setFigures(new Map())
    // A drug that does not lie here has nothing to count, and nothing of it can be taken.
    const without = left.filter((d) => !now.lots.some((l) => l.drugId === d))
    if (without.length > 0) done(without, [], [])
  }
  const send = () => {
    if (!opened || missing > 0) return
    const lines = pending.map((l) => ({ lotId: l.lotId, units: figures.get(l.lotId) ?? 0 }))
    void count.run({ id: opened.id, lines })
  }
  const refused = open.refused ?? count.refused
  const results = counted.fresh.flatMap((c) => c.results)
  const lots = [...pending, ...counted.fresh.flatMap((c) => c.lots)]
  return (
    <Card title="取前清点" scope="这个储位规定先点后取">
      <div className="z-count-first">
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
        {opened && lots.length === 0 && left.length === 0 && (
          <Notice tone="grey">这个储位没有要取的药品</Notice>
        )}
        {refused && <Notice tone="red">{refused.text}</Notice>}
        {pending.length > 0 ? (
          <ActButton
            k="F7"
            wide
            busy={count.busy}
            blocked={missing > 0 ? `还有 ${missing} 个批号` : undefined}
            onClick={send}
          >
            提交实点数
          </ActButton>
        ) : (
          (left.length > 0 || drugIds.length === 0) && (
            <ActButton
              k="F7"
              wide
              busy={open.busy}
              blocked={drugIds.length === 0 ? '先选要取的品种' : undefined}
              onClick={() => void begin()}
            >
              {opened ? `清点另外 ${left.length} 个品种` : '开柜清点'}
            </ActButton>
          )
        )}
        {results.some((r) => r.caseNo) && <Notice tone="amber">已立差异，照常取药，随后两人说明</Notice>}
        {opened && (
          <NotTaken
            opened={opened}
            onDone={() => {
              setOpened(undefined)
              setPending([])
              counted.clear()
            }}
          />
        )}
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
    <p className="z-not-taken">
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
