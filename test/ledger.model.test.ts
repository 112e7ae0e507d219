import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import type { Line } from '#core/ledger/rules.ts'
import { connect } from '#core/db.ts'
import {
  Bag,
  balancesOf,
  boxCode,
  perform,
  setStage,
  strength,
  ways,
  type Act,
  type Outcome,
  type Stage,
  type Way,
} from './ledger.model.ts'
import { startHospital, type Hospital } from './harness.ts'

let hospital: Hospital
beforeAll(async () => {
  hospital = await startHospital()
})
afterAll(() => hospital.stop())

type Hand = 'hand1' | 'hand2'

/** The history as the test knows it: boxes received, labels made, movements that can be taken back. */
interface History {
  readonly boxes: number[]
  readonly labels: string[]
  readonly done: Outcome[]
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]
let nextBox = 0

/** Turns four random numbers into an act on what there is; often impossible on purpose. */
function actOf([kind, a, b, c]: readonly [number, number, number, number], history: History): Act {
  const box = pick(history.boxes, a)
  const unit = pick(history.labels, a) ?? `${boxCode(0)}-01`
  const hand: Hand = b % 2 === 0 ? 'hand1' : 'hand2'
  const units = (c % 12) + 1
  const back = pick(history.done, a)
  if (box === undefined || kind === 0) return { type: 'receive', box: ++nextBox }
  if (kind === 1) return { type: 'send', box, units }
  if (kind === 2) return { type: 'accept', box, units }
  if (kind === 3) return { type: 'sendBack', box, units }
  if (kind <= 5) return { type: 'issue', box, units: (c % 4) + 1, hand }
  if (kind === 6) return { type: 'open', unit, hand }
  if (kind === 7) return { type: 'give', unit, hand, content: (c % 60) + 1 }
  if (kind === 8) return { type: 'waste', unit, hand, content: (c % 60) + 1 }
  if (kind === 9) return { type: 'recover', unit, hand }
  if (kind === 10) return { type: 'destroy', unit, hand }
  if (kind === 11) return { type: 'return', unit, hand }
  if (kind === 12) return { type: 'breakage', unit, hand }
  if (kind === 13) return { type: 'dispense', box, units: (c % 4) + 1 }
  if (kind === 14 && history.labels.length > 0) return { type: 'takeBack', unit }
  if (kind === 15) return { type: 'countLoss', box, units: (c % 2) + 1 }
  if (kind === 16 && history.labels.length > 0) return { type: 'countGain', unit }
  if (kind === 17) return { type: 'shelfBreakage', unit }
  if (kind <= 22) return { type: 'way', way: pick(wayNames, b) ?? 'putAside', box, units: (c % 3) + 1 }
  if (kind === 23) return { type: 'keepSample', unit, hand, content: (c % 30) + 1 }
  if (kind === 24 && history.labels.length > 0)
    return { type: pick(sampleActs, b) ?? 'destroySample', unit, content: (c % 20) + 1 }
  if (back?.movementId !== undefined && back.kind)
    return { type: 'reverse', movement: back.movementId, lines: back.lines, kind: back.kind }
  return { type: 'send', box, units }
}

const wayNames = Object.keys(ways) as Way[]
/** Kinds of act that `actOf` tells apart, the taking back last. */
const kindsOfAct = 26
const sampleActs = ['destroySample', 'sampleLess', 'sampleMore'] as const

const acts = (max: number) =>
  fc.array(fc.tuple(fc.nat(kindsOfAct - 1), fc.nat(1000), fc.nat(1000), fc.nat(1000)), {
    minLength: 20,
    maxLength: max,
  })

function remember(history: History, act: Act, outcome: Outcome): void {
  if (outcome.refusal !== undefined) return
  if (act.type === 'receive') history.boxes.push(act.box)
  history.labels.push(...outcome.labels)
  if (act.type !== 'reverse') history.done.push(outcome)
}

