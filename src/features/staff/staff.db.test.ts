import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { signIn, whoAmI } from '#core/identity/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import {
  createStaff,
  disableStaff,
  enableStaff,
  grantQualification,
  listRoles,
  listStaff,
  readStaff,
  resetSecrets,
  revokeQualification,
  setRoles,
  updateStaff,
} from './contract.ts'

let h: Hospital
let admin: Client
let made = 0
const password = 'Temp-2026x'

beforeAll(async () => {
  h = await startHospital()
  admin = await h.as('admin@lushan')
  const person = {
    account: 'xinren',
    name: '新人',
    title: '药师',
    roles: ['DISPENSER'],
    password,
    pin: '135790',
    card: '0019999',
  }
  made = (await admin.call(createStaff, person)).userId
})
afterAll(() => h.stop())

const person = () => admin.call(readStaff, { id: made })
const idOf = async (q: string) => (await admin.call(listStaff, { q })).rows[0]!.userId

test('a new person signs in with password and with card and PIN, and no hash is ever shown', async () => {
  const me = await (await connectAs(h.transport, 'xinren@lushan', password)).call(whoAmI, {})
  expect(me).toMatchObject({ name: '新人', title: '药师' })
  // Without the qualification the role's node is there, asleep.
  expect(me.permissions).toContain('issue.read')
  expect(me.permissions).not.toContain('issue.work')
  expect(me.asleep).toContainEqual({ permission: 'issue.work', need: 'dispense' })
  const byCard = await h.nobody.call(signIn, {
    credential: { method: 'card', card: '0019999', secret: '135790' },
  })
  expect(byCard.userId).toBe(made)
  const shown = await person()
  expect(shown).toMatchObject({
    account: 'xinren@lushan',
    hasCard: true,
    hasPin: true,
    roles: [{ code: 'DISPENSER', name: '药房调剂药师' }],
  })
  expect(JSON.stringify(shown)).not.toMatch(/argon2|hash/i)
})

test('the list shows roles and qualifications with their state, and filters by them', async () => {
  const { rows } = await admin.call(listStaff, { q: '彭丽' })
  expect(rows[0]?.qualifications.map((q) => [q.type, q.state])).toEqual([
    ['dispense', 'nearExpiry'],
    ['handle', 'nearExpiry'],
  ])
  const names = async (input: Parameters<typeof admin.call<typeof listStaff>>[1]) =>
    (await admin.call(listStaff, { pageSize: 100, ...input })).rows.map((r) => r.name)
  expect(await names({ qualification: 'nearExpiry' })).toEqual(['彭丽'])
  expect(await names({ qualification: 'expired' })).toEqual([])
  expect(await names({ role: 'VAULT_KEEPER' })).toEqual(['王雪梅', '李振华'])
  expect(await names({ q: 'chensiyuan' })).toEqual(['陈思远'])
  expect((await admin.call(listRoles, {})).rows.map((r) => r.code)).toContain('NURSE')
})

test('a qualification is granted, expires and is revoked', async () => {
  const term = {
    id: made,
    type: 'dispense',
    validFrom: '2026-11-01',
    validTo: '2026-11-30',
    reason: '市里统一培训合格证',
  } as const
  const { qualificationId } = await admin.call(grantQualification, { ...term, certificateNo: 'T-1' })
  expect((await person()).qualifications).toMatchObject([
    { qualificationId, state: 'nearExpiry', certificateNo: 'T-1' },
  ])
  await admin.call(grantQualification, {
    id: made,
    type: 'handle',
    validFrom: '2025-01-01',
    validTo: '2026-01-01',
    reason: '旧证',
  })
  expect((await admin.call(listStaff, { qualification: 'expired' })).rows.map((r) => r.userId)).toEqual([
    made,
  ])
  await admin.call(revokeQualification, { qualificationId, reason: '考核不合格' })
  expect((await person()).qualifications[0]).toMatchObject({ state: 'revoked', revokedReason: '考核不合格' })
  expect(await refusalOf(admin.call(revokeQualification, { qualificationId, reason: 'x' }))).toBe(
    'DOCUMENT_CLOSED',
  )
  expect(await refusalOf(admin.call(grantQualification, { ...term, validTo: '2026-11-01' }))).toBe(
    'INPUT_INVALID',
  )
  expect(await refusalOf(admin.call(grantQualification, { ...term, id: 99_999 }))).toBe('NOT_FOUND')
})

