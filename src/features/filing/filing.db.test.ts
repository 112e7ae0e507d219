import readXlsx from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { bring, hand, loopOf, useUp, type Loop } from '#test/loop.ts'
import {
  checkFiling,
  confirmFiling,
  dropFiling,
  filingWorkbook,
  listDuties,
  listFilings,
  listReceivers,
  prepareFiling,
  readFiling,
  recordReceipt,
  sendFiling,
} from './contract.ts'

let h: Hospital
let at: Loop
let world: World
let keeper: Client
let head: Client
let health: Client
let drugs: Client
let authorities: Record<string, number>
let id = 0
const fresh = (account: string) => connectAs(h.transport, account, demoPassword)

beforeAll(async () => {
  h = await startHospital()
  // The last minutes of November in China.
  h.clock.set('2026-11-30T15:40:00.000Z')
  at = await loopOf(h)
  const box = await bring(at, { lotNo: 'S2609118', boxes: 2 })
  const surgery = await hand(at, box.codes[0] ?? '', 2)
  await useUp(at, surgery, surgery.codes.slice(0, 1))
  // And the first of December: not November's, although it is still November in UTC.
  h.clock.set('2026-11-30T16:10:00.000Z')
  await bring(at, { lotNo: 'S2610001', boxes: 1 })
  h.clock.set('2026-12-03T02:00:00.000Z')
  world = await openWorld(h.transport, () => {}, h.clock.now)
  keeper = await fresh('wangxuemei@lushan')
  head = await fresh('liuguodong@lushan')
  health = await fresh('hemingyuan@cswjw')
  drugs = await fresh('tangwei@csyjj')
  const { rows } = await keeper.call(listReceivers, {})
  authorities = Object.fromEntries(rows.map((r) => [r.name.includes('卫生') ? 'health' : 'drugs', r.orgId]))
})
afterAll(() => h.stop())

const dutyOf = async (client: Client, kind: string, period: string) =>
  (await client.call(listDuties, {})).rows.find(
    (d) => d.orgId === at.orgId && d.kind === kind && d.period === period,
  )

describe('月度数量', () => {
  test('is due once there is a month of books, and only of a month that is over', async () => {
    expect(await dutyOf(keeper, 'monthly', '2026-11-01')).toMatchObject({
      dueOn: '2026-12-10',
      overdue: false,
      state: null,
    })
    expect(await dutyOf(keeper, 'monthly', '2026-10-01')).toBeUndefined()
    const ask = (period: string) => refusalOf(keeper.call(prepareFiling, { kind: 'monthly', period }))
    expect(await ask('2026-12-01')).toBe('FILING_PERIOD_OPEN')
    expect(await ask('2026-11-02')).toBe('FILING_PERIOD_START')
  })

  test('holds what the ledger says of that month, and says so again whenever it is read', async () => {
    const made = await keeper.call(prepareFiling, { kind: 'monthly', period: '2026-11-01' })
    id = made.filingId
    expect(made).toMatchObject({ no: 'BB-20261203-01', version: 1, lines: 1 })
    const seen = await keeper.call(readFiling, { filingId: id })
    expect(seen.tables.map((t) => t.title)).toEqual(['麻醉药品', '第一类精神药品', '第二类精神药品'])
    const [table] = seen.tables
    const cells = Object.fromEntries(table?.columns.map((c, i) => [c.key, table.rows[0]?.[i]]) ?? [])
    // 20 bought, two in a hand of which one was opened: what is in a hand still belongs to the hospital.
    expect(cells).toMatchObject({ opening: 0, bought: 20, used: 1, closing: 19 })
    expect(seen.agrees).toBe(true)
    expect(await refusalOf(keeper.call(prepareFiling, { kind: 'monthly', period: '2026-11-01' }))).toBe(
      'FILING_DRAFT_EXISTS',
    )
  })

  test('is checked by another, goes to two, and is received by each', async () => {
    const send = {
      filingId: id,
      authorityIds: [authorities['health'] ?? 0, authorities['drugs'] ?? 0],
      outside: ['长沙市公安局禁毒支队'],
    }
    expect(await refusalOf(keeper.call(sendFiling, send))).toBe('FILING_STATE')
    expect(await refusalOf(keeper.call(checkFiling, { filingId: id }))).toBe('FORBIDDEN')
    expect(await refusalOf(health.call(readFiling, { filingId: id }))).toBe('NOT_FOUND')
    await head.call(checkFiling, { filingId: id })
    expect(await refusalOf(head.call(sendFiling, { ...send, authorityIds: [999_999] }))).toBe(
      'FILING_RECEIVER',
    )
    expect(await refusalOf(head.call(sendFiling, { ...send, outside: ['甲', '甲'] }))).toBe('FILING_RECEIVER')
    expect(await refusalOf(head.call(sendFiling, { filingId: id, authorityIds: [], outside: [] }))).toBe(
      'FILING_RECEIVER',
    )
    await head.call(sendFiling, send)
    expect(await refusalOf(head.call(dropFiling, { filingId: id, reason: '填错' }))).toBe('FILING_STATE')
    expect((await health.call(readFiling, { filingId: id })).may).toMatchObject({
      confirm: true,
      correct: false,
    })

    const { no } = await health.call(confirmFiling, { filingId: id, outcome: 'accepted' })
    expect(no).toBe('HZ-20261203-01')
    expect(await refusalOf(health.call(confirmFiling, { filingId: id, outcome: 'accepted' }))).toBe(
      'FILING_RECEIPT_EXISTS',
    )
    await drugs.call(confirmFiling, { filingId: id, outcome: 'accepted' })
    const police =
      (await head.call(readFiling, { filingId: id })).dispatches.find((d) => !d.platform)?.dispatchId ?? 0
    const proof = await world.photograph(head, { syringe: false, liquid: 0, ampoules: 1 })
    const paper = { filingId: id, outcome: 'accepted' as const, no: '长公禁收 2026-118', proof }
    const inside =
      (await head.call(readFiling, { filingId: id })).dispatches.find((d) => d.platform)?.dispatchId ?? 0
    expect(await refusalOf(head.call(recordReceipt, { ...paper, dispatchId: inside }))).toBe('FILING_OTHERS')
    expect((await head.call(readFiling, { filingId: id })).state).toBe('sent')
    await head.call(recordReceipt, { ...paper, dispatchId: police })
    expect(await head.call(readFiling, { filingId: id })).toMatchObject({ state: 'received', received: 3 })
    expect(await dutyOf(health, 'monthly', '2026-11-01')).toMatchObject({ state: 'received', filingId: id })
  })

  test('what was sent stays; a correction is the next version, with its reason', async () => {
    const again = { kind: 'monthly' as const, period: '2026-11-01' }
    expect(await refusalOf(keeper.call(prepareFiling, again))).toBe('FILING_REASON')
    const before = (await keeper.call(readFiling, { filingId: id })).fingerprint
    const next = await keeper.call(prepareFiling, { ...again, reason: '市药监要求补报' })
    expect(next.version).toBe(2)
    await keeper.call(dropFiling, { filingId: next.filingId, reason: '重编' })
    const third = await keeper.call(prepareFiling, { ...again, reason: '市药监要求补报' })
    expect(third.version).toBe(2)
    expect((await keeper.call(readFiling, { filingId: id })).fingerprint).toBe(before)
    await head.call(checkFiling, { filingId: third.filingId })
    await head.call(sendFiling, { filingId: third.filingId, authorityIds: [authorities['health'] ?? 0] })
    expect(
      await refusalOf(health.call(confirmFiling, { filingId: third.filingId, outcome: 'returned' })),
    ).toBe('REASON_REQUIRED')
    await health.call(confirmFiling, {
      filingId: third.filingId,
      outcome: 'returned',
      note: '与上版相同，请说明',
    })
    expect(await dutyOf(keeper, 'monthly', '2026-11-01')).toMatchObject({ state: 'returned', overdue: false })
    expect(
      await refusalOf(drugs.call(confirmFiling, { filingId: third.filingId, outcome: 'accepted' })),
    ).toBe('FILING_OTHERS')
  })

  test('nobody changes what was sent, not even past the program', async () => {
    const change = h.db.asOrg(at.orgId, (tx) => tx`update filing.filing set content = '{}' where id = ${id}`)
    await expect(change).rejects.toThrow(/permission denied/)
  })
})