/** What the plain model says about an act before it is done. */
function predicted(bag: Bag, stage: Stage, act: Act, reversed: Set<number>): boolean {
  const a = stage.accounts
  const has = (account: number, item: Line['item'], code: string, n: number) =>
    bag.get(account, item, code) >= n
  switch (act.type) {
    case 'receive':
      return true
    case 'sendTwo':
    case 'sendBackTwo':
      return true
    case 'send':
    case 'countLoss':
      return has(a.vault, 'intact', boxCode(act.box), act.units)
    case 'accept':
    case 'sendBack':
      return has(a.transit, 'intact', boxCode(act.box), act.units)
    // What patients bring back comes from outside, where nothing is counted short.
    case 'takeBack':
    case 'countGain':
      return true
    case 'dispense':
    case 'issue':
      return has(a.pharmacy, 'intact', boxCode(act.box), act.units)
    case 'open':
    case 'breakage':
    case 'return':
      return has(a[act.hand], 'intact', act.unit, 1)
    case 'give':
    case 'waste':
    case 'keepSample':
      return has(a[act.hand], 'content', act.unit, act.content)
    case 'destroySample':
    case 'sampleLess':
      return has(a.sample, 'content', act.unit, act.content)
    // What the books gain comes from outside.
    case 'sampleMore':
      return true
    case 'shelfBreakage':
      return has(a.pharmacy, 'intact', act.unit, 1)
    case 'way': {
      const from = ways[act.way][1]
      // What patients bring comes from outside.
      return from === 'patient' || has(a[from], 'intact', boxCode(act.box), act.units)
    }
    case 'recover':
      return has(a[act.hand], 'container', act.unit, 1)
    case 'destroy':
      return has(a.bin, 'container', act.unit, 1)
    case 'reverse':
      return !reversed.has(act.movement) && reversible(bag, stage, act.lines)
  }
}

/** Taking back needs what was given to be still where it was put, for every inside account. */
function reversible(bag: Bag, stage: Stage, lines: readonly Line[]): boolean {
  const inside = new Set<number>([
    stage.accounts.vault,
    stage.accounts.pharmacy,
    stage.accounts.transit,
    stage.accounts.hand1,
    stage.accounts.hand2,
    stage.accounts.bin,
    stage.accounts.quarantine,
    stage.accounts.returned,
    stage.accounts.rolledUp,
    stage.accounts.sample,
  ])
  const net = new Bag()
  net.apply(lines.map((l) => ({ ...l, from: l.to, to: l.from })))
  return [...net.held].every(([key, delta]) => {
    const [account = 0, item = '', code = ''] = key.split('|')
    return !inside.has(Number(account)) || bag.get(Number(account), item, String(code)) + delta >= 0
  })
}

