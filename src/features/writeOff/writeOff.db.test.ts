import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { listHoldings, moveToQuarantine, releaseFromQuarantine } from '#features/quarantine/contract.ts'
import { refusalOf, startHospital, testNow, witness, type Hospital } from '#test/harness.ts'
import { bring, holdings, loopOf, photo, type Arrived, type Loop } from '#test/loop.ts'
import {
  acceptWriteOff,
  applyWriteOff,
  approveWriteOff,
  attendWriteOff,
  executeWriteOff,
  listAuthorities,
  listCandidates,
  listWriteOffs,
  readWriteOff,
  rejectWriteOff,
  withdrawWriteOff,
} from './contract.ts'

let h: Hospital
let at: Loop
let keeper: Client
let head: Client
let second: Client
let city: Client
let box: Arrived
let accountId: number
let authorityId: number
const he = witness('hezhiyuan@lushan')

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  keeper = await h.as('wangxuemei@lushan')
  second = await h.as('lizhenhua@lushan')
  head = await h.as('liuguodong@lushan')
  city = await h.as('hemingyuan@cswjw')
  box = await bring(at, { lotNo: 'S2609118', boxes: 4, place: 'A01' })
  await keeper.call(
    moveToQuarantine,
    {
      locationId: at.place('A01').id,
      boxLocationId: at.place('A09').id,
      reasonKind: 'quality',
      reason: '瓶身有异物',
      picks: box.codes.map((code) => ({ code, units: 10 })),
    },
    he,
  )
  accountId = (await keeper.call(listHoldings, {})).rows[0]?.accountId ?? 0
  authorityId = (await keeper.call(listAuthorities, {})).rows[0]?.orgId ?? 0
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const items = (...boxes: number[]) => [
  { accountId, picks: boxes.map((i) => ({ code: box.codes[i] ?? '', units: 10 })) },
]
const apply = (...boxes: number[]) =>
  keeper.call(applyWriteOff, { reason: '质量问题', items: items(...boxes) })
const inspectors = {
  first: { name: '贺明远', certificateNo: '湘卫执 010086' },
  second: { name: '邹平', certificateNo: '湘卫执 010114' },
}
const photos = async (of: Client) => ({ 毁前: await photo(of), 毁中: await photo(of), 毁后: await photo(of) })
const execution = async (id: number, units: number, of = second) => ({
  id,
  place: '药学部销毁间',
  method: '焚烧' as const,
  counts: [{ lotId: box.lotId, units }],
  evidence: await photos(of),
})
/** Everything of the hospital as the database holds it, so that a change by somebody else would show. */
const fingerprint = () =>
  h.auditor.transaction(
    (tx) => tx`
      select (select md5(coalesce(string_agg(a::text, '|' order by a.id), '')) from write_off.application a where a.org_id = ${at.orgId}) as applications,
        (select md5(coalesce(string_agg(l::text, '|' order by l.id), '')) from write_off.line l where l.org_id = ${at.orgId}) as lines,
        (select count(*) from ledger.movement m where m.org_id = ${at.orgId}) as movements,
        (select count(*) from audit.event e where e.org_id = ${at.orgId}) as events`,
  )