describe('名单', () => {
  test('is due each quarter, red for the authority when its day has passed; the list is of its day', async () => {
    // The template's people have been qualified since before July.
    expect(await dutyOf(health, 'people', '2026-04-01')).toBeUndefined()
    const due = await dutyOf(health, 'people', '2026-07-01')
    expect(due).toMatchObject({ dueOn: '2026-10-10', overdue: true, state: null })
    const made = await head.call(prepareFiling, { kind: 'people', period: '2026-07-01' })
    const seen = await keeper.call(readFiling, { filingId: made.filingId })
    expect(seen).toMatchObject({ agrees: null, overdue: true })
    const [people] = seen.tables
    const name = people?.columns.findIndex((c) => c.key === 'person') ?? -1
    expect(people?.rows.map((r) => r[name])).toContain('陈思远')
    // Not begun, for whoever may not see drafts.
    expect(await dutyOf(health, 'people', '2026-07-01')).toMatchObject({ state: null, overdue: true })
    // The head may check others, not what is the head's own.
    expect((await head.call(readFiling, { filingId: made.filingId })).why).toMatch('另一人')
    expect(await refusalOf(head.call(checkFiling, { filingId: made.filingId }))).toBe('FILING_SAME_PERSON')
    await (await fresh('tanjianguo@lushan')).call(checkFiling, { filingId: made.filingId })
    await head.call(sendFiling, { filingId: made.filingId, authorityIds: [authorities['health'] ?? 0] })
    expect(await dutyOf(health, 'people', '2026-07-01')).toMatchObject({ state: 'sent', overdue: false })
  })
})

test('the workbook holds the frozen cells and the fingerprint', async () => {
  const { fingerprint, tables } = await head.call(readFiling, { filingId: id })
  const [sheet] = await readXlsx(Buffer.from(await head.download(filingWorkbook, { filingId: id })))
  const rows = (sheet as unknown as { data?: unknown[][] }).data ?? (sheet as unknown as unknown[][])
  const words = rows.flat().map(String)
  expect(words).toContain(`指纹 ${fingerprint}`)
  for (const cell of tables[0]?.rows[0] ?? []) if (cell !== null) expect(words).toContain(String(cell))
})

test('another hospital sees nothing of it', async () => {
  const other = await fresh('tanyong@huaichuan')
  expect((await other.call(listFilings, { org: at.orgId })).total).toBe(0)
  expect((await other.call(listDuties, { org: at.orgId })).rows).toEqual([])
  expect(await refusalOf(other.call(readFiling, { filingId: id }))).toBe('NOT_FOUND')
})
