import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { codesOf } from '../../../samples/generate.ts'
import {
  listReceipts,
  readReceipt,
  registerDiscrepancy,
  scanOne,
  setLot,
  startReceipt,
  unscan,
} from './contract.ts'
import {
  arrive,
  balances,
  deskOf,
  giveLot,
  keeper,
  minutes,
  read,
  second,
  sign,
  type Desk,
} from './testKit.ts'

let h: Hospital
let desk: Desk
let wang: Client
let li: Client
const lot = 'F2609027'

beforeAll(async () => {
  h = await startHospital()
  desk = await deskOf(h)
  wang = await h.as(keeper)
  li = await h.as(second)
})
afterAll(() => h.stop())

/** Boxes of fentanyl that no other test uses. */
const boxes = (n: number, salt: number) => codesOf('8134507', n, salt)
const scan = (client: Client, id: number, raw: string) => client.call(scanOne, { id, raw })

/** A receipt of fentanyl whose lot is known. */
async function counting(units = 100): Promise<number> {
  const id = await arrive(wang, desk, { fentanyl: units })
  await giveLot(wang, desk, id, 'fentanyl', lot)
  return id
}

async function signed(code: string): Promise<number> {
  const id = await counting(10)
  await scan(wang, id, code)
  await sign(wang, id)
  return id
}

const refusals = (orgId: number, code: string) =>
  h.db.asOrg(
    orgId,
    (tx) => tx<{ facts: Record<string, unknown>; endpoint: string }[]>`
    select facts, endpoint from audit.refusal where org_id = ${orgId} and code = ${code} order by id`,
  )

describe('a code that may not come in', () => {
  test('twice in one delivery, however it is written', async () => {
    const id = await counting()
    const [code = ''] = boxes(1, 20)
    await scan(wang, id, code)
    const again = [code, `]C0${code}`, code.replace(/(\d{7})(\d{4})/, '$1 $2 '), ` ${code}\r`]
    for (const raw of again) expect(await refusalOf(scan(wang, id, raw))).toBe('CODE_SCANNED_TWICE')
    expect((await read(wang, id)).acceptedUnits).toBe(10)
  })

  test('in stock here: says where', async () => {
    const [code = ''] = boxes(1, 21)
    await signed(code)
    const no = await scan(wang, await counting(), code).catch((e: unknown) => e)
    expect(no).toMatchObject({
      code: 'CODE_IN_STOCK_HERE',
      problem: { facts: { code, place: '一级库 A 柜' } },
    })
    expect(await refusals(desk.orgId, 'CODE_IN_STOCK_HERE')).toMatchObject([
      { endpoint: 'receipt.scan', facts: { code } },
    ])
  })

  test('in stock in another hospital: refused, and the refusal stays although nothing else does', async () => {
    const [code = ''] = boxes(1, 22)
    const tan = await h.as('tanyong@huaichuan')
    const theirs = await deskOf(h, 'huaichuan')
    const there = await arrive(tan, theirs, { fentanyl: 10 })
    await giveLot(tan, theirs, there, 'fentanyl', lot)
    await scan(tan, there, code)
    await sign(tan, there, 'xiaohong@huaichuan')

    const id = await counting()
    const { version } = await read(wang, id)
    const no = await scan(wang, id, code).catch((e: unknown) => e)
    expect(no).toMatchObject({ code: 'CODE_HELD_ELSEWHERE', problem: { status: 409, facts: { code } } })
    // Never who has it: that is the authority's to know.
    expect(JSON.stringify((no as { problem: object }).problem)).not.toMatch(/淮川|huaichuan/)
    expect(await read(wang, id)).toMatchObject({ version, acceptedUnits: 0 })
    expect(await refusals(desk.orgId, 'CODE_HELD_ELSEWHERE')).toMatchObject([
      { endpoint: 'receipt.scan', facts: { code } },
    ])
    const events = await h.db.asOrg(
      desk.orgId,
      (tx) => tx<{ bytes: Uint8Array }[]>`
      select bytes from audit.event where org_id = ${desk.orgId} and type = 'refused'`,
    )
    const said = events.map(
      (e) => JSON.parse(new TextDecoder().decode(e.bytes)) as { data: { code: string; endpoint: string } },
    )
    expect(said.at(-1)?.data).toEqual({ code: 'CODE_HELD_ELSEWHERE', endpoint: 'receipt.scan' })
    // The refusal is lushan's own business.
    expect(await refusals(theirs.orgId, 'CODE_HELD_ELSEWHERE')).toEqual([])
  })

  test('taken by another hospital between counting and signing', async () => {
    const [code = ''] = boxes(1, 23)
    const id = await counting(10)
    await scan(wang, id, code)
    const tan = await h.as('tanyong@huaichuan')
    const theirs = await deskOf(h, 'huaichuan')
    const there = await arrive(tan, theirs, { fentanyl: 10 })
    await giveLot(tan, theirs, there, 'fentanyl', lot)
    await scan(tan, there, code)
    await sign(tan, there, 'xiaohong@huaichuan')
    expect(await refusalOf(sign(wang, id))).toBe('CODE_HELD_ELSEWHERE')
    expect((await balances(h, desk, code)).size).toBe(0)
  })

  test('counted in two receipts of one hospital: only one can be signed', async () => {
    const [code = ''] = boxes(1, 24)
    const [one, two] = [await counting(10), await counting(10)]
    await scan(wang, one, code)
    await scan(li, two, code)
    const answers = await Promise.all([refusalOf(sign(wang, one)), refusalOf(sign(li, two, keeper))])
    expect(answers.toSorted()).toEqual(['CODE_IN_STOCK_HERE', 'WENT THROUGH'])
    expect(await balances(h, desk, code)).toEqual(
      new Map([
        [desk.vault, 10],
        [desk.supplier, -10],
      ]),
    )
  })

  test.each([
    ['CODE_NOT_IN_ORDER', codesOf('8155093', 1, 25)[0] ?? ''],
    ['CODE_PRODUCT_UNKNOWN', '89999990412663518151'],
    ['CODE_IS_PRODUCT_BARCODE', '6901234567892'],
    ['CODE_NOT_SELLABLE_PACK', codesOf('8121152', 1, 25)[0] ?? ''],
    ['CODE_NOT_SELLABLE_PACK', `${codesOf('8134507', 1, 25)[0]}-03`],
    ['CODE_PRODUCT_UNKNOWN', 'HELLO'],
    ['CODE_EMPTY', ' '],
    ['CODE_NOT_PRINTABLE', '追溯码'],
    ['CODE_TOO_LONG', '9'.repeat(101)],
    ['INPUT_INVALID', ''],
    ['INPUT_INVALID', '8'.repeat(4097)],
  ])('%s: %s', async (code, raw) => {
    const id = await arrive(wang, desk, { fentanyl: 100, morphine: 100 })
    expect(await refusalOf(scan(wang, id, raw))).toBe(code)
    expect((await read(wang, id)).acceptedUnits).toBe(0)
  })
})

