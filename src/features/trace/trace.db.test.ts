import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { scanOne, startReceipt } from '#features/receipt/contract.ts'
import { administer } from '#features/residue/contract.ts'
import { mapOf } from '#test/flow.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { minutesLater, oneBox, type Story } from '#test/story.ts'
import {
  checkCode,
  checkCodes,
  findAnything,
  mostChecked,
  traceLife,
  verifyLife,
  type Life,
} from './contract.ts'

let h: Hospital
let story: Story
let doctor: Client
let inspector: Client
let stranger: Client
beforeAll(async () => {
  h = await startHospital()
  story = await oneBox(h)
  doctor = await h.as('chensiyuan@lushan')
  inspector = await h.as('hemingyuan@cswjw')
  stranger = await h.as('tanyong@huaichuan')
})
afterAll(() => h.stop())

const life = (client: Client, code = story.box): Promise<Life> => client.call(traceLife, { code })
const label = (n: number): string => story.labels[n - 1] ?? ''
const unit = (of: Life, n: number) => of.units.find((u) => u.code === label(n))

describe('the life of a box', () => {
  test('its units and where each is now; together as many as were received', async () => {
    const seen = await life(doctor)
    expect(seen.units.map((u) => [u.unitNo, u.units, u.state])).toEqual([
      [1, 1, 'destroyed'],
      [2, 1, 'destroyed'],
      [3, 1, 'owed'],
      [4, 1, 'lost'],
      [5, 1, 'stock'],
      [6, 1, 'custody'],
      [null, 4, 'stock'],
    ])
    expect(seen.units.reduce((n, u) => n + u.units, 0)).toBe(seen.receivedUnits)
    expect(seen).toMatchObject({
      lotNo: 'S2609118',
      expiry: '2028-08-31',
      supplier: '湖南楚湘医药有限公司',
      splitUnits: 6,
      asked: null,
    })
  })

  test('columns are the accounts in the order of the first visit', async () => {
    const seen = await life(doctor)
    expect(seen.columns.map((c) => c.title)).toEqual([
      '供应商',
      '一级库 A 柜',
      '手术药房',
      '领用在手',
      '给药、弃去',
      '空安瓿',
      '销毁',
    ])
    expect(seen.splitColumn).toBe(2)
    expect(unit(seen, 1)?.column).toBe(6)
    expect(unit(seen, 6)?.column).toBe(3)
  })

  test('an opened ampoule says what became of its content, and where its empty is', async () => {
    const seen = await life(doctor)
    expect(unit(seen, 3)).toMatchObject({
      opened: { content: 50, given: 30, wasted: 20, lost: 0, left: 0 },
      container: expect.stringContaining('陈思远'),
    })
    expect(unit(seen, 4)?.opened).toMatchObject({ content: 50, lost: 50, given: 0 })
    expect(unit(seen, 6)).toMatchObject({ opened: null, holder: '陈思远', causeNo: story.issueNo })
  })

  test('one unit step by step, from the van, with people, proof and photographs; the patient is masked', async () => {
    const steps = unit(await life(doctor), 3)?.steps ?? []
    expect(steps.map((s) => s.title)).toEqual([
      '采购入库',
      '调拨出库',
      '调拨签收',
      '拆零贴码、领用',
      '开启',
      '给药',
      '弃去',
    ])
    expect(steps.map((s) => s.content)).toEqual([0, 0, 0, 0, 50, 30, 20])
    expect(steps[5]?.place).toBe('患者 罗**')
    expect(steps[6]?.photos.map((p) => p.stage).toSorted()).toEqual(['弃中', '弃前', '弃后'].toSorted())
    expect(steps[0]).toMatchObject({ actor: '王雪梅', witness: '李振华' })
    expect(steps.every((s) => s.eventId > 0)).toBe(true)
  })

  test('by an ampoule’s label the same box, with that ampoule asked for', async () => {
    const seen = await life(doctor, label(2))
    expect(seen).toMatchObject({ code: story.box, asked: label(2) })
  })

  test('past its time it is red', async () => {
    const now = h.clock.now().toISOString()
    minutesLater(h, 9 * 60)
    const seen = await life(await connectAs(h.transport, 'linyue@lushan', demoPassword))
    expect(unit(seen, 6)?.state).toBe('overdue')
    h.clock.set(now)
  })
})

