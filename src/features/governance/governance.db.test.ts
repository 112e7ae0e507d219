import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { readHome } from '#features/home/contract.ts'
import type { Permission } from '#core/identity/permissions.ts'
import { createRole } from '#features/access/contract.ts'
import { listStaff, setRoles } from '#features/staff/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { minutesLater } from '#test/story.ts'
import { appoint, assessTarget, endSeat, listPeople, readBody, setTarget } from './contract.ts'
import {
  acknowledgePolicy,
  approvePolicy,
  draftPolicy,
  endPolicy,
  listPolicies,
  readPolicy,
  returnPolicy,
  revisePolicy,
} from './policyContract.ts'

let h: Hospital
let head: Client
let director: Client
let people: Record<string, number>

beforeAll(async () => {
  h = await startHospital()
  head = await h.as('liuguodong@lushan')
  director = await h.as('tanjianguo@lushan')
  const { rows } = await head.call(listStaff, { pageSize: 500 })
  people = Object.fromEntries(rows.map((p) => [p.name, p.userId]))
})
afterAll(() => h.stop())

const todosOf = async (account: string, kind: string) =>
  (await (await connectAs(h.transport, account, demoPassword)).call(readHome, {})).todos.filter(
    (t) => t.kind === kind,
  )

describe('管理机构', () => {
  const nursing = {
    kind: 'nursing',
    name: '易红梅',
    post: '护理部主任',
    duty: '病区基数',
    since: '2026-01-05',
  } as const

  test('the seats that Art 3 asks for are missing until somebody sits there', async () => {
    expect((await head.call(readBody, {})).missing).toHaveLength(6)
    await head.call(appoint, nursing)
    await head.call(appoint, { ...nursing, kind: 'chair', name: '王某', userId: people['谭建国'] })
    // The account's name counts, not what was typed beside it.
    expect((await head.call(readBody, {})).seats[0]).toMatchObject({ kind: 'chair', name: '谭建国' })
    const nobody = { ...nursing, kind: 'manager', name: undefined } as const
    expect(await refusalOf(head.call(appoint, nobody))).toBe('INPUT_INVALID')
    expect((await head.call(readBody, {})).missing).toEqual(['medical', 'pharmacy', 'security', 'manager'])
    expect(await refusalOf(head.call(appoint, nursing))).toBe('SEAT_TAKEN')
    expect(await refusalOf(head.call(appoint, { ...nursing, kind: 'manager', userId: 999_999 }))).toBe(
      'NOT_FOUND',
    )
    expect(await refusalOf(director.call(appoint, nursing))).toBe('FORBIDDEN')
  })

  test('who keeps the register finds people by name without any right to inspect', async () => {
    const admin = await h.as('admin@lushan')
    const reason = '医务部兼管组织与制度'
    const permissions: Permission[] = ['governance.read', 'governance.write']
    const { code } = await admin.call(createRole, { name: '制度管理员', permissions, reason })
    await admin.call(setRoles, { id: people['孙立'] ?? 0, roles: ['PRESCRIBER', code], reason })
    const keeper = await connectAs(h.transport, 'sunli@lushan', demoPassword)
    expect((await keeper.call(listPeople, {})).rows.map((p) => p.name)).toContain('谭建国')
    await admin.call(setRoles, { id: people['孙立'] ?? 0, roles: ['PRESCRIBER'], reason })
  })

  test('who leaves stays in the register; the seat is empty from that day', async () => {
    const { seats } = await head.call(readBody, {})
    const seatId = seats.find((s) => s.kind === 'nursing')?.seatId ?? 0
    expect(await refusalOf(head.call(endSeat, { seatId, until: '2025-12-31' }))).toBe('SEAT_ENDED')
    await head.call(endSeat, { seatId, until: '2026-11-23' })
    expect(await refusalOf(head.call(endSeat, { seatId, until: '2026-11-23' }))).toBe('SEAT_ENDED')
    const body = await head.call(readBody, {})
    expect(body.missing).toContain('nursing')
    expect(body.seats).toMatchObject([{ kind: 'chair' }, { kind: 'nursing', until: '2026-11-23' }])
    await head.call(appoint, { ...nursing, since: '2026-11-23' })
  })

  test('a target is judged once, by somebody who does not answer for it', async () => {
    const year = 2026
    const target = { year, text: '账物相符率 100%', measure: '每月盘点' }
    const { targetId } = await head.call(setTarget, { ...target, responsibleId: people['刘国栋'] ?? 0 })
    const own = await head.call(setTarget, {
      ...target,
      text: '无丢失',
      responsibleId: people['谭建国'] ?? 0,
    })
    const same = { ...target, responsibleId: people['刘国栋'] ?? 0 }
    expect(await refusalOf(head.call(setTarget, same))).toBe('ALREADY_EXISTS')
    const judged = { outcome: 'partly', text: '十月有一次差异' } as const
    expect(await refusalOf(head.call(assessTarget, { targetId, ...judged }))).toBe('FORBIDDEN')
    expect(await refusalOf(director.call(assessTarget, { targetId: own.targetId, ...judged }))).toBe(
      'TARGET_OWN',
    )
    await director.call(assessTarget, { targetId, ...judged })
    expect(await refusalOf(director.call(assessTarget, { targetId, ...judged }))).toBe('TARGET_ASSESSED')
    const { targets } = await head.call(readBody, { year })
    expect(targets).toMatchObject([{ outcome: 'partly', assessedBy: '谭建国' }, { outcome: null }])
    expect((await head.call(readBody, { year: 2025 })).targets).toEqual([])
  })
})