describe('the ledger against a plain model', () => {
  test('one client: every act goes as the model says, and the books equal it', async () => {
    let performed = 0
    await fc.assert(
      fc.asyncProperty(acts(120), async (plan) => {
        const stage = await setStage(hospital.db)
        const [bag, history, reversed] = [
          new Bag(),
          { boxes: [], labels: [], done: [] } as History,
          new Set<number>(),
        ]
        for (const step of plan) {
          const act = actOf(step, history)
          const may = predicted(bag, stage, act, reversed)
          const outcome = await perform(stage, act).catch((error: unknown) => {
            // The database itself refuses to take one movement back twice.
            if (String(error).includes('movement_reversed_once'))
              return { refusal: 'MOVEMENT_ALREADY_REVERSED', lines: [], labels: [] } as Outcome
            throw error
          })
          performed++
          expect([act, outcome.refusal === undefined, outcome.refusal]).toEqual([act, may, outcome.refusal])
          if (act.type === 'reverse' && outcome.refusal === undefined) {
            reversed.add(act.movement)
            bag.apply(act.lines.map((l) => ({ ...l, from: l.to, to: l.from })))
          } else bag.apply(outcome.lines)
          remember(history, act, outcome)
        }
        expect(await balancesOf(stage)).toEqual(bag.held)
      }),
      { numRuns: 12, seed: 20261123 },
    )
    expect(performed).toBeGreaterThan(300)
    expect(await hospital.auditor.transaction(verifyLedger)).toEqual([])
  })

  test('eight clients at once: what went through, in any order, is what the books hold', async () => {
    const stage = await setStage(hospital.db)
    const crowd = connect(hospital.appUrl, { max: 8 })
    const busy = { ...stage, db: crowd }
    const history: History = { boxes: [], labels: [], done: [] }
    for (let i = 0; i < 6; i++) {
      const act: Act = { type: 'receive', box: ++nextBox }
      remember(history, act, await perform(stage, act))
    }
    const bag = new Bag()
    for (const o of history.done) bag.apply(o.lines)
    const random = numbers(7)
    let [through, refused] = [0, 0]
    const client = async () => {
      for (let i = 0; i < 250; i++) {
        const act = actOf([random() % kindsOfAct, random(), random(), random()], history)
        const outcome = await perform(busy, act).catch((error: unknown) => {
          if (String(error).includes('movement_reversed_once'))
            return { refusal: 'MOVEMENT_ALREADY_REVERSED', lines: [], labels: [] } as Outcome
          throw error
        })
        if (outcome.refusal === undefined) through++
        else refused++
        bag.apply(
          act.type === 'reverse' && outcome.refusal === undefined
            ? act.lines.map((l) => ({ ...l, from: l.to, to: l.from }))
            : outcome.lines,
        )
        remember(history, act, outcome)
      }
    }
    // No act may end in a deadlock: a circle of waiting would throw here.
    await Promise.all(Array.from({ length: 8 }, client))
    await crowd.close()
    expect(through).toBeGreaterThan(200)
    expect(refused).toBeGreaterThan(200)
    expect(await balancesOf(stage)).toEqual(bag.held)
    expect(await hospital.auditor.transaction(verifyLedger)).toEqual([])
  })

  test('two boxes wanted in opposite orders never make a circle of waiting', async () => {
    const stage = { ...(await setStage(hospital.db)), db: connect(hospital.appUrl, { max: 8 }) }
    const [a, b] = [++nextBox, ++nextBox]
    for (const box of [a, b]) await perform(stage, { type: 'receive', box })
    const client = async (n: number) => {
      const [first, second] = n % 2 === 0 ? [a, b] : [b, a]
      for (let i = 0; i < 40; i++)
        await perform(stage, { type: i % 2 === 0 ? 'sendTwo' : 'sendBackTwo', first, second })
    }
    await Promise.all(Array.from({ length: 8 }, (_, n) => client(n)))
    await stage.db.close()
    expect(await hospital.auditor.transaction(verifyLedger)).toEqual([])
  })

  test('eight people split one box at the same moment: ten labels, each once', async () => {
    const stage = { ...(await setStage(hospital.db)), db: connect(hospital.appUrl, { max: 8 }) }
    const box = ++nextBox
    for (const act of [
      { type: 'receive', box },
      { type: 'send', box, units: 10 },
      { type: 'accept', box, units: 10 },
    ] as Act[])
      await perform(stage, act)
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, () => perform(stage, { type: 'issue', box, units: 1, hand: 'hand1' })),
    )
    await stage.db.close()
    const labels = outcomes.flatMap((o) => o.labels).sort()
    expect(labels).toEqual(
      Array.from({ length: 10 }, (_, i) => `${boxCode(box)}-${String(i + 1).padStart(2, '0')}`),
    )
  })

  test('the last unit, wanted by twenty at the same moment, goes to one', async () => {
    const stage = await setStage(hospital.db)
    const box = ++nextBox
    for (const act of [
      { type: 'receive', box },
      { type: 'send', box, units: 10 },
      { type: 'accept', box, units: 1 },
    ] as Act[])
      await perform(stage, act)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        perform(stage, { type: 'issue', box, units: 1, hand: i % 2 ? 'hand1' : 'hand2' }),
      ),
    )
    expect(outcomes.filter((o) => o.refusal === undefined)).toHaveLength(1)
    expect(new Set(outcomes.map((o) => o.refusal))).toEqual(new Set([undefined, 'CODE_NOT_HERE']))
  })

  test('strength is conserved to the last unit', async () => {
    const stage = await setStage(hospital.db)
    const box = ++nextBox
    for (const act of [
      { type: 'receive', box },
      { type: 'send', box, units: 10 },
      { type: 'accept', box, units: 10 },
      { type: 'issue', box, units: 1, hand: 'hand1' },
    ] as Act[])
      await perform(stage, act)
    const unit = `${boxCode(box)}-01`
    await perform(stage, { type: 'open', unit, hand: 'hand1' })
    expect((await perform(stage, { type: 'give', unit, hand: 'hand1', content: strength + 1 })).refusal).toBe(
      'BALANCE_SHORT',
    )
    await perform(stage, { type: 'give', unit, hand: 'hand1', content: strength - 1 })
    expect((await perform(stage, { type: 'waste', unit, hand: 'hand1', content: 2 })).refusal).toBe(
      'BALANCE_SHORT',
    )
    expect((await perform(stage, { type: 'waste', unit, hand: 'hand1', content: 1 })).refusal).toBeUndefined()
  })
})

/** A small generator of its own, so that a failing crowd can be repeated with the same choices. */
function numbers(seed: number): () => number {
  let s = seed
  return () => {
    s = (Math.imul(s, 1_664_525) + 1_013_904_223) >>> 0
    return s >>> 8
  }
}
