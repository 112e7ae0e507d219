import type { Client } from '#apps/client.ts'
import type { Endpoint } from '#core/contract.ts'
import { attest } from '#core/identity/contract.ts'

/** Times of one act, in buckets that grow by a twentieth: the same memory after a minute and after four hours. */
export interface Histogram {
  readonly add: (ms: number) => void
  readonly count: () => number
  /** Upper edge of the bucket that holds this share of the times; 0 where there are none. */
  readonly at: (share: number) => number
  readonly max: () => number
}

const smallest = 0.05
const growth = Math.log(1.05)

export function histogram(): Histogram {
  const buckets = new Uint32Array(320)
  let [total, largest] = [0, 0]
  return {
    add(ms) {
      const bucket = ms <= smallest ? 0 : Math.ceil(Math.log(ms / smallest) / growth)
      const place = Math.min(buckets.length - 1, bucket)
      buckets[place] = (buckets[place] ?? 0) + 1
      total++
      largest = Math.max(largest, ms)
    },
    count: () => total,
    max: () => largest,
    at(share) {
      let left = Math.ceil(total * share)
      for (const [i, n] of buckets.entries())
        if (left > 0 && (left -= n) <= 0) return Math.min(largest, smallest * Math.exp(i * growth))
      return 0
    },
  }
}

export interface ActFigures {
  readonly act: string
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** What people who reach for the same box at the same moment are told; counted, but nothing that failed. */
const contended = [
  'BALANCE_SHORT',
  'CODE_NOT_HERE',
  'DESTRUCTION_OVER',
  'BUSY_TRY_AGAIN',
  'FEFO_BROKEN',
] as const

export interface Meter {
  readonly time: (act: string, ms: number) => void
  readonly fail: (act: string, code: string) => void
  readonly figures: () => ActFigures[]
  /** By act and code, the most frequent first. */
  readonly errors: () => { act: string; code: string; count: number; expected: boolean }[]
  readonly acts: () => number
  readonly failed: () => number
}

export function meter(): Meter {
  const times = new Map<string, Histogram>()
  const errors = new Map<string, number>()
  let failed = 0
  const isExpected = (code: string) => (contended as readonly string[]).includes(code)
  const of = (act: string) => {
    const known = times.get(act) ?? histogram()
    times.set(act, known)
    return known
  }
  const tenth = (n: number) => Math.round(n * 10) / 10
  return {
    time: (act, ms) => of(act).add(ms),
    fail(act, code) {
      if (!isExpected(code)) failed++
      errors.set(`${act} ${code}`, (errors.get(`${act} ${code}`) ?? 0) + 1)
    },
    figures: () =>
      [...times]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([act, h]) => ({
          act,
          count: h.count(),
          p50Ms: tenth(h.at(0.5)),
          p95Ms: tenth(h.at(0.95)),
          p99Ms: tenth(h.at(0.99)),
          maxMs: tenth(h.max()),
        })),
    errors: () =>
      [...errors]
        .sort((a, b) => b[1] - a[1])
        .map(([key, count]) => {
          const [act = '', code = ''] = key.split(' ')
          return { act, code, count, expected: isExpected(code) }
        }),
    acts: () => [...times.values()].reduce((n, h) => n + h.count(), 0),
    failed: () => failed,
  }
}

/** The same client, with every request timed under its endpoint's name; a second person's signature is one of its own. */
export function metered(client: Client, to: Meter): Client {
  const timed = async <T>(endpoint: Endpoint, run: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    try {
      return await run()
    } catch (error) {
      to.fail(endpoint.name, codeOf(error))
      throw error
    } finally {
      to.time(endpoint.name, performance.now() - began)
    }
  }
  return {
    account: client.account,
    download: (endpoint, input) => timed(endpoint, () => client.download(endpoint, input)),
    async call(endpoint, input, { witness, ...options } = {}) {
      if (!witness) return timed(endpoint, () => client.call(endpoint, input, options))
      const credential = { method: 'password' as const, ...witness }
      const signed = await timed(attest, () =>
        client.call(attest, { endpoint: endpoint.name, input: input as Record<string, unknown>, credential }),
      )
      const signedOptions = { ...options, attestation: signed.attestation }
      return timed(endpoint, () => client.call(endpoint, input, signedOptions))
    },
  }
}

/** A refusal's name, or what the network said. */
export function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } }
  return String(code ?? cause?.code ?? (error instanceof Error ? error.name : 'UNKNOWN'))
}