describe('制度', () => {
  const days = { effectiveOn: '2026-11-23', reviewOn: '2027-11-23' }
  let policyId = 0
  const state = async (client = head) => (await client.call(listPolicies, { q: '验收' })).rows[0]
  const version = async (n: number) =>
    (await head.call(readPolicy, { policyId })).versions.find((v) => v.version === n)?.state

  test('a draft binds nobody; another person approves it', async () => {
    const draft = { area: 'acceptance', title: '验收制度', text: '货到即验，两人在场。' } as const
    expect(await refusalOf(head.call(draftPolicy, { ...draft, ...days, effectiveOn: '2026-11-22' }))).toBe(
      'POLICY_DAYS',
    )
    policyId = (await head.call(draftPolicy, { ...draft, ...days })).policyId
    expect(await refusalOf(head.call(draftPolicy, { ...draft, ...days }))).toBe('ALREADY_EXISTS')
    expect(await state()).toMatchObject({ state: 'draft', version: null, unread: false })
    expect(await todosOf('wangxuemei@lushan', 'policyRead')).toEqual([])
    expect(await todosOf('tanjianguo@lushan', 'policyApprove')).toMatchObject([{ text: '验收制度，第 1 版' }])
    expect(await refusalOf(head.call(approvePolicy, { policyId, version: 1 }))).toBe('FORBIDDEN')
    expect(await refusalOf(head.call(acknowledgePolicy, { policyId, version: 1 }))).toBe(
      'POLICY_NOT_IN_FORCE',
    )
    expect((await head.call(readBody, {})).missingAreas).toContain('acceptance')
    await director.call(approvePolicy, { policyId, version: 1 })
    expect((await head.call(readBody, {})).missingAreas).not.toContain('acceptance')
    expect(await refusalOf(director.call(returnPolicy, { policyId, version: 1, reason: '再改' }))).toBe(
      'POLICY_NOT_DRAFT',
    )
  })

  test('everybody with a qualification is to read it, and says so once', async () => {
    const keeper = await h.as('wangxuemei@lushan')
    const waits = await todosOf('wangxuemei@lushan', 'policyRead')
    expect(waits).toMatchObject([{ id: policyId, text: '验收制度，第 1 版，11-23 起执行' }])
    // The director holds no qualification: nothing to read, and may still read it.
    expect(await todosOf('tanjianguo@lushan', 'policyRead')).toEqual([])
    const before = await state(keeper)
    expect(before).toMatchObject({ unread: true, readBy: 0 })
    await keeper.call(acknowledgePolicy, { policyId, version: 1 })
    await keeper.call(acknowledgePolicy, { policyId, version: 1 })
    expect(await state(keeper)).toMatchObject({ unread: false, readBy: 1, readers: before?.readers })
    expect(await todosOf('wangxuemei@lushan', 'policyRead')).toEqual([])
    const seen = await head.call(readPolicy, { policyId })
    expect(seen.people.filter((p) => p.readAt !== null).map((p) => p.name)).toEqual(['王雪梅'])
    expect(seen.people.at(-1)?.name).toBe('王雪梅')
  })

  test('what is in force stays so until the day of the next version', async () => {
    const next = { policyId, text: '货到即验，两人在场，逐盒扫码。', reason: '补逐盒扫码' }
    const { version: n } = await head.call(revisePolicy, {
      ...next,
      effectiveOn: '2026-12-01',
      reviewOn: '2026-12-20',
    })
    expect(n).toBe(2)
    expect(await refusalOf(head.call(revisePolicy, { ...next, ...days }))).toBe('POLICY_DRAFT_EXISTS')
    await director.call(returnPolicy, { policyId, version: 2, reason: '写明扫码不成时怎么办' })
    await head.call(revisePolicy, { ...next, effectiveOn: '2026-12-01', reviewOn: '2026-12-20' })
    await director.call(approvePolicy, { policyId, version: 3 })
    expect([await version(1), await version(2), await version(3)]).toEqual(['current', 'returned', 'coming'])
    minutesLater(h, 8 * 24 * 60)
    head = await connectAs(h.transport, 'liuguodong@lushan', demoPassword)
    director = await connectAs(h.transport, 'tanjianguo@lushan', demoPassword)
    expect([await version(1), await version(3)]).toEqual(['replaced', 'current'])
    // A new version is read anew, and its review is near.
    expect(await todosOf('wangxuemei@lushan', 'policyRead')).toMatchObject([
      { text: '验收制度，第 3 版，12-01 起执行' },
    ])
    expect(await todosOf('liuguodong@lushan', 'policyReview')).toMatchObject([{ id: policyId }])
    expect((await head.call(listPolicies, { state: 'review' })).rows).toHaveLength(1)
    const first = await head.call(readPolicy, { policyId, version: 1 })
    expect(first).toMatchObject({ shown: 1, text: '货到即验，两人在场。', may: { read: false } })
  })

  test('approved after its day, it begins with the approval', async () => {
    const late = {
      policyId,
      text: '货到即验。',
      reason: '简化',
      effectiveOn: '2026-12-01',
      reviewOn: '2027-12-01',
    }
    await head.call(revisePolicy, late)
    minutesLater(h, 2 * 24 * 60)
    director = await connectAs(h.transport, 'tanjianguo@lushan', demoPassword)
    head = await connectAs(h.transport, 'liuguodong@lushan', demoPassword)
    await director.call(approvePolicy, { policyId, version: 4 })
    expect((await head.call(readPolicy, { policyId })).versions[0]).toMatchObject({
      state: 'current',
      effectiveOn: '2026-12-03',
    })
  })

  test('an authority reads all of it and writes nothing; another hospital finds nothing', async () => {
    const inspector = await connectAs(h.transport, 'hemingyuan@cswjw', demoPassword)
    const other = await connectAs(h.transport, 'tanyong@huaichuan', demoPassword)
    const org = (await head.call(readPolicy, { policyId })).orgId
    expect((await inspector.call(listPolicies, { org })).rows).toHaveLength(1)
    const seen = await inspector.call(readPolicy, { policyId })
    expect(Object.values(seen.may)).toEqual([false, false, false, false])
    expect(await refusalOf(inspector.call(acknowledgePolicy, { policyId, version: 4 }))).toBe('FORBIDDEN')
    expect(await refusalOf(other.call(readPolicy, { policyId }))).toBe('NOT_FOUND')
    expect((await other.call(readBody, { org })).seats).toEqual([])
  })

  test('ended, it is nobody’s duty and stays readable; its title is free again', async () => {
    await director.call(endPolicy, { policyId, reason: '并入采购制度' })
    expect(await refusalOf(director.call(endPolicy, { policyId, reason: '再' }))).toBe('POLICY_ENDED')
    expect(await state()).toMatchObject({ state: 'ended', version: null })
    expect(await todosOf('lizhenhua@lushan', 'policyRead')).toEqual([])
    expect((await head.call(readPolicy, { policyId })).text).toBe('货到即验。')
    const again = {
      area: 'acceptance',
      title: '验收制度',
      text: '新写。',
      effectiveOn: '2026-12-03',
      reviewOn: '2027-12-03',
    } as const
    expect((await head.call(draftPolicy, again)).policyId).not.toBe(policyId)
  })
})
