import { randomOf } from '#apps/simulate/random.ts'
import type { Crew } from './crew.ts'
import { codeOf } from './meter.ts'
import { newDesk, pieceAt, type Desk } from './work.ts'

export interface Load {
  /** Pieces of work that arrived, were done, and were turned away because too many waited. */
  readonly arrived: () => number
  readonly done: () => number
  readonly turnedAway: () => number
  /** When nothing arrives any more and everything under way is finished. */
  readonly ended: Promise<void>
}

export interface Arrivals {
  readonly seconds: number
  readonly rate: number
  /** Most pieces of work under way at once, and twenty times as many waiting. */
  readonly users: number
  readonly seed: number
}

const waitingPerUser = 20

/**
 * Open loop: work arrives by the clock (a Poisson process), not when the server has time. A slow server therefore has a
 * queue, as a hospital would.
 */
export function startLoad(crew: Crew, arrivals: Arrivals, desk: Desk = newDesk()): Load {
  const random = randomOf('soak', arrivals.seed)
  const queue: (() => Promise<void>)[] = []
  let [arrived, done, turnedAway, busy] = [0, 0, 0, 0]
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  let over = false
  const finish = () => over && busy === 0 && queue.length === 0 && resolve()
  const next = () => {
    while (busy < arrivals.users && queue.length > 0) {
      busy++
      const piece = queue.shift()
      void piece?.()
        // A refusal was counted where it came; the next piece of work does not depend on it.
        .catch((error: unknown) => codeOf(error))
        .finally(() => {
          busy--
          done++
          next()
          finish()
        })
    }
  }
  const began = performance.now()
  let due = 0
  const tick = () => {
    const now = (performance.now() - began) / 1000
    for (; due <= now && due < arrivals.seconds; due += -Math.log(1 - random.next()) / arrivals.rate) {
      arrived++
      if (queue.length >= arrivals.users * waitingPerUser) turnedAway++
      else {
        const at = random.next()
        queue.push(() => pieceAt(at, desk)(crew, desk))
      }
    }
    next()
    if (due < arrivals.seconds) return void setTimeout(tick, Math.max(1, (due - now) * 1000))
    over = true
    finish()
  }
  tick()
  return { arrived: () => arrived, done: () => done, turnedAway: () => turnedAway, ended }
}
