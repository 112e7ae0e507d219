import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { sweep } from '#apps/sweep.ts'
import { listCards } from '#features/purchaseCard/contract.ts'
import { followAll, startHospital, type Hospital } from '#test/harness.ts'
import { listAlerts, type AlertKind } from './contract.ts'
import { alertsFollower } from './follower.ts'

// What nobody did, told although nobody does anything.
let h: Hospital
beforeAll(async () => {
  h = await startHospital()
})
afterAll(() => h.stop())

/** An hour's sweep and what followed of it, as the authority reads it. Sessions end, so each look signs in anew. */
async function told(at: string, kind: AlertKind): Promise<{ org: string; severity: string; text: string }[]> {
  h.clock.set(at)
  await sweep(h.db, h.auditor, h.clock)
  await followAll(h, alertsFollower)
  const inspector = await connectAs(h.transport, 'hemingyuan@cswjw', demoPassword)
  const { rows } = await inspector.call(listAlerts, { kind, pageSize: 100 })
  return rows
    .map(({ org, severity, text }) => ({ org, severity, text }))
    .filter((r) => r.org.includes('麓山'))
}

test('a card is told about three months before it ends and again when it has ended, once in a month', async () => {
  const keeper = await connectAs(h.transport, 'wangxuemei@lushan', demoPassword)
  const { rows } = await keeper.call(listCards, {})
  const { cardNo = '', validTo = '' } = rows[0] ?? {}
  const day = (n: number) => new Date(Date.parse(validTo) + n * 86_400_000).toISOString()
  expect(await told(day(-92), 'CARD_ENDS')).toEqual([])
  const ends = { severity: 'amber', text: `印鉴卡 ${cardNo} 将于 ${validTo} 到期，请申请换卡` }
  expect(await told(day(-89), 'CARD_ENDS')).toMatchObject([ends])
  expect(await told(day(-88), 'CARD_ENDS')).toMatchObject([ends])
  expect(await told(day(-50), 'CARD_ENDS')).toMatchObject([ends, ends])
  expect((await told(day(2), 'CARD_ENDS'))[0]).toMatchObject({ severity: 'red' })
})

test('a list that was not filed in time is told, and after a week again', async () => {
  const first = await told('2026-11-24T01:00:00.000Z', 'FILING_LATE')
  expect(first.at(-1)?.text).toMatch(/^逾期未报送：处方权、调剂资格名单 2026-07（应于 2026-10-/)
  const count = first.length
  expect(await told('2026-11-26T01:00:00.000Z', 'FILING_LATE')).toHaveLength(count)
  expect(await told('2026-12-02T01:00:00.000Z', 'FILING_LATE')).toHaveLength(count + 1)
})
