import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { institutionRoles } from '#core/identity/roles.ts'
import { syncStandardRoles } from '#core/identity/roleBook.ts'
import type { Permission } from '#core/identity/permissions.ts'
import {
  createStaff,
  disableStaff,
  grantQualification,
  listRoles,
  listStaff,
  resetSecrets,
  setRoles,
} from '#features/staff/contract.ts'
import { mapOf, type Surroundings } from '#test/flow.ts'
import { refusalOf, startHospital, testNow, type Hospital } from '#test/harness.ts'
import {
  createRole,
  endTemporary,
  grantTemporary,
  listChanges,
  listGrants,
  listRoleBook,
  readPersonAccess,
  setScope,
  stopRole,
  updateRole,
} from './contract.ts'

let h: Hospital
let at: Surroundings
let admin: Client
let head: Client
let people: ReadonlyMap<string, number>
beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  admin = await h.as('admin@lushan')
  head = await h.as('liuguodong@lushan')
  const { rows } = await admin.call(listStaff, { pageSize: 100 })
  people = new Map(rows.map((p) => [p.account.split('@')[0] ?? '', p.userId]))
})
afterAll(() => h.stop())

const user = (account: string) => people.get(account) ?? 0
const reason = '科室轮转'
const ofRole = async (name: string) => (await admin.call(listRoleBook, {})).rows.find((r) => r.name === name)
const roleFor = (name: string, permissions: Permission[]) =>
  admin.call(createRole, { name, permissions, reason })
const nodesOf = async (account: string) =>
  new Map((await admin.call(readPersonAccess, { userId: user(account) })).nodes.map((n) => [n.permission, n]))
const changes = async (input: object = {}) => (await admin.call(listChanges, input)).rows
const hoursOn = (hours: number) => new Date(h.clock.now().getTime() + hours * 3_600_000).toISOString()

describe('a role of the hospital’s own', () => {
  test('is made of nodes, changed for everybody who holds it, and stopped when nobody does', async () => {
    const { roleId, code } = await roleFor('夜班药师', ['issue.read', 'issue.work'])
    expect(code).toMatch(/^GW-20261123-\d\d$/)
    await admin.call(setRoles, { id: user('pengli'), roles: ['DISPENSER', code], reason })
    expect((await ofRole('夜班药师'))?.people).toBe(1)
    await admin.call(updateRole, { id: roleId, name: '夜班药师', permissions: ['trace.read'], reason })
    expect(await refusalOf(admin.call(stopRole, { id: roleId, reason }))).toBe('ACCESS_ROLE_HELD')
    await admin.call(setRoles, { id: user('pengli'), roles: ['DISPENSER'], reason })
    await admin.call(stopRole, { id: roleId, reason })
    expect(
      await refusalOf(admin.call(updateRole, { id: roleId, name: 'x', permissions: ['trace.read'], reason })),
    ).toBe('DOCUMENT_CLOSED')
    const gone = admin.call(setRoles, { id: user('pengli'), roles: [code], reason })
    expect(await refusalOf(gone)).toBe('NOT_FOUND')
    expect((await admin.call(listRoles, {})).rows.map((r) => r.code)).not.toContain(code)
  })

  test('a standard role is copied, never edited', async () => {
    const nurse = await ofRole('护士')
    const edit = admin.call(updateRole, {
      id: nurse?.roleId ?? 0,
      name: '护士',
      permissions: ['trace.read'],
      reason,
    })
    expect(await refusalOf(edit)).toBe('ACCESS_ROLE_STANDARD')
  })

  test('holds no two nodes that belong into two hands, and none of an authority', async () => {
    expect(await refusalOf(roleFor('全能', ['access.write', 'issue.work']))).toBe('ACCESS_CONFLICT')
    expect(await refusalOf(roleFor('自批', ['correction.work', 'correction.approve']))).toBe(
      'ACCESS_CONFLICT',
    )
    expect(await refusalOf(roleFor('监管', ['supervision.read']))).toBe('ACCESS_NODE')
    await roleFor('门诊登记', ['issue.read'])
    expect(await refusalOf(roleFor('门诊登记', ['issue.read']))).toBe('ALREADY_EXISTS')
  })

  test('cannot bring the two together through its holders', async () => {
    expect(
      await refusalOf(admin.call(setRoles, { id: user('liqian'), roles: ['DISPENSER', 'ADMIN'], reason })),
    ).toBe('ACCESS_CONFLICT')
    const { roleId, code } = await roleFor('质控', ['report.read'])
    await admin.call(setRoles, { id: user('liqian'), roles: ['DISPENSER', code], reason })
    const widen = admin.call(updateRole, {
      id: roleId,
      name: '质控',
      permissions: ['report.read', 'correction.approve'],
      reason,
    })
    expect(await refusalOf(widen)).toBe('ACCESS_CONFLICT')
    await admin.call(setRoles, { id: user('liqian'), roles: ['DISPENSER'], reason })
  })
})

