import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import type { CallInputOf } from '#core/contract.ts'
import { readFile, uploadEvidence } from '#core/files/contract.ts'
import { attest } from '#core/identity/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { listBins, recover } from '#features/recovery/contract.ts'
import { refusalOf, startHospital, testNow, witness, type Hospital } from '#test/harness.ts'
import {
  bring,
  hand,
  holdings,
  jpeg,
  loopOf,
  photo,
  useUp,
  type Arrived,
  type Hand,
  type Loop,
} from '#test/loop.ts'
import { destroyContainers, listDestructions, readDestruction } from './contract.ts'

let h: Hospital
let at: Loop
let liqian: Client
let box: Arrived
let morphine: Arrived
let surgery: Hand
let ward: Hand
let recovered: number
const he = witness('hezhiyuan@lushan')

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  liqian = await h.as('liqian@lushan')
  box = await bring(at, { lotNo: 'S2609118' })
  morphine = await bring(at, { drug: 'NAR002', lotNo: 'P2609016' })
  surgery = await hand(at, box.codes[0] ?? '', 6)
  ward = await hand(at, morphine.codes[0] ?? '', 2, { drug: 'NAR002' })
  await useUp(at, surgery)
  await useUp(at, ward, ward.codes, 10_000)
  const back = (issue: Hand, codes: string[]) => ({
    issueId: issue.id,
    binLocationId: at.place('B02').id,
    items: codes.map((code) => ({ code })),
  })
  recovered = (
    await liqian.call(recover, back(surgery, surgery.codes.slice(0, 5)), witness('zhoujing@lushan'))
  ).movementId
  await liqian.call(recover, back(ward, ward.codes), witness('chensiyuan@lushan'))
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

type Input = CallInputOf<typeof destroyContainers>
const photos = async () => ({
  毁前: await photo(liqian),
  毁中: await photo(liqian),
  毁后: await photo(liqian),
})
async function asking(items: Input['items'], over: Partial<Input> = {}): Promise<Input> {
  const evidence = over.evidence ?? (await photos())
  return {
    binLocationId: at.place('B02').id,
    items,
    place: '药学部销毁间',
    method: '砸碎',
    reason: '季度集中销毁',
    ...over,
    evidence,
  }
}
const inBin = async (lotNo: string) =>
  (await holdings(at, { item: 'container', lotNo }))
    .filter((r) => r.kind === 'empties')
    .reduce((n, r) => n + r.quantity, 0)

describe('what cannot be destroyed', () => {
  test('more than lies in the bin, also when the lot is named twice, a lot that is not there or nowhere', async () => {
    const other = await bring(at, { lotNo: 'S2609999' })
    const tries: [Input['items'], string][] = [
      [[{ lotId: box.lotId, units: 6 }], 'DESTRUCTION_OVER'],
      [
        [
          { lotId: box.lotId, units: 3 },
          { lotId: box.lotId, units: 3 },
        ],
        'DESTRUCTION_OVER',
      ],
      [[{ lotId: other.lotId, units: 1 }], 'DESTRUCTION_OVER'],
      [[{ lotId: 999_999, units: 1 }], 'NOT_FOUND'],
      [[{ lotId: box.lotId, units: 0 }], 'INPUT_INVALID'],
      [[], 'INPUT_INVALID'],
    ]
    for (const [items, code] of tries) {
      const input = await asking(items)
      expect([items, await refusalOf(liqian.call(destroyContainers, input, he))]).toEqual([items, code])
    }
    const over = await liqian
      .call(destroyContainers, await asking([{ lotId: box.lotId, units: 6 }]), he)
      .catch((e: unknown) => e)
    expect(over).toMatchObject({ problem: { facts: { lot: 'S2609118', have: 5, want: 6 } } })
    expect(await inBin('S2609118')).toBe(5)
  })

  test('out of a place that is no bin, or another bin', async () => {
    const items = [{ lotId: box.lotId, units: 1 }]
    expect(
      await refusalOf(
        liqian.call(destroyContainers, await asking(items, { binLocationId: at.place('B01').id }), he),
      ),
    ).toBe('NOT_FOUND')
    expect(
      await refusalOf(
        liqian.call(destroyContainers, await asking(items, { binLocationId: at.place('C02').id }), he),
      ),
    ).toBe('DESTRUCTION_OVER')
  })

  test('without a place, a method of the law, a reason', async () => {
    const items = [{ lotId: box.lotId, units: 1 }]
    const faults = async (over: object) => {
      const input = { ...(await asking(items)), ...over }
      const error = await liqian.call(destroyContainers, input as Input, he).catch((e: unknown) => e)
      return (error as { code: string }).code
    }
    for (const over of [{ place: '  ' }, { method: '丢弃' }, { reason: '' }, { evidence: {} }])
      expect(await faults(over)).toBe('INPUT_INVALID')
  })
})

