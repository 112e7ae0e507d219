import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { approveBatch } from '#features/retention/contract.ts'
import { startReceipt } from '#features/receipt/contract.ts'
import { createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { minutesLater, oneBox, type Story } from '#test/story.ts'
import { readHome, readLoops } from './contract.ts'

let h: Hospital
let story: Story
beforeAll(async () => {
  h = await startHospital()
  story = await oneBox(h)
})
afterAll(() => h.stop())

const home = async (account: string) => (await h.as(account)).call(readHome, {})
const kinds = async (account: string) => (await home(account)).todos.map((t) => t.kind)

describe('the five 专', () => {
  test('figures of today, from the books', async () => {
    const seen = await home('wangxuemei@lushan')
    expect(seen.people).toMatchObject({ registered: 14, expiring: expect.any(Number) })
    expect(seen.people.next).toMatchObject({ name: '彭丽' })
    expect(seen.places.holding).toBe(2)
    expect(seen.prescriptions).toEqual({ surgeries: 1, prescriptions: 0 })
    expect(seen.registers.open).toBe(1)
    expect(seen.registers.recordsToday).toBe(5)
    expect(seen.books.movementsToday).toBeGreaterThanOrEqual(10)
  })

  test('colleagues’ qualifications only to those who may see the register', async () => {
    expect((await home('chensiyuan@lushan')).people.next).toBeNull()
  })
})

describe('my work', () => {
  test('the holder has what is in the hand; the vault has nothing of it', async () => {
    const [mine] = (await home('chensiyuan@lushan')).todos
    expect(mine).toMatchObject({ kind: 'issue', no: story.issueNo })
    expect(mine?.text).toContain('1 支')
    expect(await kinds('wangxuemei@lushan')).toEqual([])
    expect(await kinds('linyue@lushan')).toEqual([])
  })

  test('the desk that issued counts the empties that come back', async () => {
    const todos = (await home('liqian@lushan')).todos
    expect(todos.map((t) => t.kind)).toEqual(['containers'])
    expect(todos[0]).toMatchObject({ no: '1 人', text: `欠空容器共 2 个，先到 陈思远 ${story.issueNo}` })
    expect(await kinds('pengli@lushan')).toEqual(['renewal', 'renewal'])
  })

  test('receipts, requisitions and transfers wait where their place is', async () => {
    const [keeper, dispenser] = [await h.as('wangxuemei@lushan'), await h.as('liqian@lushan')]
    const [vault, pharmacy] = [story.at.place('A01').id, story.at.place('B01').id]
    const lines = [{ drugId: story.received.drugId, units: 10 }]
    await keeper.call(startReceipt, { supplierId: story.at.supplierId, locationId: vault, lines })
    const neededBy = new Date(h.clock.now().getTime() + 1_500_000).toISOString()
    await dispenser.call(createRequisition, {
      locationId: pharmacy,
      sourceLocationId: vault,
      neededBy,
      lines,
    })
    const picks = [{ code: story.received.codes[2] ?? '', units: 10 }]
    await keeper.call(
      sendTransfer,
      { sourceLocationId: vault, destinationLocationId: pharmacy, picks },
      witness('lizhenhua@lushan'),
    )
    expect(await kinds('wangxuemei@lushan')).toEqual(['receipt', 'requisition'])
    expect((await kinds('liqian@lushan')).toSorted()).toEqual(['containers', 'transfer'])
    expect((await home('wangxuemei@lushan')).todos[1]).toMatchObject({
      dueAt: neededBy,
      text: '手术药房，枸橼酸舒芬太尼注射液',
    })
  })
})

describe('papers that wait for one person', () => {
  test('the director approves what the head of pharmacy asked for, then the vault carries it out', async () => {
    const { orgId } = story.at
    const head = 'liuguodong@lushan'
    await h.db.asOrg(orgId, async (tx) => {
      const [batch] = await tx<{ id: number }[]>`
        insert into retention.batch (org_id, no, record, reason, list_hash, applied_by, applied_at)
        select ${orgId}, 'QX-1', 'register', '到期', decode(repeat('00', 32), 'hex'), id, ${h.clock.now().toISOString()}
        from identity.app_user where org_id = ${orgId} and account = ${head} returning id`
      await tx`insert into retention.item (org_id, batch_id, kind, subject_id, no, day, keep_until)
        values (${orgId}, ${batch?.id ?? 0}, 'issue', 1, 'LY-1', '2020-01-01', '2025-01-01')`
    })
    const waits = async (account: string) => (await home(account)).todos.filter((t) => t.kind === 'retention')
    expect(await waits('tanjianguo@lushan')).toMatchObject([{ no: 'QX-1', text: '到期记录 1 条，等批准' }])
    expect(await waits('wangxuemei@lushan')).toEqual([])
    expect(await waits(head)).toEqual([])
    const director = await h.as('tanjianguo@lushan')
    await director.call(approveBatch, { id: (await waits('tanjianguo@lushan'))[0]?.id ?? 0 })
    expect(await waits('tanjianguo@lushan')).toEqual([])
    expect(await waits('wangxuemei@lushan')).toMatchObject([{ text: '到期记录 1 条，等两人执行' }])
  })
})

describe('what is open', () => {
  test('before its time nothing is overdue, empties are owed, the transfer is on its way', async () => {
    const loops = await (await h.as('liqian@lushan')).call(readLoops, {})
    expect(loops.overdue).toEqual([])
    expect(loops.owed.reduce((n, r) => n + r.containers, 0)).toBe(2)
    expect(loops.transit).toMatchObject([
      { source: '一级库 A 柜', destination: '手术药房', sums: [{ unit: '支', units: 10 }], short: false },
    ])
    expect(loops.today).toMatchObject({ issued: 1, closed: 0, within: 1, overdue: 0 })
  })

  test('after it the person stands there by name, with what is in the hand', async () => {
    minutesLater(h, 8 * 60)
    const loops = await (await connectAs(h.transport, 'liqian@lushan', demoPassword)).call(readLoops, {})
    expect(loops.overdue).toMatchObject([{ holder: '陈思远', intactUnits: 1, issueNo: story.issueNo }])
    expect(loops.today).toMatchObject({ within: 0, overdue: 1 })
  })

  test('an authority sees its institution’s, another hospital nothing, an administrator is refused', async () => {
    const inspector = await connectAs(h.transport, 'hemingyuan@cswjw', demoPassword)
    expect((await inspector.call(readLoops, { org: story.at.orgId })).overdue).toHaveLength(1)
    expect((await inspector.call(readLoops, {})).overdue).toEqual([])
    const admin = await connectAs(h.transport, 'admin@lushan', demoPassword)
    expect(await refusalOf(admin.call(readLoops, {}))).toBe('FORBIDDEN')
    expect((await admin.call(readHome, {})).loops).toBeNull()
  })
})