describe('lots', () => {
  test('missing: the box waits until the line has a lot', async () => {
    const id = await arrive(wang, desk, { fentanyl: 100 })
    const [code = ''] = boxes(1, 30)
    expect(await refusalOf(scan(wang, id, code))).toBe('RECEIPT_LOT_REQUIRED')
    await giveLot(wang, desk, id, 'fentanyl', lot)
    expect(await scan(wang, id, code)).toMatchObject({ lotNo: lot, expiry: '2029-08-31' })
  })

  test('expired: neither on the line nor in the code', async () => {
    const id = await arrive(wang, desk, { fentanyl: 100 })
    expect(await refusalOf(giveLot(wang, desk, id, 'fentanyl', 'F2311001', '2026-11-22'))).toBe('LOT_EXPIRED')
    await giveLot(wang, desk, id, 'fentanyl', 'F2311001', '2026-11-23')
    await scan(wang, id, boxes(1, 31)[0] ?? '')
    expect((await read(wang, id)).lots).toMatchObject([{ lotNo: 'F2311001', expiry: '2026-11-23' }])
  })

  test('a lot of the books keeps its expiry; made comes before it', async () => {
    await signed(boxes(1, 32)[0] ?? '')
    const id = await arrive(wang, desk, { fentanyl: 100 })
    expect(await refusalOf(giveLot(wang, desk, id, 'fentanyl', lot, '2029-07-31'))).toBe('LOT_MISMATCH')
    const lineId = (await read(wang, id)).lines[0]?.id ?? 0
    const backwards = { id, lineId, lotNo: 'F2700001', made: '2029-08-31', expiry: '2029-08-31' }
    expect(await refusalOf(wang.call(setLot, backwards))).toBe('CODE_DATE_ORDER')
    expect((await read(wang, id)).lines[0]).toMatchObject({ lotNo: null, expiry: null })
    expect(
      await refusalOf(wang.call(setLot, { ...backwards, lineId: lineId + 1_000, made: undefined })),
    ).toBe('NOT_FOUND')
  })

  test('a mistyped expiry is mended for the boxes which were scanned under it', async () => {
    const id = await arrive(wang, desk, { fentanyl: 20 })
    const [a = '', b = ''] = boxes(2, 33)
    await giveLot(wang, desk, id, 'fentanyl', 'F2610009', '2028-08-31')
    await scan(wang, id, a)
    await giveLot(wang, desk, id, 'fentanyl', 'F2610009', '2029-09-30')
    await scan(wang, id, b)
    expect((await read(wang, id)).lots).toMatchObject([{ lotNo: 'F2610009', expiry: '2029-09-30', packs: 2 }])
    await sign(wang, id)
  })

  test('a lot that expires before the signatures is not taken in', async () => {
    const id = await arrive(wang, desk, { fentanyl: 10 })
    await giveLot(wang, desk, id, 'fentanyl', 'F2311002', '2026-11-23')
    await scan(wang, id, boxes(1, 34)[0] ?? '')
    h.clock.set('2026-11-23T16:00:01.000Z')
    // A new day: everybody signs in again.
    const late = await connectAs(h.transport, keeper, demoPassword)
    expect(await refusalOf(sign(late, id))).toBe('LOT_EXPIRED')
    h.clock.set(minutes(0))
  })
})

