import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type CallFailed, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { whoAmI } from '#core/identity/contract.ts'
import { createRequisition, listRequisitions, sendTransfer } from '#features/requisition/contract.ts'
import { grantQualification, listStaff, revokeQualification, readStaff } from '#features/staff/contract.ts'
import { createCourse, recordResults } from '#features/training/contract.ts'
import { mapOf, receiveBoxes, type Surroundings } from '#test/flow.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { grantTemporary, readPersonAccess, setScope } from './contract.ts'

// 2: role × place × class at the one door into the ledger, and training as a gate before it.
let h: Hospital
let at: Surroundings
let admin: Client
let head: Client
let keeper: Client
let people: ReadonlyMap<string, number>
const boxes = { narcotic: [] as string[], psychotropic: [] as string[] }
beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  admin = await h.as('admin@lushan')
  head = await h.as('liuguodong@lushan')
  keeper = await h.as('wangxuemei@lushan')
  const { rows } = await admin.call(listStaff, { pageSize: 100 })
  people = new Map(rows.map((p) => [p.account.split('@')[0] ?? '', p.userId]))
  const lot = { boxes: 6, lotNo: 'R1', expiry: '2029-08-31' }
  boxes.narcotic = (await receiveBoxes(h, { drug: 'NAR017', ...lot })).codes
  boxes.psychotropic = (await receiveBoxes(h, { drug: 'PS1005', ...lot })).codes
})
afterAll(() => h.stop())

const user = (account: string) => people.get(account) ?? 0
const account = (place: string) => at.place(place).accountId
const narrow = (who: string, role: string, scope: { classes?: string[]; accounts?: number[] }) =>
  admin.call(setScope, {
    userId: user(who),
    role,
    classes: [],
    accounts: [],
    ...scope,
    reason: '试行',
  } as never)
const send = (codes: readonly string[], by: Client = keeper, second = 'lizhenhua@lushan', to = 'B01') =>
  by.call(
    sendTransfer,
    {
      sourceLocationId: at.place('A01').id,
      destinationLocationId: at.place(to).id,
      picks: codes.map((code) => ({ code, units: 10 })),
    },
    witness(second),
  )
const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => ({ code: 'WENT THROUGH', detail: '' }),
    (e: CallFailed) => ({ code: e.problem.code, detail: e.problem.detail }),
  )
const [n1, n2, n3, n4, n5] = ['0', '1', '2', '3', '4'] as const
const narcotic = (i: string) => boxes.narcotic[Number(i)] ?? ''
const psychotropic = (i: string) => boxes.psychotropic[Number(i)] ?? ''

describe('a role that is narrowed', () => {
  test('to a class moves that class, and no other, from the next request on', async () => {
    await narrow('wangxuemei', 'VAULT_KEEPER', { classes: ['NAR'] })
    expect(await refusalOf(send([narcotic(n1)]))).toBe('WENT THROUGH')
    expect(await problemOf(send([psychotropic(n1)]))).toEqual({
      code: 'ACCESS_OUTSIDE',
      detail:
        '您的“调拨出库”权限只限 麻，不含一级库 A 柜的咪达唑仑注射液（精一）；请有这个范围权限的同事办理',
    })
    expect(await refusalOf(send([narcotic(n2), psychotropic(n1)]))).toBe('ACCESS_OUTSIDE')
  })

  test('to a place takes from there, and from nowhere else', async () => {
    await narrow('wangxuemei', 'VAULT_KEEPER', { accounts: [account('C01')] })
    const { code, detail } = await problemOf(send([narcotic(n2)]))
    expect([code, detail]).toEqual([
      'ACCESS_OUTSIDE',
      expect.stringContaining('只限 住院药房，不含一级库 A 柜的'),
    ])
    await narrow('wangxuemei', 'VAULT_KEEPER', { accounts: [account('C01'), account('A01')] })
    expect(await refusalOf(send([narcotic(n2)]))).toBe('WENT THROUGH')
  })

  test('does not sign as the second person for what lies outside', async () => {
    await narrow('wangxuemei', 'VAULT_KEEPER', {})
    await narrow('lizhenhua', 'VAULT_KEEPER', { classes: ['PS1'], accounts: [account('A01')] })
    expect(await problemOf(send([narcotic(n3)]))).toMatchObject({
      code: 'WITNESS_OUTSIDE',
      detail: expect.stringMatching(
        /^李振华 的权限只限 精一；一级库 A 柜，不含一级库 A 柜的.*（麻），不能做这一笔的第二人/,
      ),
    })
    expect(await refusalOf(send([psychotropic(n2)]))).toBe('WENT THROUGH')
    await narrow('lizhenhua', 'VAULT_KEEPER', {})
  })

  test('follows the class of the day: a drug that changes class tomorrow is outside tomorrow', async () => {
    await narrow('wangxuemei', 'VAULT_KEEPER', { classes: ['PS1'] })
    const owner = postgres(h.superUrl, { max: 1, onnotice: () => {} })
    await owner`
      update catalogue.product_class set valid_to = '2026-11-24' where valid_to is null
        and product_id = (select product_id from ledger.drug where org_id = ${at.orgId} and id = ${at.drug('PS1005')})`
    await owner`
      insert into catalogue.product_class (product_id, class, valid_from)
      select product_id, 'NAR', '2026-11-24' from ledger.drug where org_id = ${at.orgId} and id = ${at.drug('PS1005')}`
    await owner.end()
    expect(await refusalOf(send([psychotropic(n3)]))).toBe('WENT THROUGH')
    // 23:59 and 00:00 in China.
    h.clock.set('2026-11-23T15:59:00.000Z')
    let again = await connectAs(h.transport, 'wangxuemei@lushan', demoPassword)
    expect(await refusalOf(send([psychotropic(n4)], again))).toBe('WENT THROUGH')
    h.clock.set('2026-11-23T16:00:00.000Z')
    again = await connectAs(h.transport, 'wangxuemei@lushan', demoPassword)
    expect(await refusalOf(send([psychotropic(n5)], again))).toBe('ACCESS_OUTSIDE')
    admin = await connectAs(h.transport, 'admin@lushan', demoPassword)
    head = await connectAs(h.transport, 'liuguodong@lushan', demoPassword)
    keeper = again
  })

  test('is widened by a second role that gives the same everywhere, for as long as it lasts', async () => {
    const until = new Date(h.clock.now().getTime() + 30 * 60_000).toISOString()
    const grant = { userId: user('wangxuemei'), role: 'DISPENSER', to: until, reason: '顶班半小时' }
    await admin.call(grantTemporary, grant)
    expect(await refusalOf(send([narcotic(n3)]))).toBe('WENT THROUGH')
    h.clock.set(until)
    expect(await refusalOf(send([narcotic(n4)]))).toBe('ACCESS_OUTSIDE')
    await narrow('wangxuemei', 'VAULT_KEEPER', {})
    expect(await refusalOf(send([narcotic(n4)]))).toBe('WENT THROUGH')
  })

  test('leaves a mark: what was refused is in the log of refusals', async () => {
    const rows = await h.db.asOrg(
      at.orgId,
      (tx) => tx<{ code: string }[]>`
        select code from audit.refusal where org_id = ${at.orgId} and code like '%_OUTSIDE' order by id`,
    )
    expect(rows.length).toBeGreaterThanOrEqual(5)
  })
})

