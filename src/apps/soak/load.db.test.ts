import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { startHospital, type Hospital } from '#test/harness.ts'
import { openCrew } from './crew.ts'
import { startLoad } from './load.ts'
import { meter } from './meter.ts'
import { openProbe } from './probe.ts'

let h: Hospital
beforeAll(async () => (h = await startHospital()))
afterAll(() => h.stop())

test('two seconds of mixed work: nothing fails, nothing is left waiting, the books agree', async () => {
  const gauge = meter()
  const crew = await openCrew(h.transport, gauge, 8)
  const load = startLoad(crew, { seconds: 2, rate: 6, users: 4, seed: 3 })
  await load.ended
  expect(load.arrived()).toBeGreaterThan(3)
  expect(load.done() + load.turnedAway()).toBe(load.arrived())
  expect(gauge.errors().filter((e) => !e.expected)).toEqual([])
  expect(gauge.figures().map((f) => f.act)).toContain('receipt.sign')
  expect(gauge.figures().every((f) => f.p50Ms <= f.p95Ms && f.p95Ms <= f.maxMs)).toBe(true)
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  const probe = openProbe(h.superUrl)
  const seen = await probe.look()
  await probe.close()
  expect(seen).toMatchObject({ overdueRows: expect.any(Number) as number })
  expect(seen.idempotencyRows).toBeGreaterThan(10)
  expect(seen.connections).toBeGreaterThan(0)
})