describe('photographs', () => {
  const one = () => [{ lotId: box.lotId, units: 1 }]

  test('a fingerprint nobody uploaded is a missing photograph', async () => {
    const evidence = { ...(await photos()), 毁中: createHash('sha256').update('nothing').digest('hex') }
    const no = await liqian
      .call(destroyContainers, await asking(one(), { evidence }), he)
      .catch((e: unknown) => e)
    expect(no).toMatchObject({ code: 'EVIDENCE_INCOMPLETE', problem: { facts: { missing: '毁中' } } })
  })

  test('one photograph is not two', async () => {
    const three = await photos()
    expect(
      await refusalOf(
        liqian.call(destroyContainers, await asking(one(), { evidence: { ...three, 毁后: three.毁前 } }), he),
      ),
    ).toBe('EVIDENCE_REUSED')
  })

  test('a refused act leaves its photographs free; a done one binds them for ever', async () => {
    const bytes = jpeg()
    const evidence = { ...(await photos()), 毁前: await photo(liqian, bytes) }
    expect(
      await refusalOf(
        liqian.call(destroyContainers, await asking([{ lotId: box.lotId, units: 9 }], { evidence }), he),
      ),
    ).toBe('DESTRUCTION_OVER')
    await liqian.call(destroyContainers, await asking(one(), { evidence }), he)
    expect(
      await refusalOf(
        liqian.call(
          destroyContainers,
          await asking(one(), { evidence: { ...(await photos()), 毁后: evidence.毁前 } }),
          he,
        ),
      ),
    ).toBe('EVIDENCE_REUSED')
    expect(await refusalOf(photo(liqian, bytes))).toBe('EVIDENCE_REUSED')
  })

  test('what is no picture is no photograph', async () => {
    const send = (file: Uint8Array) => refusalOf(liqian.call(uploadEvidence, { takenAt: testNow }, { file }))
    expect(await send(Buffer.from('这是一段文字'))).toBe('FILE_TYPE_REFUSED')
    expect(await send(jpeg().subarray(0, 12))).toBe('FILE_TYPE_REFUSED')
    expect(await send(Buffer.alloc(0))).toBe('FILE_EMPTY')
    expect(
      await send(
        Buffer.concat([
          Buffer.from([0xff, 0xd8, 0xff]),
          Buffer.alloc(5 * 1024 * 1024),
          Buffer.from([0xff, 0xd9]),
        ]),
      ),
    ).toBe('FILE_TOO_LARGE')
  })

  test('another hospital’s photograph proves nothing here', async () => {
    const tan = await h.as('tanyong@huaichuan')
    const evidence = { ...(await photos()), 毁前: await photo(tan) }
    expect(await refusalOf(liqian.call(destroyContainers, await asking(one(), { evidence }), he))).toBe(
      'EVIDENCE_INCOMPLETE',
    )
  })
})

describe('who supervises', () => {
  test('another, permitted, qualified person of this hospital, for exactly what was signed', async () => {
    const input = await asking([{ lotId: box.lotId, units: 1 }])
    expect(await refusalOf(liqian.call(destroyContainers, input))).toBe('WITNESS_REQUIRED')
    for (const [account, code] of [
      ['liqian@lushan', 'WITNESS_IS_ACTOR'],
      ['chensiyuan@lushan', 'WITNESS_UNQUALIFIED'],
      ['admin@lushan', 'WITNESS_UNQUALIFIED'],
      ['tanyong@huaichuan', 'WITNESS_FAILED'],
    ] as const) {
      expect([account, await refusalOf(liqian.call(destroyContainers, input, witness(account)))]).toEqual([
        account,
        code,
      ])
    }
    const credential = { method: 'password', account: 'hezhiyuan@lushan', secret: he.witness.secret } as const
    const { attestation } = await liqian.call(attest, { endpoint: destroyContainers.name, input, credential })
    const more = { ...input, items: [{ lotId: box.lotId, units: 2 }] }
    expect(await refusalOf(liqian.call(destroyContainers, more, { attestation }))).toBe(
      'WITNESS_CONTENT_CHANGED',
    )
    expect(await refusalOf((await h.as('chensiyuan@lushan')).call(destroyContainers, input, he))).toBe(
      'FORBIDDEN',
    )
  })
})

