import { useRef, useState } from 'react'
import type { OutputOf } from '#core/contract.ts'
import { call, CallRefused, refusedText } from '#ui/call.ts'
import { refresh } from '#ui/query.ts'
import { playSignal } from '#ui/sound.ts'
import { toast } from '#ui/toast.tsx'
import { scanCode } from './contract.ts'

/** A code that was read and is not in the count, with the reason: it stays on the page until somebody has seen to it. */
export interface Uncounted {
  readonly key: number
  readonly raw: string
  readonly text: string
  /** Its lot lies in several places, or in none: the hand that holds it says which. */
  readonly asksPlace: boolean
}

/** More boxes in one hand than anybody lets pass without looking up. */
const maxUncounted = 50

type Counted = OutputOf<typeof scanCode>

/**
 * A scanner is faster than the answers: codes wait for each other, in the order of scanning. A refused one stops nothing
 * and is never wiped off the page by the next.
 */
export function useScanQueue(id: number, onCounted: (done: Counted) => void) {
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const keys = useRef(0)
  const waiting = useRef(0)
  const latest = useRef(onCounted)
  latest.current = onCounted
  const [pending, setPending] = useState(0)
  const [uncounted, setUncounted] = useState<readonly Uncounted[]>([])

  async function judge(raw: string, locationId?: number) {
    try {
      latest.current(await call(scanCode, { id, raw, locationId }))
      playSignal('accept')
    } catch (error) {
      refuse(raw, error)
    }
    waiting.current--
    setPending(waiting.current)
    // The page is asked again once the hand rests, not after every box.
    if (waiting.current === 0) await refresh()
  }
  function refuse(raw: string, error: unknown) {
    const code = error instanceof CallRefused ? error.code : ''
    if (code === 'CODE_SCANNED_TWICE') {
      playSignal('repeat')
      toast(refusedText(error), 'amber')
      return
    }
    playSignal('refuse')
    const one = {
      key: ++keys.current,
      raw,
      text: refusedText(error),
      asksPlace: code === 'COUNT_WHICH_PLACE',
    }
    setUncounted((all) => [...all.filter((u) => u.raw !== raw), one])
  }
  function push(raw: string, locationId?: number) {
    if (uncounted.length >= maxUncounted) {
      playSignal('refuse')
      toast(`有 ${maxUncounted} 个码没有计入，请先逐个处理`, 'red')
      return
    }
    waiting.current++
    setPending(waiting.current)
    queue.current = queue.current.then(() => judge(raw, locationId))
  }
  const drop = (key: number) => setUncounted((all) => all.filter((u) => u.key !== key))
  return {
    push,
    pending,
    uncounted,
    drop,
    /** The same code once more: where it lies is known now, or the connection is back. */
    again(of: Uncounted, locationId?: number) {
      drop(of.key)
      push(of.raw, locationId)
    },
    /** Until every code that was scanned has its answer. */
    settled: () => queue.current,
  }
}
export type ScanQueue = ReturnType<typeof useScanQueue>