describe('the whole way', () => {
  let id: number

  test('a list is made of what waits; what stands on it is on no other and leaves by no other door', async () => {
    const free = async () => (await keeper.call(listCandidates, {})).rows.reduce((n, r) => n + r.units, 0)
    expect(await free()).toBe(40)
    const made = await apply(0, 1)
    expect(made).toMatchObject({ no: 'BS-20261123-01', units: 20 })
    id = made.id
    expect(await free()).toBe(20)
    expect(await refusalOf(apply(1))).toBe('WRITE_OFF_TAKEN')
    const release = {
      accountId,
      locationId: at.place('A01').id,
      picks: [{ code: box.codes[0] ?? '', units: 1 }],
      conclusion: '复检合格',
    }
    expect(await refusalOf(keeper.call(releaseFromQuarantine, release, witness('liuguodong@lushan')))).toBe(
      'WRITE_OFF_TAKEN',
    )
  })

  test('more than waits, what lies in a place, and what lies nowhere cannot be applied for', async () => {
    const asking = (list: Parameters<typeof items>, over: object) =>
      refusalOf(keeper.call(applyWriteOff, { reason: '质量问题', items: items(...list), ...over }))
    const [third = ''] = box.codes.slice(2)
    expect(await asking([], { items: [{ accountId, picks: [{ code: third, units: 11 }] }] })).toBe(
      'BALANCE_SHORT',
    )
    const place = at.place('A01').accountId
    expect(await asking([], { items: [{ accountId: place, picks: [{ code: third, units: 1 }] }] })).toBe(
      'NOT_FOUND',
    )
    const twice = [{ accountId, picks: [{ code: third, units: 1 }] }]
    expect(await asking([], { items: [...twice, ...twice] })).toBe('CODE_SCANNED_TWICE')
    expect(await asking([], { items: [] })).toBe('INPUT_INVALID')
  })

  test('nobody approves what they applied for; approved, it lies before the authority with five days to run', async () => {
    expect(await refusalOf(keeper.call(approveWriteOff, { id, authorityId }))).toBe('FORBIDDEN')
    expect(await refusalOf(head.call(approveWriteOff, { id, authorityId: at.orgId }))).toBe('NOT_FOUND')
    expect((await city.call(listWriteOffs, {})).total).toBe(0)
    expect(await head.call(approveWriteOff, { id, authorityId })).toEqual({
      dueAt: '2026-11-28T16:00:00.000Z',
    })
    expect(await refusalOf(head.call(approveWriteOff, { id, authorityId }))).toBe('DOCUMENT_CLOSED')
    expect((await city.call(listWriteOffs, {})).rows).toMatchObject([
      { id, state: 'sent', org: '长沙市麓山中心医院' },
    ])
  })

  test('before the authority was there nothing is destroyed (D58), and the attempt is recorded', async () => {
    expect(await refusalOf(second.call(executeWriteOff, await execution(id, 20), he))).toBe(
      'WRITE_OFF_NOT_ATTENDED',
    )
    const [kept] = await h.auditor.transaction(
      (tx) => tx`select code from audit.refusal where org_id = ${at.orgId} order by id desc limit 1`,
    )
    expect(kept).toEqual({ code: 'WRITE_OFF_NOT_ATTENDED' })
  })

  test('the authority accepts and attends in rows of its own: nothing of the hospital changes', async () => {
    const before = await fingerprint()
    const drugs = await h.as('tangwei@csyjj')
    const accept = { id, outcome: 'accepted', visitOn: '2026-11-24' } as const
    expect(await refusalOf(drugs.call(acceptWriteOff, accept))).toBe('WRITE_OFF_OTHER_AUTHORITY')
    expect(await refusalOf(city.call(acceptWriteOff, { ...accept, visitOn: '2026-11-29' }))).toBe(
      'WRITE_OFF_VISIT_DAY',
    )
    expect(await refusalOf(city.call(acceptWriteOff, { id, outcome: 'returned' }))).toBe('REASON_REQUIRED')
    expect(await refusalOf(city.call(attendWriteOff, { id, arrivedAt: testNow, ...inspectors }))).toBe(
      'DOCUMENT_CLOSED',
    )
    await city.call(acceptWriteOff, accept)
    expect(await refusalOf(city.call(acceptWriteOff, accept))).toBe('DOCUMENT_CLOSED')
    expect(await refusalOf(keeper.call(withdrawWriteOff, { id, reason: '不毁了' }))).toBe('DOCUMENT_CLOSED')
    const alone = { ...inspectors, second: inspectors.first }
    expect(await refusalOf(city.call(attendWriteOff, { id, arrivedAt: testNow, ...alone }))).toBe(
      'WRITE_OFF_TWO_INSPECTORS',
    )
    const later = { id, arrivedAt: '2026-11-23T06:05:00.001Z', ...inspectors }
    expect(await refusalOf(city.call(attendWriteOff, later))).toBe('TIME_IN_FUTURE')
    const early = { id, arrivedAt: '2026-11-23T06:04:00.000Z', ...inspectors }
    expect(await refusalOf(city.call(attendWriteOff, early))).toBe('WRITE_OFF_BEFORE_ACCEPTED')
    expect(await refusalOf(second.call(executeWriteOff, await execution(id, 20), he))).toBe(
      'WRITE_OFF_NOT_ATTENDED',
    )
    await city.call(attendWriteOff, { id, arrivedAt: testNow, ...inspectors })
    const after = await fingerprint()
    expect(after[0]).toMatchObject({
      applications: before[0]?.['applications'],
      lines: before[0]?.['lines'],
      movements: before[0]?.['movements'],
    })
    const [rows] = await h.auditor.transaction(
      (tx) => tx`
        select (select array_agg(distinct o.code) from write_off.acceptance c join identity.org o on o.id = c.org_id) as accepted,
          (select array_agg(distinct o.code) from write_off.attendance c join identity.org o on o.id = c.org_id) as attended`,
    )
    expect(rows).toEqual({ accepted: ['cswjw'], attended: ['cswjw'] })
  })

  test('the hospital and its other authorities read what was decided; another hospital reads nothing', async () => {
    const said = { state: 'attended', acceptance: { by: '贺明远', visitOn: '2026-11-24' } }
    expect(await keeper.call(readWriteOff, { id })).toMatchObject(said)
    expect(await (await h.as('tangwei@csyjj')).call(readWriteOff, { id })).toMatchObject(said)
    expect(await refusalOf((await h.as('tanyong@huaichuan')).call(readWriteOff, { id }))).toBe('NOT_FOUND')
    const huaichuan = await h.db.transaction(
      (tx) => tx<{ id: number }[]>`select id from identity.org where code = 'huaichuan'`,
    )
    const seen = await h.db.asOrg(huaichuan[0]?.id ?? 0, (tx) => tx`select 1 from write_off.attendance`)
    expect(seen.length).toBe(0)
  })

  test('a count that differs stops it, and so does a hand that was in it before', async () => {
    expect(await refusalOf(second.call(executeWriteOff, await execution(id, 19), he))).toBe(
      'WRITE_OFF_COUNT_DIFFERS',
    )
    expect(await refusalOf(second.call(executeWriteOff, await execution(id, 21), he))).toBe(
      'WRITE_OFF_COUNT_DIFFERS',
    )
    expect(await refusalOf(keeper.call(executeWriteOff, await execution(id, 20, keeper), he))).toBe(
      'WRITE_OFF_SAME_PERSON',
    )
    for (const [who, code] of [
      ['wangxuemei@lushan', 'WRITE_OFF_SAME_PERSON'],
      ['liuguodong@lushan', 'WRITE_OFF_SAME_PERSON'],
      ['lizhenhua@lushan', 'WITNESS_IS_ACTOR'],
      ['chensiyuan@lushan', 'WITNESS_UNQUALIFIED'],
    ] as const)
      expect([
        who,
        await refusalOf(second.call(executeWriteOff, await execution(id, 20), witness(who))),
      ]).toEqual([who, code])
    expect(await refusalOf(second.call(executeWriteOff, await execution(id, 20)))).toBe('WITNESS_REQUIRED')
  })

  test('destroyed as listed, to the last unit, with everybody named', async () => {
    const done = await second.call(executeWriteOff, await execution(id, 20), he)
    expect(done.units).toBe(20)
    const gone = await holdings(at, { code: box.codes[0] ?? '' })
    expect(gone.filter((r) => r.quantity > 0).map((r) => [r.kind, r.quantity])).toEqual([['destroyed', 10]])
    const detail = await keeper.call(readWriteOff, { id })
    expect(detail).toMatchObject({
      state: 'destroyed',
      applicant: { name: '王雪梅' },
      approver: { name: '刘国栋' },
      destruction: { executor: { name: '李振华' }, witness: { name: '何志远' }, method: '焚烧' },
      attendance: { inspectors: [{ name: '贺明远' }, { name: '邹平' }] },
      may: { approve: false, withdraw: false, accept: false, attend: false, execute: false },
    })
    expect(detail.destruction?.photos.map((p) => p.stage)).toEqual(['毁前', '毁中', '毁后'])
    expect(await refusalOf(second.call(executeWriteOff, await execution(id, 20), he))).toBe('DOCUMENT_CLOSED')
  })
})

