import { useRef, useState } from 'react'
import type { OutputOf } from '#core/contract.ts'
import { call, refusedText } from '#ui/call.ts'
import { refresh } from '#ui/query.ts'
import { takeFile } from './contract.ts'

type Refused = OutputOf<typeof takeFile>['refused'][number]

export interface TakenFile {
  taken: number
  refused: Refused[]
}

/** Packs in one call: half a second of work, so that the count on the page moves. */
const batch = 500
/** 60 000 packs is the largest file. */
const mostCalls = 200

/** Counts the delivery by its file, batch after batch. Stopping keeps what was counted. */
export function useTakeFile(receiptId: number) {
  const [running, setRunning] = useState(false)
  const [seen, setSeen] = useState(0)
  const [total, setTotal] = useState(0)
  const [done, setDone] = useState<TakenFile>()
  const [failed, setFailed] = useState<string>()
  const stopped = useRef(false)

  async function work(): Promise<TakenFile> {
    const sum: TakenFile = { taken: 0, refused: [] }
    let after: string | null = ''
    for (let n = 0; n < mostCalls && after !== null && !stopped.current; n++) {
      const got: OutputOf<typeof takeFile> = await call(takeFile, { id: receiptId, after, limit: batch })
      sum.taken += got.taken
      sum.refused.push(...got.refused)
      setSeen(sum.taken + sum.refused.length)
      after = got.next
    }
    return sum
  }

  async function start(waiting: number) {
    stopped.current = false
    setRunning(true)
    setSeen(0)
    setTotal(waiting)
    setDone(undefined)
    setFailed(undefined)
    try {
      setDone(await work())
    } catch (error) {
      setFailed(refusedText(error))
    } finally {
      setRunning(false)
      void refresh()
    }
  }
  const stop = () => {
    stopped.current = true
  }
  return {
    running,
    seen,
    total,
    done,
    failed,
    stop,
    run: (waiting: number) => void start(waiting),
    clear: () => setDone(undefined),
  }
}
