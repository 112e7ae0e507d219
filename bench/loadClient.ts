import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { Pool } from 'undici'
import { figuresOf, type Figures, type Job, type Plan } from './load.ts'

// The client's process: reads its plan, sends it, reports once.
const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Plan
const pool = new Pool(plan.origin, { connections: plan.connections, pipelining: 1 })
const failed: Record<string, number> = {}
let firstFailure: string | undefined

async function send(job: Job): Promise<void> {
  const headers: Record<string, string> = { cookie: job.cookie }
  if (job.method === 'POST') {
    headers['content-type'] = 'application/json'
    headers['idempotency-key'] = randomUUID()
  }
  const reply = await pool.request({ method: job.method, path: job.path, headers, body: job.body ?? null })
  const text = await reply.body.text()
  if (reply.statusCode === 200) return
  failed[reply.statusCode] = (failed[reply.statusCode] ?? 0) + 1
  firstFailure ??= text.slice(0, 500)
}

async function run(jobs: readonly Job[], perSecond?: number): Promise<Figures> {
  let next = 0
  const times: number[] = []
  const lane = async () => {
    for (let i = next++; i < jobs.length; i = next++) {
      const due = perSecond === undefined ? performance.now() : from + (i / perSecond) * 1000
      const early = due - performance.now()
      if (early > 0) await setTimeout(early)
      await send(jobs[i] as Job)
      times.push(performance.now() - due)
    }
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: plan.connections }, lane))
  return figuresOf(times, (performance.now() - from) / 1000, failed)
}

await run(plan.jobs.slice(0, plan.warmUp))
const figures = await run(plan.jobs.slice(plan.warmUp), plan.perSecond)
await pool.close()
process.send?.({ ...figures, ...(firstFailure === undefined ? {} : { firstFailure }) })
process.disconnect?.()