describe('refusals about a code', () => {
  test('are part of its life, wherever they happened within what the reader may see', async () => {
    const at = await mapOf(h, 'huaichuan')
    const place = await h.db.asOrg(
      at.orgId,
      (tx) => tx<{ id: number; drugId: number }[]>`
      select l.id, d.id as drug_id from place.location l join ledger.drug d on d.org_id = l.org_id
      where l.org_id = ${at.orgId} and l.kind = 'store' and d.code = 'NAR017' order by l.tier limit 1`,
    )
    const lines = [{ drugId: place[0]?.drugId ?? 0, units: 10 }]
    const receipt = await stranger.call(startReceipt, {
      supplierId: at.supplierId,
      locationId: place[0]?.id ?? 0,
      lines,
    })
    expect(await refusalOf(stranger.call(scanOne, { id: receipt.id, raw: story.box }))).toBe(
      'CODE_HELD_ELSEWHERE',
    )
    expect((await life(inspector)).refusals).toMatchObject([{ code: story.box, org: '浏阳市淮川人民医院' }])
    expect((await life(doctor)).refusals).toEqual([])
  })

  test('of the ampoule itself', async () => {
    const given = {
      id: story.issueId,
      doses: [{ code: 'NEVER-RECEIVED', content: 1 }],
      route: '静脉注射' as const,
    }
    expect(await refusalOf(doctor.call(administer, given))).toBe('CODE_NEVER_RECEIVED')
    const refusals = () =>
      h.db.asOrg(story.at.orgId, (tx) => tx`select 1 from audit.refusal where org_id = ${story.at.orgId}`)
    const before = (await refusals()).length
    // Looking something up is no act: it leaves nothing behind.
    expect(await refusalOf(life(doctor, 'NEVER-RECEIVED'))).toBe('NOT_FOUND')
    expect((await refusals()).length).toBe(before)
  })
})

describe('who may see it', () => {
  test('the authority of its city, no other hospital', async () => {
    expect((await life(inspector)).org).toBe('长沙市麓山中心医院')
    expect(await refusalOf(life(stranger))).toBe('NOT_FOUND')
    expect((await stranger.call(findAnything, { q: story.box })).hits).toEqual([])
    expect((await stranger.call(findAnything, { q: 'S2609118' })).hits).toEqual([])
  })
})

describe('finding', () => {
  const found = async (client: Client, q: string) =>
    (await client.call(findAnything, { q })).hits.map((x) => [x.kind, x.title])
  test('a box, a label, a lot, a number, a drug, a colleague', async () => {
    const keeper = await h.as('wangxuemei@lushan')
    expect(await found(keeper, story.box)).toEqual([['code', story.box]])
    expect(await found(keeper, label(3))).toEqual([['unit', label(3)]])
    expect(await found(keeper, 'S2609118')).toEqual([['lot', 'S2609118']])
    expect(await found(keeper, story.issueNo)).toEqual([['issue', story.issueNo]])
    expect(await found(keeper, 'SS-1123')).toEqual([['issue', 'SS-1123-014']])
    expect(await found(keeper, story.transferNo)).toEqual([['transfer', story.transferNo]])
    expect((await found(keeper, '舒芬太尼')).map((x) => x[0])).toContain('drug')
    expect(await found(keeper, '陈思远')).toEqual([['person', '陈思远']])
  })

  test('never a patient, and nothing behind a permission that one lacks', async () => {
    expect(await found(await h.as('wangxuemei@lushan'), '罗桂英')).toEqual([])
    expect(await found(doctor, story.transferNo)).toEqual([])
    expect(await found(doctor, '王雪梅')).toEqual([])
  })

  test('what is no trace code says why', async () => {
    expect(await doctor.call(findAnything, { q: '6901234567892' })).toMatchObject({
      code: null,
      refusal: expect.stringContaining('商品条码'),
    })
    expect((await doctor.call(findAnything, { q: '%' })).hits).toEqual([])
  })
})