describe('what does not go on', () => {
  test('refused by the head, withdrawn by the applicant, or sent back by the authority: the stock is free again', async () => {
    const rejected = await apply(2)
    await head.call(rejectWriteOff, { id: rejected.id, reason: '先送检' })
    const withdrawn = await apply(2)
    await keeper.call(withdrawWriteOff, { id: withdrawn.id, reason: '厂家同意退货' })
    const returned = await apply(2)
    await head.call(approveWriteOff, { id: returned.id, authorityId })
    await city.call(acceptWriteOff, { id: returned.id, outcome: 'returned', note: '清单缺生产单位' })
    const states = (await keeper.call(listWriteOffs, {})).rows.map((r) => r.state)
    expect(states).toEqual(['returned', 'withdrawn', 'rejected', 'destroyed'])
    for (const { id } of [rejected, withdrawn, returned])
      expect(await refusalOf(head.call(approveWriteOff, { id, authorityId }))).toBe('DOCUMENT_CLOSED')
    expect(await keeper.call(readWriteOff, { id: returned.id })).toMatchObject({
      acceptance: { note: '清单缺生产单位', visitOn: null },
    })
    await apply(2)
  })

  test('two lists that want the same box at the same moment: one gets it', async () => {
    const other = await connectAs(h.transport, 'liqian@lushan', demoPassword)
    const ask = { reason: '质量问题', items: items(3) }
    const both = await Promise.all([
      refusalOf(keeper.call(applyWriteOff, ask)),
      refusalOf(other.call(applyWriteOff, ask)),
    ])
    expect(both.toSorted()).toEqual(['WENT THROUGH', 'WRITE_OFF_TAKEN'])
  })
})