describe('nobody raises his own rights', () => {
  test('not by a role, a scope, a grant, a qualification, or through a role that he holds', async () => {
    const me = user('admin')
    const refused = async (call: Promise<unknown>) => expect(await refusalOf(call)).toBe('ACCESS_OWN')
    await refused(admin.call(setRoles, { id: me, roles: ['ADMIN', 'NURSE'], reason }))
    await refused(admin.call(setScope, { userId: me, role: 'ADMIN', reason }))
    await refused(admin.call(grantTemporary, { userId: me, role: 'NURSE', to: hoursOn(8), reason }))
    await refused(
      admin.call(grantQualification, {
        id: me,
        type: 'dispense',
        validFrom: '2026-11-23',
        validTo: '2027-11-22',
        reason,
      }),
    )
    const { roleId, code } = await roleFor('信息员', ['staff.read', 'place.read'])
    await head.call(setRoles, { id: me, roles: ['ADMIN', code], reason })
    const add = {
      id: roleId,
      name: '信息员',
      permissions: ['staff.read', 'place.read', 'patient.reveal'] as Permission[],
      reason,
    }
    await refused(admin.call(updateRole, add))
    // Less is allowed, and another may add.
    await admin.call(updateRole, { ...add, permissions: ['place.read'] })
    await head.call(updateRole, add)
    await head.call(setRoles, { id: me, roles: ['ADMIN'], reason })
  })

  test('a database that is asked directly refuses an approver who is the grantee', async () => {
    const [nurse] = (await admin.call(listRoleBook, {})).rows.filter((r) => r.code === 'NURSE')
    const insert = h.db.asOrg(
      at.orgId,
      (tx) => tx`
        insert into identity.temporary_grant (org_id, no, user_id, role_id, valid_from, valid_to, reason, approved_by, approved_at)
        values (${at.orgId}, 'LS-X', ${user('zhaomin')}, ${nurse?.roleId ?? 0}, ${testNow}, ${hoursOn(1)}, 'x', ${user('zhaomin')}, ${testNow})`,
    )
    await expect(insert).rejects.toThrow('temporary_grant_other')
  })
})

describe('the last administrator', () => {
  test('is not removed, and two who remove each other at once leave one', async () => {
    const both = await Promise.allSettled([
      admin.call(setRoles, { id: user('liuguodong'), roles: [], reason }),
      head.call(setRoles, { id: user('admin'), roles: [], reason }),
    ])
    expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const lost = both.find((r) => r.status === 'rejected')
    // Either the second saw that it was the last, or it had lost its own right by then.
    expect(['ACCESS_LAST_ADMIN', 'FORBIDDEN']).toContain((lost as { reason: { code: string } }).reason.code)
    const left = both[0]?.status === 'fulfilled' ? admin : head
    await left.call(setRoles, {
      id: user(left === admin ? 'liuguodong' : 'admin'),
      roles: [left === admin ? 'PHARMACY_HEAD' : 'ADMIN'],
      reason,
    })
  })

  test('does not lend his right for a night and lose it meanwhile', async () => {
    // zhaomin keeps people for a night while both administrators are away.
    await admin.call(setRoles, { id: user('zhaomin'), roles: [], reason })
    await admin.call(grantTemporary, { userId: user('zhaomin'), role: 'ADMIN', to: hoursOn(10), reason })
    const night = await h.as('zhaomin@lushan')
    await night.call(disableStaff, { id: user('liuguodong'), reason })
    expect(await refusalOf(night.call(disableStaff, { id: user('admin'), reason }))).toBe('ACCESS_LAST_ADMIN')
    expect(await refusalOf(night.call(setRoles, { id: user('admin'), roles: ['NURSE'], reason }))).toBe(
      'ACCESS_LAST_ADMIN',
    )
    await h.db.asOrg(
      at.orgId,
      (tx) =>
        tx`update identity.app_user set disabled_at = null where org_id = ${at.orgId} and id = ${user('liuguodong')}`,
    )
    head = await connectAs(h.transport, 'liuguodong@lushan', demoPassword)
  })
})