test('a reset password ends the open sessions', async () => {
  const session = await connectAs(h.transport, 'xinren@lushan', password)
  await admin.call(resetSecrets, { id: made, password: 'Other-2026x', reason: '忘记密码' })
  expect(await refusalOf(session.call(whoAmI, {}))).toBe('NOT_SIGNED_IN')
  expect(await refusalOf(connectAs(h.transport, 'xinren@lushan', password))).toBe('SIGN_IN_FAILED')
  await admin.call(resetSecrets, { id: made, password, pin: '112233', reason: '忘记密码' })
  expect(await refusalOf(admin.call(resetSecrets, { id: made, reason: '忘记密码' }))).toBe('INPUT_INVALID')
  expect(
    await refusalOf(admin.call(resetSecrets, { id: made, password: 'short1', reason: '忘记密码' })),
  ).toBe('INPUT_INVALID')
})

test('a disabled person is signed out at once, and nobody disables or promotes himself', async () => {
  const session = await connectAs(h.transport, 'xinren@lushan', password)
  await admin.call(disableStaff, { id: made, reason: '离职' })
  expect(await refusalOf(session.call(whoAmI, {}))).toBe('NOT_SIGNED_IN')
  expect(await refusalOf(connectAs(h.transport, 'xinren@lushan', password))).toBe('ACCOUNT_DISABLED')
  expect(await refusalOf(admin.call(disableStaff, { id: made, reason: '离职' }))).toBe('DOCUMENT_CLOSED')
  await admin.call(enableStaff, { id: made, reason: '回院' })
  expect((await person()).disabledAt).toBeNull()
  const self = await idOf('admin@lushan')
  expect(await refusalOf(admin.call(disableStaff, { id: self, reason: '试试' }))).toBe('IN_USE')
  expect(await refusalOf(admin.call(setRoles, { id: self, roles: ['PHARMACY_HEAD'], reason: '调岗' }))).toBe(
    'ACCESS_OWN',
  )
})

test('roles and details are changed', async () => {
  await admin.call(setRoles, { id: made, roles: ['NURSE', 'DISPENSER'], reason: '调岗' })
  expect((await person()).roles.map((r) => r.code).sort()).toEqual(['DISPENSER', 'NURSE'])
  await admin.call(updateStaff, { id: made, name: '新人', title: '主管药师' })
  expect((await person()).title).toBe('主管药师')
  expect(await refusalOf(admin.call(setRoles, { id: made, roles: ['KING'], reason: '调岗' }))).toBe(
    'NOT_FOUND',
  )
  expect(await refusalOf(admin.call(updateStaff, { id: 99_999, name: '无', title: '无' }))).toBe('NOT_FOUND')
  const again = { account: 'xinren', name: '又一个', title: '药师', roles: [], password }
  expect(await refusalOf(admin.call(createStaff, again))).toBe('ALREADY_EXISTS')
  expect(await refusalOf(admin.call(createStaff, { ...again, account: 'x2', card: '0019999' }))).toBe(
    'ALREADY_EXISTS',
  )
  expect(await refusalOf(admin.call(createStaff, { ...again, account: 'x3@huaichuan' }))).toBe(
    'INPUT_INVALID',
  )
})

test('another hospital, the authority, another role', async () => {
  const org = (await admin.call(whoAmI, {})).org.orgId
  const other = await h.as('tanyong@huaichuan')
  expect(await refusalOf(other.call(readStaff, { id: made }))).toBe('NOT_FOUND')
  expect((await other.call(listStaff, { org })).total).toBe(0)
  const inspector = await h.as('hemingyuan@cswjw')
  expect((await inspector.call(listStaff, { org, q: '王雪梅' })).total).toBe(1)
  expect((await inspector.call(readStaff, { id: made })).name).toBe('新人')
  expect(await refusalOf(inspector.call(disableStaff, { id: made, reason: 'x' }))).toBe('FORBIDDEN')
  expect(
    await refusalOf((await h.as('wangxuemei@lushan')).call(disableStaff, { id: made, reason: 'x' })),
  ).toBe('FORBIDDEN')
})