describe('quantities', () => {
  test('over the expected quantity; registered as surplus it is on record and not in stock', async () => {
    const id = await counting(10)
    const [a = '', b = ''] = boxes(2, 40)
    await scan(wang, id, a)
    const no = await scan(wang, id, b).catch((e: unknown) => e)
    expect(no).toMatchObject({ code: 'RECEIPT_OVER', problem: { facts: { code: b } } })
    await wang.call(registerDiscrepancy, {
      id,
      kind: 'surplus',
      units: 10,
      code: b,
      note: '多送 1 盒，已放待查盒',
    })
    expect(await sign(wang, id)).toMatchObject({ acceptedUnits: 10 })
    expect((await balances(h, desk, b)).size).toBe(0)
    expect((await read(wang, id)).discrepancies).toMatchObject([
      { kind: 'surplus', code: b, recordedBy: '王雪梅' },
    ])
  })

  test('an opened receipt has something to expect, of drugs and places of this hospital', async () => {
    const { supplierId, locationId } = desk
    const start = (over: object) =>
      refusalOf(
        wang.call(startReceipt, {
          supplierId,
          locationId,
          lines: [{ drugId: desk.drug('fentanyl'), units: 10 }],
          ...over,
        }),
      )
    const theirs = await deskOf(h, 'huaichuan')
    expect(await start({ lines: [] })).toBe('INPUT_INVALID')
    expect(await start({ lines: [{ drugId: 999_999, units: 10 }] })).toBe('NOT_FOUND')
    expect(await start({ lines: [{ drugId: theirs.drug('fentanyl'), units: 10 }] })).toBe('NOT_FOUND')
    expect(await start({ lines: [{ drugId: desk.drug('fentanyl'), units: 0 }] })).toBe('INPUT_INVALID')
    expect(await start({ lines: [{ drugId: desk.drug('fentanyl'), units: 1.5 }] })).toBe('INPUT_INVALID')
    expect(await start({ locationId: theirs.locationId })).toBe('NOT_FOUND')
    expect(await start({ supplierId: theirs.supplierId })).toBe('NOT_FOUND')
    expect(await start({ orderIds: [999_999] })).toBe('NOT_FOUND')
    expect(await start({ arrivedAt: minutes(1) })).toBe('TIME_IN_FUTURE')
    expect(await start({ arrivedAt: minutes(-12) })).toBe('WENT THROUGH')
  })
})

describe('who', () => {
  test("another hospital's receipt is not there", async () => {
    const id = await counting()
    const tan = await h.as('tanyong@huaichuan')
    const tries = [
      tan.call(readReceipt, { id }),
      scan(tan, id, boxes(1, 50)[0] ?? ''),
      tan.call(unscan, { id, code: 'x' }),
      sign(tan, id, 'xiaohong@huaichuan'),
    ]
    expect(await Promise.all(tries.map(refusalOf))).toEqual(tries.map(() => 'NOT_FOUND'))
    expect((await tan.call(listReceipts, { org: desk.orgId })).rows).toEqual([])
  })

  test('the authority reads it and cannot scan', async () => {
    const id = await counting()
    const he = await h.as('hemingyuan@cswjw')
    expect(await read(he, id)).toMatchObject({
      id,
      orgId: desk.orgId,
      supplier: '湖南楚湘医药有限公司',
      lines: [{ expectedUnits: 100 }],
    })
    expect((await he.call(listReceipts, { org: desk.orgId })).total).toBeGreaterThan(0)
    expect((await he.call(listReceipts, {})).total).toBe(0)
    expect(await refusalOf(scan(he, id, boxes(1, 51)[0] ?? ''))).toBe('FORBIDDEN')
  })

  test('a dispenser may look, an anaesthetist may not, nobody may nothing', async () => {
    const id = await counting()
    const liqian = await h.as('liqian@lushan')
    expect((await read(liqian, id)).id).toBe(id)
    expect(await refusalOf(scan(liqian, id, boxes(1, 52)[0] ?? ''))).toBe('FORBIDDEN')
    expect(await refusalOf(read(h.nobody, id))).toBe('NOT_SIGNED_IN')
    expect(await refusalOf(read(await h.as('linyue@lushan'), id))).toBe('FORBIDDEN')
  })

  test('two people scan the same box at the same moment: one wins', async () => {
    const id = await counting()
    for (const code of boxes(5, 53)) {
      const answers = await Promise.all([refusalOf(scan(wang, id, code)), refusalOf(scan(li, id, code))])
      expect(answers.toSorted()).toEqual(['CODE_SCANNED_TWICE', 'WENT THROUGH'])
    }
    expect((await read(wang, id)).acceptedUnits).toBe(50)
  })

  test('two people scan the last place of a line at the same moment', async () => {
    const id = await counting(10)
    const [a = '', b = ''] = boxes(2, 54)
    const answers = await Promise.all([refusalOf(scan(wang, id, a)), refusalOf(scan(li, id, b))])
    expect(answers.toSorted()).toEqual(['RECEIPT_OVER', 'WENT THROUGH'])
  })
})
