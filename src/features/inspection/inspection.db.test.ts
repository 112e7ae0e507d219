import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { endFinding, listCases, measureCase, openFinding, readCase, verifyCase } from './caseContract.ts'
import { checklistOn, type InspectionKind } from './checklist.ts'
import { listInspections, readInspection, signPatrol, signSpecial, type ResultInput } from './contract.ts'

let h: Hospital
let world: World
let liqian: Client
let head: Client
let city: Client
let lushan = 0
let keeperId = 0
const scene = { syringe: false, liquid: 0, ampoules: 1 }

beforeAll(async () => {
  h = await startHospital()
  world = await openWorld(h.transport, () => {}, h.clock.now)
  liqian = await h.as('liqian@lushan')
  head = await h.as('liuguodong@lushan')
  city = await h.as('hemingyuan@cswjw')
  const [row] = await h.auditor.transaction(
    (tx) => tx<{ org: number; id: number }[]>`
      select u.org_id as org, u.id from identity.app_user u where u.account = 'wangxuemei@lushan'`,
  )
  lushan = row?.org ?? 0
  keeperId = row?.id ?? 0
})
afterAll(() => h.stop())

/** Everything passes but these. */
function walk(kind: InspectionKind, failed: Record<string, Partial<ResultInput>> = {}) {
  const { version, items } = checklistOn(kind, '2026-11-23')
  return {
    listVersion: version,
    beganAt: '2026-11-23T05:40:00.000Z',
    placeIds: [world.place('B01')],
    results: items.map(({ code }) => {
      const bad = failed[code]
      return bad ? { item: code, outcome: 'fail' as const, ...bad } : { item: code, outcome: 'pass' as const }
    }),
  }
}
const bad = (dueOn = '2026-11-30') => ({ finding: '门锁松动，未上报', responsibleId: keeperId, dueOn })
const stateOf = async (caseId: number) => (await liqian.call(readCase, { caseId })).state

describe('专项检查', () => {
  test('takes two people, every item of the list, and for what failed who and until when', async () => {
    expect(await refusalOf(liqian.call(signSpecial, walk('special')))).toBe('WITNESS_REQUIRED')
    expect(await refusalOf(liqian.call(signSpecial, walk('special'), witness('liqian@lushan')))).toBe(
      'WITNESS_IS_ACTOR',
    )
    const by = witness('wangxuemei@lushan')
    const whole = walk('special')
    const signs = (change: object) => refusalOf(liqian.call(signSpecial, { ...whole, ...change }, by))
    expect(await signs({ results: whole.results.slice(1) })).toBe('INSPECTION_INCOMPLETE')
    expect(await signs({ listVersion: 9 })).toBe('INSPECTION_LIST_CHANGED')
    expect(await signs({ results: [...whole.results, { item: 'P01', outcome: 'pass' }] })).toBe(
      'INSPECTION_LIST_CHANGED',
    )
    expect(await signs({ results: walk('special', { S03: { finding: '一把钥匙' } }).results })).toBe(
      'INSPECTION_FAIL_NEEDS',
    )
    expect(await signs({ results: walk('special', { S03: bad('2026-11-22') }).results })).toBe(
      'INSPECTION_DUE_DAY',
    )
    expect(await signs({ results: walk('special', { S03: bad('2027-05-23') }).results })).toBe(
      'INSPECTION_DUE_DAY',
    )
    expect(await signs({ beganAt: '2026-11-23T06:05:00.001Z' })).toBe('TIME_IN_FUTURE')
    expect(await signs({ placeIds: [999_999] })).toBe('NOT_FOUND')
    expect((await liqian.call(listInspections, {})).total).toBe(0)

    const photo = await world.photograph(liqian, scene)
    const input = walk('special', { S03: { ...bad(), photos: [photo] }, S08: bad('2026-11-24') })
    const made = await liqian.call(signSpecial, input, by)
    expect(made).toMatchObject({ no: 'ZX-20261123-01', opened: 2 })
    const seen = await liqian.call(readInspection, { id: made.id })
    expect(seen).toMatchObject({ people: '李倩、王雪梅', places: '手术药房', items: 19, failed: 2, open: 2 })
    expect(seen.results.find((r) => r.item === 'S03')).toMatchObject({
      photos: [photo],
      rectification: { no: 'ZG-20261123-01' },
    })
    expect(await refusalOf(liqian.call(signSpecial, input, by))).toBe('EVIDENCE_REUSED')
  })
})

