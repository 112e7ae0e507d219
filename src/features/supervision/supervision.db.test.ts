import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { makeUser } from '#core/identity/setup.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { minutesLater, oneBox, type Story } from '#test/story.ts'
import { readInstitution, readOverview, readTrend } from './contract.ts'
import { urgentOf } from './rules.ts'

let h: Hospital
let story: Story
let elsewhere: Client
beforeAll(async () => {
  h = await startHospital()
  story = await oneBox(h)
  // Another city's authority, which watches nobody here.
  const owner = postgres(h.superUrl, { max: 1, onnotice: () => {} })
  const [org] = await owner<{ id: string }[]>`
    insert into identity.org (kind, code, name, region) values ('authority', 'zzwjw', '株洲市卫生健康委员会', '430200') returning id`
  await owner.end()
  const orgId = Number(org?.id)
  await h.db.asOrg(
    orgId,
    (tx) => tx`
    insert into identity.role (org_id, code, name, permissions) values (${orgId}, 'INSPECTOR', '监督员', '{supervision.read,stock.read,trace.read,alert.read}')`,
  )
  await makeUser(h.db, orgId, {
    account: 'other@zzwjw',
    name: '外市',
    title: '科员',
    roles: ['INSPECTOR'],
    password: demoPassword,
  })
  elsewhere = await h.as('other@zzwjw')
})
afterAll(() => h.stop())

const overview = async (account: string) =>
  (await connectAs(h.transport, account, demoPassword)).call(readOverview, {})

describe('the overview', () => {
  test('every institution under supervision, with its books as they stand', async () => {
    const seen = await overview('hemingyuan@cswjw')
    expect(seen.region).toBe('长沙市')
    expect(seen.institutions.map((i) => [i.name, i.district])).toEqual(
      expect.arrayContaining([
        ['长沙市麓山中心医院', '岳麓区'],
        ['浏阳市淮川人民医院', '浏阳市'],
      ]),
    )
    const lushan = seen.institutions.find((i) => i.orgId === story.at.orgId)
    expect(lushan).toMatchObject({
      stockSums: [{ unit: '支', units: 25 }],
      issuedToday: 1,
      closedToday: 0,
      owedContainers: 2,
      overdueSums: [],
      transits: 0,
    })
    expect(lushan?.lastRecordAt).not.toBeNull()
  })

  test('the silent one is no data, not good news', async () => {
    const seen = await overview('hemingyuan@cswjw')
    const silent = seen.institutions.find((i) => i.orgId !== story.at.orgId)
    expect(silent && urgentOf(silent, seen.now)).toMatchObject({ tone: 'grey', text: '还没有上传过记录' })
  })

  test('a province sees the same through its city; another city nothing; a hospital is refused', async () => {
    expect((await overview('fengjie@hnwjw')).institutions).toHaveLength(2)
    expect((await elsewhere.call(readOverview, {})).institutions).toEqual([])
    expect(await refusalOf(overview('wangxuemei@lushan'))).toBe('FORBIDDEN')
  })

  test('past its time the hospital comes first, in red', async () => {
    const now = h.clock.now().toISOString()
    minutesLater(h, 8 * 60 + 24)
    const seen = await overview('hemingyuan@cswjw')
    expect(seen.institutions[0]).toMatchObject({
      orgId: story.at.orgId,
      overdueSums: [{ unit: '支', units: 1 }],
      overduePeople: 1,
    })
    expect(seen.institutions[0] && urgentOf(seen.institutions[0], seen.now)).toMatchObject({
      tone: 'red',
      text: expect.stringMatching(/^在手超时 \d+ 分钟$/),
    })
    h.clock.set(now)
  })
})

test('thirty days, each with its figures', async () => {
  const { days } = await (await h.as('hemingyuan@cswjw')).call(readTrend, {})
  expect(days).toHaveLength(30)
  expect(days.at(-1)).toEqual({ day: '2026-11-23', issued: 1, closed: 0 })
  expect(days[0]).toEqual({ day: '2026-10-25', issued: 0, closed: 0 })
  expect((await elsewhere.call(readTrend, { org: story.at.orgId })).days.every((d) => d.issued === 0)).toBe(
    true,
  )
})

describe('one institution', () => {
  test('its places, latest movements and documents', async () => {
    const seen = await (await h.as('hemingyuan@cswjw')).call(readInstitution, { org: story.at.orgId })
    expect(seen.places.filter((p) => p.sums.length > 0).map((p) => [p.place, p.sums])).toEqual([
      ['一级库 A 柜', [{ unit: '支', units: 10 }]],
      ['手术药房', [{ unit: '支', units: 15 }]],
    ])
    expect(seen.movements[0]).toMatchObject({
      kind: 'destroyContainers',
      title: '空安瓿销毁',
      drugs: '枸橼酸舒芬太尼注射液',
    })
    expect(new Set(seen.documents.map((d) => d.kind))).toEqual(
      new Set(['destruction', 'recovery', 'issue', 'transfer', 'requisition', 'receipt']),
    )
  })

  test('not for another city, not for a number that is no institution', async () => {
    expect(await refusalOf(elsewhere.call(readInstitution, { org: story.at.orgId }))).toBe('NOT_FOUND')
    expect(await refusalOf((await h.as('hemingyuan@cswjw')).call(readInstitution, { org: 999_999 }))).toBe(
      'NOT_FOUND',
    )
  })
})
