import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweep } from '#apps/sweep.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import { planShifts } from '#features/handover/contract.ts'
import { readHome } from '#features/home/contract.ts'
import { followAll, refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import {
  checkItems,
  listChecks,
  listChecksDue,
  readCheck,
  readCheckForm,
  signCheck,
} from './checkContract.ts'
import { requestBase } from './contract.ts'
import {
  ask,
  bringBack,
  draw,
  fill,
  give,
  head,
  nurse,
  pharmacist,
  setBase,
  wardOf,
  type Ward,
} from './testKit.ts'

let h: Hospital
let w: Ward
beforeAll(async () => {
  h = await startHospital()
  w = await wardOf(h)
  await setBase(w, 6)
  await fill(w, 6)
}, 60_000)
afterAll(() => h.stop())

const told = async () => {
  await followAll(h, alertsFollower)
  const { rows } = await (await h.as(head)).call(listAlerts, { pageSize: 100 })
  return rows
}
const good = () => checkItems.map((item) => ({ item, good: true }))
const form = async () => (await h.as(pharmacist)).call(readCheckForm, { placeId: w.placeId })

test('the 23rd: this month’s check of the ward is due, for the pharmacy and nobody else', async () => {
  expect((await (await h.as(pharmacist)).call(listChecksDue, {})).rows).toMatchObject([
    { code: 'W03', months: ['2026-11-01'] },
  ])
  const todos = async (account: string) =>
    (await (await h.as(account)).call(readHome, {})).todos.map((t) => t.kind)
  expect(await todos(pharmacist)).toContain('monthCheck')
  expect(await todos(nurse)).not.toContain('monthCheck')
})

test('a sheet that is not whole is not signed, nor one without the ward', async () => {
  const { month, lines } = await form()
  const input = {
    placeId: w.placeId,
    month,
    items: good(),
    lines: lines.map((l) => ({ lotId: l.lotId, counted: l.book })),
  }
  const signed = async (over: object, other = nurse) =>
    refusalOf((await h.as(pharmacist)).call(signCheck, { ...input, ...over }, witness(other)))
  expect(await signed({}, pharmacist)).toBe('WITNESS_IS_ACTOR')
  expect(await signed({ items: good().slice(1) })).toBe('BASE_CHECK_ITEMS')
  expect(await signed({ items: good().map((i) => ({ ...i, good: i.item !== 'lock' })) })).toBe(
    'REASON_REQUIRED',
  )
  expect(await signed({ lines: [] })).toBe('BASE_CHECK_LINES')
  expect(await signed({ lines: input.lines.map((l) => ({ ...l, counted: 5 })) })).toBe('REASON_REQUIRED')
  expect(await signed({ month: '2026-10-01' })).toBe('BASE_CHECK_MONTH')
})

test('what was found is kept, a lot that differs becomes a discrepancy, and the month is done', async () => {
  const { month, lines } = await form()
  const { id, no } = await (
    await h.as(pharmacist)
  ).call(
    signCheck,
    {
      placeId: w.placeId,
      month,
      items: good().map((i) => (i.item === 'lock' ? { ...i, good: false, note: '钥匙一人保管' } : i)),
      lines: lines.map((l) => ({ lotId: l.lotId, counted: l.book - 1 })),
      found: '少 1 支，责令当日查清',
    },
    witness(nurse),
  )
  const sheet = await (await h.as(head)).call(readCheck, { id })
  expect(sheet).toMatchObject({ no, bad: 1, differing: 1, checkedBy: '彭丽', witnessedBy: '赵敏' })
  expect(sheet.lines).toMatchObject([{ book: 6, counted: 5, difference: -1, baseUnits: 6 }])
  expect((await (await h.as(head)).call(listChecks, {})).rows).toMatchObject([
    { id, found: '少 1 支，责令当日查清' },
  ])
  expect((await (await h.as(pharmacist)).call(listChecksDue, {})).total).toBe(0)
  const [row] = await h.db.asOrg(
    w.at.orgId,
    (tx) => tx`select source_no, book, counted from ledger.discrepancy where org_id = ${w.at.orgId}`,
  )
  expect(row).toMatchObject({ sourceNo: no, book: 6, counted: 5 })
})

test('using and exchanging alarms nobody; a refused surplus and a broken equation do, once', async () => {
  const issue = await draw(w, 2)
  await give(w, issue, 1)
  await bringBack(w, issue, 1)
  expect(await refusalOf(ask(w, 3))).toBe('BASE_OVER')
  const before = await told()
  expect(before.map((a) => a.kind)).not.toContain('BASE_BROKEN')
  expect(before.find((a) => a.kind === 'BASE_OVER')?.text).toContain('还可收 0 支')
  // A smaller base makes what is there too much, seen at the next movement, and not again at the one after it.
  await setBase(w, 5)
  await give(w, issue, 1)
  const broken = (await told()).filter((a) => a.kind === 'BASE_BROKEN')
  expect(broken).toMatchObject([
    { severity: 'amber', text: expect.stringContaining('基数 5 支，多 1 支') as string },
  ])
  await bringBack(w, issue, 1)
  expect((await told()).filter((a) => a.kind === 'BASE_BROKEN')).toHaveLength(1)
})

test('a request waits on the desk of the head of pharmacy', async () => {
  await (
    await h.as(nurse)
  ).call(requestBase, {
    placeId: w.placeId,
    effectiveFrom: '2026-11-24',
    reason: '用量增加',
    lines: [{ drugId: w.morphine, units: 8, minUnits: 2 }],
  })
  const { todos } = await (await h.as(head)).call(readHome, {})
  expect(todos.find((t) => t.kind === 'baseStock')?.text).toContain('肿瘤内科药柜，赵敏 申请')
})

test('a shift that nobody handed over and a day that nobody settled are told once, by the clock or the next event', async () => {
  await (
    await h.as(head)
  ).call(planShifts, {
    placeId: w.placeId,
    shifts: [{ name: '白班', end: '17:30' }],
    blind: false,
    settles: true,
  })
  // The next morning, half past nine.
  h.clock.set('2026-11-24T01:30:00.000Z')
  const { connectAs } = await import('#apps/client.ts')
  const { demoPassword } = await import('#apps/demo/orgs.ts')
  const fresh = await connectAs(h.transport, head, demoPassword)
  const touch = () =>
    fresh.call(planShifts, { placeId: w.sourceId, shifts: [], blind: false, settles: false })
  // Nobody does anything: the clock tells it.
  await sweep(h.db, h.auditor, h.clock)
  await followAll(h, alertsFollower)
  const texts = async () =>
    (await fresh.call(listAlerts, { pageSize: 100 })).rows
      .filter((a) => a.kind === 'HANDOVER_MISSED' || a.kind === 'DAY_UNSETTLED')
      .map((a) => a.text)
      .sort()
  const both = ['未日结：肿瘤内科药柜 11-23', '漏交接：肿瘤内科药柜 白班 11-23 17:30']
  expect(await texts()).toEqual(both)
  h.clock.advance(40 * 60_000)
  await touch()
  await followAll(h, alertsFollower)
  expect(await texts()).toEqual(both)
})