describe('整改', () => {
  test('is done with a proof, looked at by another, sent back once, and closed', async () => {
    const { rows } = await liqian.call(listCases, {})
    // The one that is due first stands first.
    expect(rows.map((r) => [r.no, r.responsible, r.state])).toEqual([
      ['ZG-20261123-02', '王雪梅', 'open'],
      ['ZG-20261123-01', '王雪梅', 'open'],
    ])
    const caseId = rows[1]?.caseId ?? 0
    const verify = (client: Client, outcome: 'close' | 'return') =>
      client.call(verifyCase, { caseId, outcome, text: '现场看过' })
    expect(await refusalOf(verify(head, 'close'))).toBe('INSPECTION_STATE')
    const proof = await world.photograph(liqian, scene)
    await liqian.call(measureCase, { caseId, text: '换锁，双人各持一把', proof })
    expect(await refusalOf(liqian.call(measureCase, { caseId, text: '再来一次', proof }))).toBe(
      'INSPECTION_STATE',
    )
    expect(await stateOf(caseId)).toBe('done')
    await verify(head, 'return')
    expect(await stateOf(caseId)).toBe('returned')
    const own = await world.photograph(head, scene)
    await head.call(measureCase, { caseId, text: '补钥匙交接登记', proof: own })
    const seen = await head.call(readCase, { caseId })
    expect(seen).toMatchObject({ may: { verify: false }, why: expect.stringContaining('另一人') })
    expect(await refusalOf(verify(head, 'close'))).toBe('INSPECTION_SAME_PERSON')
    await verify(await h.as('tanjianguo@lushan'), 'close')
    expect(await stateOf(caseId)).toBe('closed')
    expect((await liqian.call(readCase, { caseId })).steps.map((s) => [s.kind, s.by])).toEqual([
      ['measure', '李倩'],
      ['return', '刘国栋'],
      ['measure', '刘国栋'],
      ['close', '谭建国'],
    ])
  })

  test('is overdue on the day after its day', async () => {
    const overdue = async () => (await liqian.call(listCases, { state: 'overdue' })).rows.map((r) => r.no)
    h.clock.set('2026-11-24T15:59:00.000Z')
    liqian = await fresh('liqian@lushan')
    expect(await overdue()).toEqual([])
    h.clock.set('2026-11-24T16:00:00.000Z')
    expect(await overdue()).toEqual(['ZG-20261123-02'])
  })
})

/** The clock went further than a session lasts. */
async function fresh(account: string): Promise<Client> {
  return connectAs(h.transport, account, demoPassword)
}

describe('值班巡查', () => {
  test('is one person’s; a nurse may do it', async () => {
    const nurse = await fresh('zhaomin@lushan')
    const { id } = await nurse.call(signPatrol, { ...walk('patrol'), placeIds: [world.place('W03')] })
    expect(await nurse.call(readInspection, { id })).toMatchObject({
      kind: 'patrol',
      people: '赵敏',
      failed: 0,
    })
  })
})

describe('上级检查', () => {
  const found = () => ({
    hospitalId: lushan,
    place: '住院药房',
    basis: '条例 第四十八条',
    problem: '专用账册 11 月 3 日一笔缺领用签字',
    dueOn: '2026-12-10',
  })
  test('the hospital must answer; only the authority that found it closes it', async () => {
    city = await fresh('hemingyuan@cswjw')
    head = await fresh('liuguodong@lushan')
    expect(await refusalOf(head.call(openFinding, found()))).toBe('FORBIDDEN')
    expect(await refusalOf(city.call(openFinding, { ...found(), hospitalId: 999_999 }))).toBe('NOT_FOUND')
    const { caseId, no } = await city.call(openFinding, found())
    expect(no).toBe('JD-20261125-01')
    const seen = await head.call(readCase, { caseId })
    expect(seen).toMatchObject({
      source: 'authority',
      mine: false,
      openedName: '贺明远',
      may: { measure: true },
    })
    expect(await refusalOf(city.call(endFinding, { caseId, outcome: 'close', text: '好' }))).toBe(
      'INSPECTION_STATE',
    )
    const proof = await world.photograph(head, scene)
    await head.call(measureCase, { caseId, text: '补签并核对当月全部记录', proof })
    expect(await refusalOf(head.call(verifyCase, { caseId, outcome: 'close', text: '好' }))).toBe(
      'INSPECTION_OTHERS_CASE',
    )
    const drugs = await fresh('tangwei@csyjj')
    expect(await refusalOf(drugs.call(endFinding, { caseId, outcome: 'close', text: '好' }))).toBe(
      'INSPECTION_OTHERS_CASE',
    )
    expect((await drugs.call(readCase, { caseId })).steps).toHaveLength(1)
    await city.call(endFinding, { caseId, outcome: 'close', text: '现场复核，已补签' })
    expect(await stateOf(caseId)).toBe('closed')
    expect((await head.call(readCase, { caseId })).steps.at(-1)?.by).toBe('长沙市卫生健康委员会 贺明远')
  })

  test('another hospital sees nothing of it', async () => {
    const other = await fresh('tanyong@huaichuan')
    const { rows } = await liqian.call(listCases, {})
    expect((await other.call(listCases, {})).total).toBe(0)
    expect(await refusalOf(other.call(readCase, { caseId: rows[0]?.caseId ?? 0 }))).toBe('NOT_FOUND')
    expect((await other.call(listInspections, { org: lushan })).total).toBe(0)
  })

  test('what a stranger writes into its own rows about a case counts for nothing', async () => {
    const { rows } = await liqian.call(listCases, { state: 'open' })
    const caseId = rows[0]?.caseId ?? 0
    const [id] = await h.auditor.transaction(
      (tx) =>
        tx<
          { org: number; id: number }[]
        >`select u.org_id as org, u.id from identity.app_user u where u.account = 'tangwei@csyjj'`,
    )
    await h.db.asOrg(
      id?.org ?? 0,
      (tx) => tx`
      insert into inspection.step (org_id, hospital_id, case_id, kind, text, done_by, done_name, done_at)
      values (${id?.org ?? 0}, ${lushan}, ${caseId}, 'close', '销号', ${id?.id ?? 0}, '唐薇', now())`,
    )
    expect(await stateOf(caseId)).toBe('open')
  })
})
