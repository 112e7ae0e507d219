import { useRef, useState, type ReactNode } from 'react'
import { CallRefused, refusedText } from './refused.ts'
import { playSignal, type Signal } from './sound.ts'

export interface ScanOutcome {
  kind: Signal
  /** `已收`, `此码不在本单`. */
  text: string
  code?: string
  /** What to do with the thing in hand; refusals only. */
  detail?: ReactNode
  /** What was read: drug, batch. */
  about?: ReactNode
  /** More acts beside 继续扫码; refusals only. */
  actions?: ReactNode
}

export interface ScanHow {
  /** Marked 手输 in the record. */
  typed: boolean
}

export type OnScan = (raw: string, how: ScanHow) => Promise<ScanOutcome>

interface Scan {
  raw: string
  typed: boolean
}

export type Shown = ScanOutcome & { code: string; at: number; n: number }

/** What was thrown is a refusal, save a code counted already, which is harmless. */
function fromError(error: unknown): ScanOutcome {
  const text = refusedText(error)
  if (!(error instanceof CallRefused)) return { kind: 'refuse', text: '没有办成', detail: text }
  if (error.code === 'CODE_SCANNED_TWICE') return { kind: 'repeat', text: '已扫过，不重复计数' }
  const [head = text, ...rest] = text.split(/[，。]/)
  return { kind: 'refuse', text: head, detail: rest.join('') ? text : undefined }
}

/**
 * One code at a time, in the order of scanning: codes which come while one is being judged wait. A refusal
 * stops everything until it is acknowledged, and codes scanned meanwhile are not accepted: the person has
 * not heard the tone yet.
 */
export function useScan(onScan: OnScan) {
  const queue = useRef<Scan[]>([])
  const running = useRef(false)
  const blocked = useRef(false)
  const latest = useRef(onScan)
  latest.current = onScan
  const count = useRef(0)
  const [waiting, setWaiting] = useState(0)
  const [shown, setShown] = useState<Shown>()

  function show(outcome: ScanOutcome, raw: string) {
    playSignal(outcome.kind)
    blocked.current = outcome.kind === 'refuse'
    setShown({ ...outcome, code: outcome.code ?? raw, at: Date.now(), n: ++count.current })
  }

  async function drain() {
    if (running.current) return
    running.current = true
    while (!blocked.current) {
      const scan = queue.current.shift()
      if (!scan) break
      setWaiting(queue.current.length + 1)
      show(await latest.current(scan.raw, { typed: scan.typed }).catch(fromError), scan.raw)
    }
    setWaiting(queue.current.length)
    running.current = false
  }

  function push(raw: string, typed: boolean) {
    if (blocked.current) {
      playSignal('refuse')
      return
    }
    queue.current.push({ raw, typed })
    void drain()
  }

  function acknowledge() {
    if (!blocked.current) return
    blocked.current = false
    setShown(undefined)
    void drain()
  }

  return { push, acknowledge, shown, waiting }
}
