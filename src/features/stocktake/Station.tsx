import { InputNumber } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { num } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SignatureSlot, type SignatureSlotProps } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { useKeys } from '#ui/useKeys.ts'
import { useSigned } from '#ui/useSigned.ts'
import { AddRowPanel } from './AddRowPanel.tsx'
import { cancelStocktake, finishStocktake, pauseStocktake, type StocktakeDetail } from './contract.ts'
import { CountTable } from './CountTable.tsx'
import { Foot } from './Foot.tsx'
import { Totals } from './Totals.tsx'
import { UncountedList } from './Uncounted.tsx'
import { useCounting, type Counting } from './useCounting.ts'
import type { ScanQueue } from './useScanQueue.ts'
import { BlindTag, StateTag } from './words.tsx'

const lackOf = (of: StocktakeDetail, scans: ScanQueue): string | undefined => {
  if (scans.pending > 0) return `${scans.pending} 码正在计入`
  if (scans.uncounted.length > 0) return `${scans.uncounted.length} 码没有计入`
  const waiting = of.list.filter((r) => r.state === 'waiting').length
  if (waiting > 0) return `${num(waiting)} 行未盘`
  const again = of.list.filter((r) => r.serious && r.tries < 2).length
  if (again > 0) return `${again} 行复盘`
  const silent = of.list.filter((r) => r.difference !== 0 && r.reasonCode === null).length
  return silent > 0 ? `${silent} 行原因` : undefined
}

/** 盘点: both people in place from the beginning, the keyboard from the first row to the signature. */
export function Station({ of }: { of: StocktakeDetail }) {
  const counting = useCounting(of)
  const input = { id: of.id, version: of.version }
  const {
    second,
    act: finish,
    sign,
  } = useSigned(finishStocktake, input, {
    onDone: (r) =>
      toast(r.state === 'closed' ? '已结束盘点，账物相符' : '已结束盘点，差异待药学部负责人审核'),
  })
  const pause = useAct(pauseStocktake)
  const cancel = useAct(cancelStocktake)
  const { current } = counting
  const [adding, setAdding] = useState(false)
  useKeys({
    F4: {
      text: '复盘',
      run: () => current && counting.recount(current),
      off: current?.state !== 'counted',
    },
    F8: { text: '添加药品', run: () => setAdding(true) },
  })
  const refused = finish.refused?.text ?? pause.refused?.text ?? cancel.refused?.text ?? counting.refused
  return (
    <Frame
      fit
      title={of.no}
      crumb={[{ title: '盘点', to: '/stocktakes' }, { title: of.title }]}
      tag={
        <>
          <StateTag state={of.state} />
          {of.blind && <BlindTag />}
        </>
      }
      scope={of.blind ? '账面数在每行提交后显示，盘点期间照常出入' : of.scope}
      actions={
        <>
          <ReasonButton verb="撤销盘点" onConfirm={(reason) => cancel.run({ id: of.id, reason })} />
          <ActButton busy={pause.busy} onClick={() => pause.run({ id: of.id })}>
            暂停
          </ActButton>
          <ActButton
            k="F10"
            kind="filled"
            blocked={lackOf(of, counting.scans)}
            busy={finish.busy}
            onClick={sign}
          >
            结束盘点
          </ActButton>
        </>
      }
    >
      <div className="k-head">
        <Totals of={of} />
        <Slots of={of} second={second.slotProps} />
      </div>
      {refused && <Notice tone="red">{refused}</Notice>}
      <UncountedList of={of} scans={counting.scans} />
      <Card flush grow foot={<Foot of={of} counting={counting} />}>
        <LastScanBar counting={counting} />
        <CountTable of={of} counting={counting} onAdd={() => setAdding(true)} />
      </Card>
      <AddRowPanel
        of={of}
        open={adding}
        onClose={() => setAdding(false)}
        onAdded={(rowId) => {
          setAdding(false)
          counting.choose(rowId)
        }}
      />
    </Frame>
  )
}

/** Whoever is signed in counts; the other one of the two stands in the second slot, present since the start. */
export function Slots({ of, second }: { of: StocktakeDetail; second?: SignatureSlotProps }) {
  const me = useMe()
  const swapped = me.userId === of.secondById
  const people = [
    { order: '第一人', title: '盘点', name: of.countedBy, role: of.countedTitle },
    { order: '第二人', title: '监盘', name: of.secondBy, role: of.secondTitle },
  ]
  const [first, other] = swapped ? people.toReversed() : people
  if (!first || !other) return null
  const here = { state: of.submittedAt ? 'signed' : 'present', at: of.submittedAt ?? of.startedAt } as const
  const filled = second && (second.form || second.state === 'signed' || second.state === 'refused')
  return (
    <>
      <SignatureSlot {...first} {...here} />
      {filled ? (
        <SignatureSlot {...second} />
      ) : (
        <SignatureSlot {...other} {...here} onOpen={second?.onOpen} />
      )}
    </>
  )
}

/** An opened box holds fewer than its code says; the hand that scanned it says how many. */
function LastScanBar({ counting }: { counting: Counting }) {
  const { last } = counting
  if (!last) return null
  const row = counting.rows.find((r) => r.id === last.rowId)
  return (
    <div className="k-last" data-keep-focus>
      <span className="z-caption">上一码</span>
      <TraceCode code={last.code} short />
      <b>{row?.name}</b>
      <span>
        计 {last.units} {row?.quantityUnit}
      </span>
      <Units key={last.code} units={last.units} onSet={(n) => counting.setUnits(last.code, n)} />
      <button type="button" className="z-link" onClick={() => void counting.setUnits(last.code, 0)}>
        撤销这一扫
      </button>
    </div>
  )
}

function Units({ units, onSet }: { units: number; onSet: (n: number) => unknown }) {
  const [value, setValue] = useState<number | null>(null)
  if (units <= 1) return null
  return (
    <span className="k-open">
      已开封，实数
      <InputNumber
        size="small"
        min={1}
        max={units}
        precision={0}
        aria-label="已开封，实数"
        value={value}
        onChange={setValue}
        onPressEnter={() => value !== null && onSet(value)}
      />
      <button
        type="button"
        className="k-again"
        disabled={value === null}
        onClick={() => value !== null && onSet(value)}
      >
        改
      </button>
    </span>
  )
}