describe('a temporary grant', () => {
  test('works from its first to its last moment, and not a second longer', async () => {
    const grant = {
      userId: user('qianming'),
      role: 'VAULT_KEEPER',
      from: hoursOn(0.4),
      to: hoursOn(0.8),
      reason: '主任外出',
    }
    const { no } = await admin.call(grantTemporary, grant)
    const stateOf = async () =>
      (await admin.call(listGrants, { q: no })).rows.map((g) => [g.state, g.roleName, g.approvedBy])
    const qian = await h.as('qianming@lushan')
    const may = async () => (await refusalOf(qian.call(listStaff, {}))) === 'WENT THROUGH'
    expect([await may(), await stateOf()]).toEqual([false, [['ahead', '药库保管员', '郑涛']]])
    h.clock.set(grant.from)
    expect([await may(), (await stateOf())[0]?.[0]]).toEqual([true, 'active'])
    h.clock.set(new Date(Date.parse(grant.to) - 1).toISOString())
    admin = await connectAs(h.transport, 'admin@lushan', demoPassword)
    const again = await connectAs(h.transport, 'qianming@lushan', demoPassword)
    expect(await refusalOf(again.call(listStaff, {}))).toBe('WENT THROUGH')
    h.clock.set(grant.to)
    expect(await refusalOf(again.call(listStaff, {}))).toBe('FORBIDDEN')
    expect((await stateOf())[0]?.[0]).toBe('over')
  })

  test('is taken back before its time, once', async () => {
    const grant = { userId: user('qianming'), role: 'NURSE', to: hoursOn(8), reason: '顶班' }
    const { grantId } = await admin.call(grantTemporary, grant)
    await admin.call(endTemporary, { id: grantId, reason: '本人已到岗' })
    expect(await refusalOf(admin.call(endTemporary, { id: grantId, reason: '再收' }))).toBe('DOCUMENT_CLOSED')
    expect((await nodesOf('qianming')).get('requisition.request')?.state).toBe('none')
  })

  test.each([
    ['for longer than a month', { to: 24 * 31 + 1 }],
    ['in the past', { from: -2, to: 4 }],
    ['that ends before it begins', { from: 5, to: 4 }],
  ])('%s is refused', async (_what, hours: { from?: number; to: number }) => {
    const grant = {
      userId: user('qianming'),
      role: 'NURSE',
      to: hoursOn(hours.to),
      reason,
      ...(hours.from === undefined ? {} : { from: hoursOn(hours.from) }),
    }
    expect(await refusalOf(admin.call(grantTemporary, grant))).toBe('ACCESS_TERM')
  })

  test('to an unknown person, role or place, or to hands that may not hold it', async () => {
    const of = (more: object) =>
      refusalOf(
        admin.call(grantTemporary, {
          userId: user('liqian'),
          role: 'NURSE',
          to: hoursOn(2),
          reason,
          ...more,
        }),
      )
    expect(await of({ userId: 999_999 })).toBe('NOT_FOUND')
    expect(await of({ role: 'KING' })).toBe('NOT_FOUND')
    expect(await of({ accounts: [999_999] })).toBe('NOT_FOUND')
    expect(await of({ role: 'ADMIN' })).toBe('ACCESS_CONFLICT')
  })
})

