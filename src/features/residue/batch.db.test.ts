import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readIssue } from '#features/issue/contract.ts'
import { minutes } from '#features/receipt/testKit.ts'
import { refusalOf, type Hospital } from '#test/harness.ts'
import { recordUses } from './contract.ts'
import { setBench, type Bench } from './testKit.ts'

let h: Hospital
let chen: Client
let li: Client
let take: Bench['take']
beforeAll(async () => {
  ;({ h, chen, li, take } = await setBench())
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const give = (issueId: number, code: string, content: number) =>
  ({ act: 'administer', issueId, code, content, route: '静脉注射' }) as const

test('many uses of one’s own cases go in one act, a movement each, in their order', async () => {
  const [first, second] = [await take({ NAR017: 2 }), await take({ NAR017: 1 })]
  h.clock.advance(30 * 60_000)
  const uses = [first, second].flatMap(({ id, codes }) =>
    codes.flatMap((code) => [
      { act: 'open' as const, issueId: id, code },
      give(id, code, 30),
      give(id, code, 20),
    ]),
  )
  const { movementIds } = await chen.call(recordUses, { uses })
  expect(new Set(movementIds).size).toBe(9)
  expect(await chen.call(readIssue, { id: first.id })).toMatchObject({
    intactUnits: 0,
    openContents: 0,
    containers: 2,
  })
  expect(await chen.call(readIssue, { id: second.id })).toMatchObject({
    intactUnits: 0,
    openContents: 0,
    containers: 1,
  })
})

test('one use that may not be leaves none of them, and its row is named', async () => {
  const { id, codes } = await take({ NAR017: 2 })
  const [a = '', b = ''] = codes
  const opened = { act: 'open' as const, issueId: id, code: a }
  const refused = async (uses: Parameters<typeof chen.call<typeof recordUses>>[1]['uses']) => {
    const problem = await chen.call(recordUses, { uses }).then(
      () => undefined,
      (error: { problem: { code: string; faults: { row?: number }[] } }) => error.problem,
    )
    return [problem?.code, problem?.faults[0]?.row]
  }
  expect(await refused([opened, give(id, a, 60)])).toEqual(['BALANCE_SHORT', undefined])
  // Given before it is opened, although the sum would come right.
  expect(await refused([give(id, a, 50), opened])).toEqual(['BALANCE_SHORT', undefined])
  expect(await refused([opened, opened])).toEqual(['BALANCE_SHORT', undefined])
  expect(await refused([opened, { act: 'open', issueId: id, code: '81902360000000000001' }])).toEqual([
    'CODE_NEVER_RECEIVED',
    2,
  ])
  expect(await refused([opened, { ...opened, code: b, occurredAt: minutes(-600) }])).toEqual([
    'USE_TIME_ORDER',
    2,
  ])
  expect(await refusalOf(li.call(recordUses, { uses: [opened] }))).toMatch(/FORBIDDEN|NOT_HOLDER|UNQUALIFIED/)
  expect(await chen.call(readIssue, { id })).toMatchObject({ intactUnits: 2, openContents: 0, containers: 0 })
})