describe('a qualification that runs out', () => {
  const ask = (who: Client) =>
    who.call(createRequisition, {
      locationId: at.place('W03').id,
      sourceLocationId: at.place('C01').id,
      lines: [{ drugId: at.drug('NAR017'), units: 10 }],
    })
  const revokeAll = async (who: string) => {
    for (const q of (await admin.call(readStaff, { id: user(who) })).qualifications)
      if (q.type === 'handle' && q.state !== 'revoked')
        await admin.call(revokeQualification, { qualificationId: q.qualificationId, reason: '离岗培训' })
  }

  test('takes its nodes with it, says which one and how it comes back, and leaves the others', async () => {
    const nurse = await connectAs(h.transport, 'zhaomin@lushan', demoPassword)
    expect(await refusalOf(ask(nurse))).toBe('WENT THROUGH')
    await revokeAll('zhaomin')
    expect(await problemOf(ask(nurse))).toEqual({
      code: 'UNQUALIFIED',
      detail: '赵敏 没有有效的麻精管理培训合格，不能办理这一步；请在“培训考核”参加培训，考核通过当天恢复',
    })
    const me = await nurse.call(whoAmI, {})
    expect(me.permissions).not.toContain('requisition.request')
    expect(me.asleep).toContainEqual({ permission: 'requisition.request', need: 'handle' })
    expect(await refusalOf(nurse.call(listRequisitions, {}))).toBe('WENT THROUGH')
    const shown = (await admin.call(readPersonAccess, { userId: user('zhaomin') })).nodes
    expect(shown.find((n) => n.permission === 'requisition.request')).toMatchObject({
      state: 'asleep',
      why: '麻精管理培训合格已撤销，考核通过当天恢复',
    })
  })

  test('is back with the passed exam, in the same session', async () => {
    const nurse = await connectAs(h.transport, 'zhaomin@lushan', demoPassword)
    expect(await refusalOf(ask(nurse))).toBe('UNQUALIFIED')
    const now = h.clock.now().getTime()
    const { courseId: id } = await head.call(createCourse, {
      title: '复训',
      lecturer: '王雪梅',
      startsAt: new Date(now - 600_000).toISOString(),
      endsAt: new Date(now).toISOString(),
      place: '示教室',
      category: 'renewal',
      qualification: 'handle',
      userIds: [user('zhaomin')],
    })
    const rows = [{ userId: user('zhaomin'), signedIn: true, score: 80 }]
    await head.call(recordResults, { id, examinedOn: '2026-11-24', rows })
    expect(await refusalOf(ask(nurse))).toBe('WENT THROUGH')
  })

  test('its last day still counts, the next does not; and the second person is asked the same', async () => {
    await revokeAll('lizhenhua')
    const term = { type: 'handle', validFrom: '2026-11-01', validTo: '2026-11-24', reason: '短期' } as const
    await admin.call(grantQualification, { id: user('lizhenhua'), ...term })
    expect(await refusalOf(send([narcotic(n5)]))).toBe('WENT THROUGH')
    h.clock.set('2026-11-24T15:59:59.999Z')
    keeper = await connectAs(h.transport, 'wangxuemei@lushan', demoPassword)
    const li = await connectAs(h.transport, 'lizhenhua@lushan', demoPassword)
    expect((await li.call(whoAmI, {})).permissions).toContain('requisition.check')
    h.clock.set('2026-11-24T16:00:00.000Z')
    expect((await li.call(whoAmI, {})).permissions).not.toContain('requisition.check')
    expect(await problemOf(send([narcotic('5')]))).toEqual({
      code: 'WITNESS_UNQUALIFIED',
      detail: '李振华 没有有效的麻精管理培训合格，不能做第二人，请换人',
    })
  })
})