describe('whether a code is ours', () => {
  const places = (held: readonly { place: string; units: number }[]) => held.map((x) => [x.place, x.units])

  test('a box with what is left of it, a label in hand, one that was used up', async () => {
    const box = await doctor.call(checkCode, { code: story.box })
    expect(box).toMatchObject({ lotNo: 'S2609118', expiry: '2028-08-31', units: 10 })
    expect(places(box.held)).toEqual([['手术药房', 4]])
    expect((await doctor.call(checkCode, { code: label(6) })).held[0]?.kind).toBe('custody')
    expect((await doctor.call(checkCode, { code: label(1) })).held).toEqual([])
    expect(await refusalOf(stranger.call(checkCode, { code: story.box }))).toBe('NOT_FOUND')
  })

  test('many at once, in the order asked, each answered for itself', async () => {
    const codes = [label(6), '81902369999999999999', story.box, '6901234567892', label(6)]
    const { codes: answers } = await doctor.call(checkCodes, { codes: codes.join(',') })
    expect(answers.map((a) => [a.asked, a.standing?.code ?? null])).toEqual([
      [label(6), label(6)],
      ['81902369999999999999', null],
      [story.box, story.box],
      ['6901234567892', null],
      [label(6), label(6)],
    ])
    expect(answers.map((a) => a.refusal?.includes('商品条码') ?? null)).toEqual([
      null,
      null,
      null,
      true,
      null,
    ])
    const one = await doctor.call(checkCode, { code: story.box })
    expect(answers[2]?.standing).toEqual(one)
    const theirs = await stranger.call(checkCodes, { codes: codes.join(',') })
    expect(theirs.codes.map((a) => a.standing)).toEqual([null, null, null, null, null])
  })

  test('more than a carton is refused whole', async () => {
    const codes = Array.from({ length: mostChecked + 1 }, (_, i) => `8190236${String(i).padStart(13, '0')}`)
    expect(await refusalOf(doctor.call(checkCodes, { codes: codes.join(',') }))).toBe('INPUT_INVALID')
    const { codes: answers } = await doctor.call(checkCodes, { codes: codes.slice(1).join(',') })
    expect(answers).toHaveLength(mostChecked)
  })
})

describe('checking the record', () => {
  test('every event’s fingerprint and every line on the books', async () => {
    const checked = await inspector.call(verifyLife, { code: story.box })
    expect(checked.findings).toEqual([])
    expect(checked.events.length).toBe((await life(inspector)).events)
    expect(checked.movements).toBeGreaterThan(8)
    expect(checked.lines).toBeGreaterThan(checked.movements)
  })

  test('bytes rewritten together with their fingerprint, into what is no event, are a finding', async () => {
    const owner = postgres(h.superUrl, { max: 1, onnotice: () => {} })
    const [kept] = await owner<{ id: string; bytes: Uint8Array; hash: Uint8Array }[]>`
      select e.id, e.bytes, e.hash from audit.event e join ledger.movement m on m.event_id = e.id
      join ledger.entry x on x.movement_id = m.id where x.code = ${label(3)} limit 1`
    for (const bytes of [
      'null',
      '{"movements":[{}]}',
      '{"movements":[{"lines":[],"cause":[],"evidence":null}]}',
      '{',
    ]) {
      await owner`update audit.event set bytes = ${Buffer.from(bytes)}, hash = sha256(${Buffer.from(bytes)}) where id = ${kept?.id ?? 0}`
      const { findings } = await inspector.call(verifyLife, { code: story.box })
      expect(findings.map((f) => f.text).join()).toContain('事件原文读不出来')
    }
    await owner`update audit.event set bytes = ${kept?.bytes ?? ''}, hash = ${kept?.hash ?? ''} where id = ${kept?.id ?? 0}`
    expect((await inspector.call(verifyLife, { code: story.box })).findings).toEqual([])
    await owner.end()
  })

  test('an entry changed behind the program’s back does not go unseen', async () => {
    const owner = postgres(h.superUrl, { max: 1, onnotice: () => {} })
    await owner`update ledger.entry set quantity = quantity + 1 where code = ${label(3)} and item = 'content' and quantity = 30`
    const checked = await inspector.call(verifyLife, { code: story.box })
    expect(checked.findings).toHaveLength(1)
    expect(checked.findings[0]?.text).toContain('与事件原文不符')
    await owner`update ledger.entry set quantity = quantity - 1 where code = ${label(3)} and item = 'content' and quantity = 31`
    await owner.end()
  })
})