describe('every change of a right', () => {
  test('stands in the report: who, whom, before, after, when, why, and the event', async () => {
    const created = {
      account: 'lvxin',
      name: '吕欣',
      title: '药师',
      roles: ['DISPENSER'],
      password: 'Temp-2026x',
    }
    const { userId: id } = await admin.call(createStaff, created)
    await admin.call(setRoles, { id, roles: ['NURSE'], reason: '调到病区' })
    await admin.call(setScope, {
      userId: id,
      role: 'NURSE',
      classes: ['NAR'],
      accounts: [at.place('W03').accountId],
      reason: '只管肿瘤内科',
    })
    const term = {
      type: 'handle',
      validFrom: '2026-11-23',
      validTo: '2027-11-22',
      reason: '市里培训',
    } as const
    await admin.call(grantQualification, { id, ...term })
    await admin.call(resetSecrets, { id, password: 'Other-2026x', pin: '135790', reason: '忘记密码' })
    await admin.call(grantTemporary, { userId: id, role: 'PRESCRIBER', to: hoursOn(2), reason: '夜班' })
    await admin.call(disableStaff, { id, reason: '离职' })
    const rows = await changes({ user: id, pageSize: 50 })
    expect(
      rows.map((r) => [r.kind, r.before, r.after?.replace(/^LS-\d+-\d+ /, ''), r.reason]).toReversed(),
    ).toEqual([
      ['account', null, '新建账号', null],
      ['role', null, '药房调剂药师', null],
      ['role', '药房调剂药师', '护士', '调到病区'],
      ['scope', '护士：不限', '护士：麻；肿瘤内科药柜', '只管肿瘤内科'],
      ['qualification', null, '麻精管理培训合格 2026-11-23 至 2027-11-22', '市里培训'],
      ['secret', null, '重设密码、PIN', '忘记密码'],
      [
        'temporary',
        null,
        expect.stringMatching(/^开方医师，2026-11-2\d \d\d:\d\d 至 2026-11-2\d \d\d:\d\d$/),
        '夜班',
      ],
      ['account', '在用', '停用', '离职'],
    ])
    expect(rows.every((r) => r.actor === '郑涛' && r.person === '吕欣' && (r.eventId ?? 0) > 0)).toBe(true)
    const events = await h.auditor.transaction(
      (tx) => tx<{ type: string }[]>`
        select type from audit.event where org_id = ${at.orgId} and id = any (${rows.map((r) => r.eventId)}::bigint[]) order by id`,
    )
    expect(events.map((e) => e.type)).toEqual([
      'staff.create',
      'staff.setRoles',
      'access.setScope',
      'staff.grantQualification',
      'staff.resetSecrets',
      'access.grant',
      'staff.disable',
    ])
  })

  test('is filtered by kind, day and words', async () => {
    expect((await changes({ kind: 'secret' })).map((r) => r.reason)).toEqual(['忘记密码'])
    expect((await changes({ q: '只管肿瘤' })).map((r) => r.kind)).toEqual(['scope'])
    expect(await changes({ to: '2026-11-22' })).toEqual([])
    expect((await changes({ from: '2026-11-23', kind: 'roleContent' })).length).toBeGreaterThan(3)
  })

  test('can be neither changed nor deleted by the program', async () => {
    for (const sql of ["update identity.access_change set after = 'x'", 'delete from identity.access_change'])
      await expect(h.db.asOrg(at.orgId, (tx) => tx.unsafe(sql))).rejects.toThrow(/permission denied/)
  })

  test('is read by the authority and by nobody else’s hospital', async () => {
    const inspector = await connectAs(h.transport, 'hemingyuan@cswjw', demoPassword)
    const org = at.orgId
    expect((await inspector.call(listChanges, { org })).total).toBeGreaterThan(8)
    expect((await inspector.call(listGrants, { org })).total).toBeGreaterThan(2)
    expect((await inspector.call(readPersonAccess, { userId: user('pengli') })).name).toBe('彭丽')
    expect((await inspector.call(listChanges, {})).total).toBe(0)
    const nurse = await connectAs(h.transport, 'zhoujing@lushan', demoPassword)
    expect(await refusalOf(nurse.call(listChanges, {}))).toBe('FORBIDDEN')
  })
})

test('a new version brings its standard roles along, and the report says that nobody did it', async () => {
  await h.db.asOrg(
    at.orgId,
    (tx) =>
      tx`update identity.role set permissions = '{catalogue.read,receipt.work}' where org_id = ${at.orgId} and code = 'PRESCRIBER'`,
  )
  expect(await syncStandardRoles(h.db, testNow)).toBe(1)
  expect(await syncStandardRoles(h.db, testNow)).toBe(0)
  expect((await ofRole('开方医师'))?.permissions).toEqual([...institutionRoles.PRESCRIBER.permissions])
  const [row] = await changes({ q: '随系统版本更新' })
  expect(row).toMatchObject({
    actor: null,
    eventId: null,
    person: null,
    role: '开方医师',
    before: '开方医师：收货清点',
  })
})

describe('what somebody may do now, and why not', () => {
  test('is explained node by node', async () => {
    const peng = await nodesOf('pengli')
    expect(peng.get('issue.work')).toMatchObject({ state: 'on', from: ['药房调剂药师'], need: 'dispense' })
    expect(peng.get('staff.write')).toMatchObject({ state: 'none' })
    const qian = await nodesOf('qianming')
    expect(qian.get('use.record')).toMatchObject({
      state: 'asleep',
      why: '麻精管理培训合格还没有取得，考核通过当天恢复',
    })
  })
})
