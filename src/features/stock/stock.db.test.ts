import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { receiveBoxes } from '#test/flow.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { minutesLater, oneBox, type Story } from '#test/story.ts'
import {
  listStock,
  readLedger,
  readMovement,
  suggestPicks,
  summariseStock,
  type LedgerPage,
} from './contract.ts'

let h: Hospital
let story: Story
let keeper: Client
let inspector: Client
let stranger: Client
beforeAll(async () => {
  h = await startHospital()
  story = await oneBox(h)
  keeper = await h.as('wangxuemei@lushan')
  inspector = await h.as('hemingyuan@cswjw')
  stranger = await h.as('tanyong@huaichuan')
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

describe('what we have', () => {
  test('by drug, account and lot; a hand is a person with a limit', async () => {
    const { rows } = await keeper.call(listStock, { drugId: story.received.drugId })
    expect(rows.map((r) => [r.account, r.accountKind, r.quantity])).toEqual([
      ['一级库 A 柜', 'location', 10],
      ['手术药房', 'location', 15],
      [expect.stringContaining('陈思远'), 'custody', 1],
    ])
    expect(rows[2]).toMatchObject({
      holder: '陈思远',
      lotNo: 'S2609118',
      expiry: '2028-08-31',
      drugClass: 'NAR',
      codes: 1,
    })
    expect(rows[2]?.dueAt).not.toBeNull()
  })

  test('filters: tier, kind, item, expiry within days, search', async () => {
    const accounts = async (input: object) =>
      (await keeper.call(listStock, input)).rows.map((r) => r.quantity)
    expect(await accounts({ tier: 2 })).toEqual([15])
    expect(await accounts({ kind: 'custody' })).toEqual([1])
    expect(await accounts({ item: 'container' })).toEqual([2])
    expect(await accounts({ days: 30 })).toEqual([])
    expect(await accounts({ days: 800, tier: 1 })).toEqual([10])
    expect(await accounts({ q: '陈思远' })).toEqual([1])
    expect(await refusalOf(keeper.call(listStock, { sort: 'nothing' }))).toBe('INPUT_INVALID')
  })

  test('the summary adds up to what was received less what left', async () => {
    const { rows, classes } = await keeper.call(summariseStock, { drugId: story.received.drugId })
    expect(rows[0]).toMatchObject({
      tier1Units: 10,
      tier2Units: 15,
      tier3Units: 0,
      transitUnits: 0,
      custodyUnits: 1,
      totalUnits: 26,
      issuedUnits: 6,
    })
    expect(rows[0]?.supplyDays).toBe(Math.floor((25 * 30) / 6))
    expect(classes).toEqual([{ drugClass: 'NAR', unit: '支', drugs: 1, units: 26 }])
  })

  test('drugs that moved today, and only those', async () => {
    const since = '2026-11-22T16:00:00.000Z'
    const { rows } = await keeper.call(summariseStock, { movedSince: since })
    expect(rows.map((r) => r.drugId)).toEqual([story.received.drugId])
    const all = await keeper.call(summariseStock, {})
    expect(all.total).toBeGreaterThan(5)
    expect(
      all.rows
        .filter((r) => r.drugId !== story.received.drugId)
        .every((r) => r.totalUnits === 0 && r.supplyDays === null),
    ).toBe(true)
  })
})

describe('first to expire first', () => {
  test('labelled ampoules before a box is opened, an expired lot not at all', async () => {
    const [drugId, locationId] = [story.received.drugId, story.at.place('B01').id]
    const picked = await keeper.call(suggestPicks, { locationId, drugId, units: 7 })
    expect(picked.picks.map((p) => p.units)).toEqual([1, 4, 2])
    expect(picked.picks[0]?.code).toBe(story.labels[4])
    expect(picked.picks[1]?.code).toBe(story.box)
    expect(picked).toMatchObject({ foundUnits: 7, expiredUnits: 0 })
    const more = await keeper.call(suggestPicks, { locationId, drugId, units: 99 })
    expect(more.foundUnits).toBe(15)
    expect(await refusalOf(keeper.call(suggestPicks, { locationId: 999_999, drugId, units: 1 }))).toBe(
      'NOT_FOUND',
    )
  })

  test('after the lot has expired it is counted apart', async () => {
    const now = h.clock.now().toISOString()
    const old = await receiveBoxes(h, { drug: 'NAR020', boxes: 1, lotNo: 'R-OLD', expiry: '2026-11-30' })
    const input = { locationId: story.at.place('A01').id, drugId: old.drugId, units: 5 }
    expect((await keeper.call(suggestPicks, input)).foundUnits).toBe(5)
    h.clock.set('2026-12-01T02:00:00.000Z')
    // By then yesterday's session has gone to sleep.
    const later = await connectAs(h.transport, 'lizhenhua@lushan', demoPassword)
    expect(await later.call(suggestPicks, input)).toEqual({ picks: [], foundUnits: 0, expiredUnits: 10 })
    h.clock.set(now)
  })
})

describe('the book', () => {
  const book = (client: Client, input: object) =>
    client.call(readLedger, { drugId: story.received.drugId, ...input })
  const shown = (page: LedgerPage) => page.rows.map((r) => [r.kind, r.inUnits, r.outUnits, r.balanceUnits])

  test('of one place: every line with its balance, the labels in between are no line', async () => {
    const page = await book(keeper, { accountId: story.at.place('B01').accountId })
    expect(page).toMatchObject({ openingUnits: 0, inUnits: 21, outUnits: 6, closingUnits: 15, older: null })
    expect(shown(page)).toEqual([
      ['accept', 20, 0, 20],
      ['issue', 0, 6, 14],
      ['returnUnopened', 1, 0, 15],
    ])
    expect(page.rows[0]).toMatchObject({
      voucherNo: story.transferNo,
      counterparty: '一级库 A 柜',
      lotNo: 'S2609118',
      actor: '李倩',
      codes: 2,
    })
    expect(page.rows[1]).toMatchObject({
      voucherNo: story.issueNo,
      receiver: '陈思远',
      witness: '何志远',
      codes: 6,
    })
  })

  test('page by page from the newest, each with its opening balance', async () => {
    const accountId = story.at.place('B01').accountId
    const newest = await book(keeper, { accountId, size: 2 })
    expect(shown(newest)).toEqual([
      ['issue', 0, 6, 14],
      ['returnUnopened', 1, 0, 15],
    ])
    expect(newest).toMatchObject({ openingUnits: 20, closingUnits: 15 })
    const older = await book(keeper, { accountId, size: 2, before: newest.older ?? '' })
    expect(shown(older)).toEqual([['accept', 20, 0, 20]])
    expect(older).toMatchObject({ openingUnits: 0, closingUnits: 20, older: null })
  })

  test('of a tier: the places together', async () => {
    const page = await book(keeper, { tier: 1 })
    expect(shown(page)).toEqual([
      ['receive', 30, 0, 30],
      ['send', 0, 20, 10],
    ])
    expect(page.rows[1]).toMatchObject({ counterparty: '手术药房', receiver: '李倩' })
    expect(page.books.map((b) => b.account)).toEqual(expect.arrayContaining(['一级库 A 柜', '药库待查柜']))
  })

  test('up to a day before anything happened it is empty and stands at nothing', async () => {
    expect(await book(keeper, { tier: 1, to: '2026-11-22' })).toMatchObject({
      rows: [],
      openingUnits: 0,
      closingUnits: 0,
    })
  })

  test('one choice, and only what one may see', async () => {
    expect(await refusalOf(book(keeper, {}))).toBe('INPUT_INVALID')
    expect(await refusalOf(book(keeper, { tier: 1, accountId: 1 }))).toBe('INPUT_INVALID')
    expect(await refusalOf(book(keeper, { accountId: 999_999 }))).toBe('NOT_FOUND')
    expect(await refusalOf(book(stranger, { tier: 1 }))).toBe('NOT_FOUND')
    expect((await book(inspector, { tier: 1 })).org).toBe('长沙市麓山中心医院')
  })
})

describe('one movement', () => {
  test('its lines, people, event, fingerprint and photographs', async () => {
    const page = await keeper.call(readLedger, {
      drugId: story.received.drugId,
      accountId: story.at.place('B01').accountId,
    })
    const issue = page.rows.find((r) => r.kind === 'issue')
    const movement = await keeper.call(readMovement, { id: issue?.movementId ?? 0 })
    expect(movement).toMatchObject({
      kind: 'issue',
      causeNo: story.issueNo,
      actor: '李倩',
      witness: '何志远',
      totalLines: 13,
      eventId: issue?.eventId,
    })
    expect(movement.eventHash).toMatch(/^[0-9a-f]{64}$/)
    expect(movement.lines.filter((l) => l.destinationKind === 'custody')).toHaveLength(6)
  })

  test('nobody else’s', async () => {
    const [first] = (await keeper.call(readLedger, { drugId: story.received.drugId, tier: 1 })).rows
    const id = first?.movementId ?? 0
    expect(await refusalOf(stranger.call(readMovement, { id }))).toBe('NOT_FOUND')
    expect((await inspector.call(readMovement, { id })).org).toBe('长沙市麓山中心医院')
    expect((await stranger.call(listStock, { org: story.at.orgId })).total).toBe(0)
    expect((await inspector.call(listStock, { org: story.at.orgId })).total).toBeGreaterThan(0)
  })
})

test('a reversal is written with a minus in the column that it takes back', async () => {
  minutesLater(h, 1)
  const dispenser = await h.as('liqian@lushan')
  const accountId = story.at.place('B01').accountId
  const before = await keeper.call(readLedger, { drugId: story.received.drugId, accountId })
  const back = before.rows.at(-1)
  await dispenser.call(
    reverseMovement,
    { id: back?.movementId ?? 0, reason: '批号录错' },
    witness('liuguodong@lushan'),
  )
  const after = await keeper.call(readLedger, { drugId: story.received.drugId, accountId })
  expect(after.rows.at(-1)).toMatchObject({
    kind: 'returnUnopened',
    inUnits: -1,
    outUnits: 0,
    balanceUnits: 14,
    reversesId: back?.movementId,
  })
  expect(after.rows.at(-2)?.reversedById).toBe(after.rows.at(-1)?.movementId)
  expect(after).toMatchObject({ inUnits: 20, outUnits: 6, closingUnits: 14 })
})
