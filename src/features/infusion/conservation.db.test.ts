import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { readIssue } from '#features/issue/contract.ts'
import { threePhotos } from '#features/issue/testKit.ts'
import { waste } from '#features/residue/contract.ts'
import { balanced, type Bench } from '#features/residue/testKit.ts'
import { witness } from '#test/harness.ts'
import { fillPump, readPump, stopPump } from './contract.ts'
import { closed, fillOf, inHand, opened, seen, setPumpBench, wait } from './testKit.ts'

const zhou = witness('zhoujing@lushan')
let b: Bench
beforeAll(async () => {
  b = await setPumpBench()
})
afterAll(() => b.h.stop())
const as = (account: string) => b.h.as(`${account}@lushan`)
const chen = () => as('chensiyuan')

/** A small generator with a seed: the same pumps every time. */
function dice(seed: number): (below: number) => number {
  let x = seed
  return (below) => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0
    return x % below
  }
}

test('whatever is filled and read, filled is given, wasted and left, and the hand holds it', async () => {
  const roll = dice(20261123)
  for (let round = 0; round < 4; round++) {
    const { id: issueId, codes } = await opened(b, 1 + roll(2), 1 + roll(2))
    const whole = await inHand(b, issueId)
    const contents = codes.map((code) => ({ code, content: 1 + roll(whole[code] ?? 0) }))
    const totalUl = 10_000 + roll(90_000)
    const over = { totalUl, deviceNo: `Z-${round}`, rateUlH: 1 + roll(9_000) }
    const made = await (await chen()).call(fillPump, fillOf(b, issueId, contents, over))
    let givenUl = 0
    const readings = 2 + roll(6)
    for (let n = 0; n < readings; n++) {
      wait(b, 1 + roll(200))
      givenUl += roll(totalUl - givenUl + 1)
      const by = await chen()
      const of = { id: made.id, givenUl, leftUl: totalUl - givenUl, reason: '随机' }
      const { movementId } = await by.call(readPump, of)
      if (movementId !== null && roll(4) === 0) {
        const li = await as('liqian')
        await li.call(reverseMovement, { id: movementId, reason: '随机' }, witness('liuguodong@lushan'))
        givenUl = (await seen(by, made.id)).givenUl
      }
      const pump = await seen(by, made.id)
      const hand = await inHand(b, issueId)
      for (const c of pump.contents) expect(hand[c.code]).toBe((whole[c.code] ?? 0) - c.given)
    }
    const by = await chen()
    const end = roll(2) === 0 ? totalUl : givenUl
    await by.call(stopPump, { id: made.id, givenUl: end, leftUl: totalUl - end, reason: '随机' }, zhou)
    const stopped = await seen(by, made.id)
    for (const c of stopped.contents) expect(c.given).toBe(Math.floor((c.filled * end) / totalUl))
    const evidence = await threePhotos(by)
    const items = Object.entries(await inHand(b, issueId)).flatMap(([code, content]) =>
      content > 0 ? [{ code, content }] : [],
    )
    if (items.length > 0)
      await by.call(waste, { id: issueId, items, place: '手术间', method: '吸附后弃置', evidence }, zhou)
    const done = await seen(by, made.id)
    closed(done)
    expect(done.state).toBe('closed')
    balanced(await by.call(readIssue, { id: issueId }))
  }
  expect(await b.h.auditor.transaction(verifyLedger)).toEqual([])
}, 120_000)
