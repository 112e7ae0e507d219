import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** One request of a load, ready to be sent. */
export interface Job {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly cookie: string
  readonly body?: string
}

export interface Plan {
  readonly origin: string
  readonly connections: number
  /** Requests that are sent first and not counted. */
  readonly warmUp: number
  readonly jobs: readonly Job[]
  /** Sent at this rate whatever comes back, and timed from when each was due; absent: as fast as answers come. */
  readonly perSecond?: number
}

export interface Figures {
  readonly requests: number
  readonly seconds: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Replies that were not 200, by status. */
  readonly failed: Readonly<Record<string, number>>
  readonly firstFailure?: string
}

/** Sends the jobs from a process of its own, `connections` at a time, each on its own connection. */
export async function drive(plan: Plan): Promise<Figures> {
  const dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-load-'))
  const file = path.join(dir, 'plan.json')
  writeFileSync(file, JSON.stringify(plan))
  try {
    return await new Promise<Figures>((resolve, reject) => {
      const child = fork(path.join(import.meta.dirname, 'loadClient.ts'), [file], { execArgv: [] })
      child.once('message', (figures) => resolve(figures as Figures))
      child.once('error', reject)
      child.once('exit', (code) => code !== 0 && reject(new Error(`the load client ended with ${code}`)))
    })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Percentiles of a run; milliseconds in, figures out. */
export function figuresOf(timesMs: number[], seconds: number, failed: Record<string, number> = {}): Figures {
  const sorted = timesMs.toSorted((a, b) => a - b)
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
  return {
    requests: sorted.length,
    seconds,
    perSecond: sorted.length / seconds,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    maxMs: sorted.at(-1) ?? 0,
    failed,
  }
}
