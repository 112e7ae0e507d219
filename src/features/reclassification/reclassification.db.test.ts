import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { announceClass } from '#apps/journey/reclassification.ts'
import { transfer } from '#apps/journey/supply.ts'
import { openWorld } from '#apps/journey/world.ts'
import { tellDue } from '#features/alerts/due.ts'
import { setScope } from '#features/access/contract.ts'
import { readHome } from '#features/home/contract.ts'
import { renamePlace } from '#features/places/contract.ts'
import { writePrescription } from '#features/prescription/contract.ts'
import { slowTablets, tang } from '#features/prescription/testKit.ts'
import { bring, loopOf, type Loop } from '#test/loop.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { confirmChange, listChanges, readChange } from './contract.ts'

// 羟考酮缓释片 was 精二 until 9 December, and is 麻 from the tenth on: invented.
const day = '2026-12-10'
let h: Hospital
let at: Loop
let keeper: Client
const second = witness('lizhenhua@lushan')
const as = (account: string) => connectAs(h.transport, account, demoPassword)
const read = async (client = keeper) => client.call(readChange, { day })
const todos = async () => (await keeper.call(readHome, {})).todos.filter((t) => t.kind === 'reclass')
const lock = async (place: string, doubleLock: boolean) => {
  const { id, name } = { name: place, ...at.place(place) }
  await (await as('liuguodong@lushan')).call(renamePlace, { id, name, doubleLock })
}

beforeAll(async () => {
  h = await startHospital()
  await announceClass(h.ownerUrl, { product: 'NAR031', before: 'PS2', class: 'NAR', day })
  at = await loopOf(h)
  await bring(at, { drug: 'NAR031', lotNo: 'Q2603011', place: 'A01', boxes: 3 })
  await bring(at, { drug: 'NAR031', lotNo: 'Q2603012', place: 'C01', boxes: 1 })
  keeper = await h.as('wangxuemei@lushan')
})
afterAll(() => h.stop())

describe('before the day', () => {
  test('the list says what lies where, and which places are not fit for the new class', async () => {
    const { rows } = await keeper.call(listChanges, {})
    expect(rows[0]).toMatchObject({ effectiveOn: day, state: 'ahead', lines: 2, unfitLines: 2 })
    expect(rows[0]?.drugs).toMatchObject([{ oldClass: 'PS2', newClass: 'NAR' }])
    await lock('A01', true)
    const { stock } = await read()
    expect(stock.map((l) => [l.lotNo, l.units, l.unfit])).toEqual([
      ['Q2603012', 10, 'lock'],
      ['Q2603011', 30, null],
    ])
  })

  test('people whose right or scope ends with the old class, and what was written under it, are named', async () => {
    const young = await h.as('qianming@lushan')
    const rx = await young.call(writePrescription, slowTablets(at as never, 14, { patient: tang }))
    const admin = await h.as('admin@lushan')
    const scope = { role: 'DISPENSER', classes: ['PS2' as const], accounts: [], reason: '只调剂精二' }
    await admin.call(setScope, { userId: at.user('liqian@lushan'), ...scope })
    const { people, prescriptions } = await read()
    expect(people.map((p) => [p.name, p.why])).toEqual([
      ['李倩', 'scope'],
      ['钱明', 'prescribes'],
    ])
    expect(prescriptions).toMatchObject([{ no: rx.no, prescriber: '钱明' }])
  })

  test('the vault is told from thirty days before, and no list is confirmed earlier', async () => {
    expect(await todos()).toMatchObject([{ no: day, dueAt: '2026-12-09T16:00:00.000Z' }])
    h.clock.set('2026-11-09T02:00:00.000Z')
    keeper = await as('wangxuemei@lushan')
    expect(await todos()).toEqual([])
    const { listHash } = await read()
    expect(await refusalOf(keeper.call(confirmChange, { day, listHash, note: '无' }, second))).toBe(
      'RECLASS_EARLY',
    )
    h.clock.set('2026-11-23T06:05:00.000Z')
    keeper = await as('wangxuemei@lushan')
  })
})

describe('the day', () => {
  test('comes with nothing confirmed: an alert, once, and the work is red', async () => {
    h.clock.set('2026-12-09T16:00:00.000Z')
    keeper = await as('wangxuemei@lushan')
    expect((await read()).state).toBe('due')
    const now = h.clock.now().toISOString()
    const told = () => h.db.asOrg(at.orgId, (tx) => tellDue(tx, at.orgId, now))
    expect(await told()).toBeGreaterThan(0)
    const [event] = await h.auditor.transaction(
      (tx) => tx<{ text: string }[]>`
        select convert_from(bytes, 'UTF8') as text from audit.event where type = 'clock.due' order by id desc limit 1`,
    )
    expect(event?.text).toContain('RECLASS_UNCONFIRMED')
    expect(event?.text).toContain('2026-12-10 起 1 个品种换管制分类，库存 2 行没有移库确认')
  })

  test('what moves afterwards does not change the list of 00:00', async () => {
    const before = await read()
    h.clock.set('2026-12-10T02:00:00.000Z')
    const world = await openWorld(h.transport, () => {}, h.clock.now)
    await transfer(world, {
      from: 'A01',
      to: 'C01',
      wants: { NAR031: 10 },
      sender: 'wangxuemei@lushan',
      checker: 'lizhenhua@lushan',
      taker: 'pengli@lushan',
    })
    keeper = await as('wangxuemei@lushan')
    const after = await read()
    expect(after.stock).toEqual(before.stock)
    expect(after.listHash).toBe(before.listHash)
  })

  test('two confirm what they saw, once; what is not fit needs its words', async () => {
    const { listHash } = await read()
    const sign = (over: Record<string, unknown> = {}) =>
      keeper.call(confirmChange, { day, listHash, note: '住院药房加双锁前移入保险柜', ...over }, second)
    expect(await refusalOf(sign({ note: undefined }))).toBe('RECLASS_UNFIT')
    expect(await refusalOf(sign({ listHash: '0'.repeat(64) }))).toBe('RECLASS_CHANGED')
    expect(await refusalOf(keeper.call(confirmChange, { day, listHash, note: '无' }))).toBe(
      'WITNESS_REQUIRED',
    )
    await lock('C01', true)
    expect(await refusalOf(sign())).toBe('RECLASS_CHANGED')
    const { listHash: now, unfitLines } = await read()
    expect(unfitLines).toBe(0)
    expect((await sign({ listHash: now, note: undefined })).no).toBe('CL-20261210-01')
    expect(await refusalOf(sign({ listHash: now }))).toBe('RECLASS_CONFIRMED')
    expect(await read()).toMatchObject({ state: 'confirmed', confirmedBy: '王雪梅', witness: '李振华' })
    expect(await todos()).toEqual([])
    const [kept] = await h.auditor.transaction(
      (tx) => tx<{ lines: number; units: number }[]>`
        select count(*)::int as lines, sum(units)::int as units from reclassification.confirmed_line`,
    )
    expect(kept).toEqual({ lines: 2, units: 40 })
  })

  test('a day without a change is not found, and the authority reads the list', async () => {
    expect(await refusalOf(keeper.call(readChange, { day: '2026-12-11' }))).toBe('NOT_FOUND')
    const city = await as('hemingyuan@cswjw')
    expect((await city.call(readChange, { day, org: at.orgId })).stock).toHaveLength(2)
  })
})