describe('a destruction', () => {
  let id: number
  let input: Input

  test('empties the bin of what is named; a double click is one destruction', async () => {
    input = await asking(
      [
        { lotId: box.lotId, units: 4 },
        { lotId: morphine.lotId, units: 2 },
      ],
      { method: '剪碎' },
    )
    const key = 'destruction-double-click'
    const done = await liqian.call(destroyContainers, input, { ...witness('liuguodong@lushan'), key })
    expect(done).toMatchObject({ no: 'XH-20261123-02', containers: 6 })
    expect(await liqian.call(destroyContainers, input, { ...witness('liuguodong@lushan'), key })).toEqual(
      done,
    )
    id = done.id
    expect((await liqian.call(listBins, {})).rows).toEqual([])
  })

  test('is kept with place, method, reason, people, ampoules and photographs', async () => {
    const seen = await liqian.call(readDestruction, { id })
    expect(seen).toMatchObject({
      no: 'XH-20261123-02',
      bin: '手术药房回收箱',
      place: '药学部销毁间',
      method: '剪碎',
      reason: '季度集中销毁',
      containers: 6,
      reversed: false,
      executedBy: '李倩',
      executedTitle: '手术药房药师',
      witnessedBy: '刘国栋',
      witnessTitle: '药学部主任',
      destroyedAt: testNow,
      org: '长沙市麓山中心医院',
    })
    expect(seen.eventHash).toMatch(/^[0-9a-f]{64}$/)
    expect(seen.lines.map((l) => [l.lotNo, l.units, l.expiry, l.manufacturer])).toEqual([
      ['S2609118', 4, '2029-08-31', '宜昌峡江药业'],
      ['P2609016', 2, '2029-08-31', '沈阳东陵药业'],
    ])
    expect(seen.lines[0]?.codes).toEqual(surgery.codes.slice(1, 5))
    expect(seen.photos.map((p) => [p.stage, p.sha256, p.uploadedBy])).toEqual([
      ['毁前', input.evidence.毁前, '李倩'],
      ['毁中', input.evidence.毁中, '李倩'],
      ['毁后', input.evidence.毁后, '李倩'],
    ])
    expect(seen.origins.map((o) => [o.no, o.lotNo, o.containers, o.returnedBy, o.receivedBy])).toEqual([
      ['KA-20261123-01', 'S2609118', 4, '周婧', '李倩'],
      ['KA-20261123-02', 'P2609016', 2, '陈思远', '李倩'],
    ])
  })

  test('the list finds it by number, place and person', async () => {
    expect((await liqian.call(listDestructions, {})).rows.map((r) => [r.no, r.containers])).toEqual([
      ['XH-20261123-02', 6],
      ['XH-20261123-01', 1],
    ])
    for (const q of ['XH-20261123-02', '销毁间', '李倩'])
      expect((await liqian.call(listDestructions, { q })).total).toBeGreaterThan(0)
    expect((await liqian.call(listDestructions, { q: '%' })).total).toBe(0)
  })

  test('the authority sees it with its photographs; another hospital finds nothing', async () => {
    const inspector = await h.as('tangwei@csyjj')
    expect((await inspector.call(listDestructions, { org: at.orgId })).total).toBe(2)
    const seen = await inspector.call(readDestruction, { id })
    expect(seen.photos).toHaveLength(3)
    expect(
      (await inspector.download(readFile, { sha256: seen.photos[0]?.sha256 ?? '' })).length,
    ).toBeGreaterThan(20)
    const tan = await h.as('tanyong@huaichuan')
    expect(await refusalOf(tan.call(readDestruction, { id }))).toBe('NOT_FOUND')
    expect(await refusalOf(tan.download(readFile, { sha256: seen.photos[0]?.sha256 ?? '' }))).toBe(
      'NOT_FOUND',
    )
    expect((await tan.call(listDestructions, { org: at.orgId })).rows).toEqual([])
  })

  test('nothing more lies in the bin', async () => {
    expect(
      await refusalOf(liqian.call(destroyContainers, await asking([{ lotId: box.lotId, units: 1 }]), he)),
    ).toBe('DESTRUCTION_OVER')
  })
})

test('two who destroy the same lot at once take different ampoules', async () => {
  const more = await hand(at, box.codes[0] ?? '', 2)
  await useUp(at, more)
  await liqian.call(
    recover,
    { issueId: more.id, binLocationId: at.place('B02').id, items: [{ lotId: box.lotId, units: 2 }] },
    witness('zhoujing@lushan'),
  )
  const other = await h.as('hezhiyuan@lushan')
  const [a, b] = [
    await asking([{ lotId: box.lotId, units: 1 }]),
    await asking([{ lotId: box.lotId, units: 1 }]),
  ]
  const answers = await Promise.all([
    refusalOf(liqian.call(destroyContainers, a, witness('wangxuemei@lushan'))),
    refusalOf(other.call(destroyContainers, b, witness('lizhenhua@lushan'))),
  ])
  expect(answers).toEqual(['WENT THROUGH', 'WENT THROUGH'])
  expect(await inBin('S2609118')).toBe(0)
})

test('containers created = in the bin + destroyed + owed, lot by lot', async () => {
  expect(recovered).toBeGreaterThan(0)
  const rows = await holdings(at, { item: 'container' })
  for (const lotNo of ['S2609118', 'P2609016']) {
    const sum = (kind: string) =>
      rows.filter((r) => r.lotNo === lotNo && r.kind === kind).reduce((n, r) => n + r.quantity, 0)
    expect(-sum('opened')).toBe(sum('empties') + sum('destroyed') + sum('custody'))
  }
  const of = (lotNo: string, kind: string) =>
    rows.filter((r) => r.lotNo === lotNo && r.kind === kind).reduce((n, r) => n + r.quantity, 0)
  expect([-of('S2609118', 'opened'), of('S2609118', 'destroyed'), of('S2609118', 'custody')]).toEqual([
    8, 7, 1,
  ])
})
