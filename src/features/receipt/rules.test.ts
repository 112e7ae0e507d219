import { describe, expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import type { ReceiptLine } from './contract.ts'
import {
  checkComplete,
  checkConclusion,
  inPacks,
  lackingOf,
  openPlaces,
  openUnits,
  packsText,
  placePack,
  type CountLine,
  type PackFacts,
} from './rules.ts'

const today = '2026-11-23'
const line = (over: Partial<CountLine> = {}): CountLine => ({
  id: 1,
  line: 1,
  drugId: 7,
  drug: '枸橼酸芬太尼注射液 2ml:0.1mg',
  expectedUnits: 100,
  lotNo: null,
  made: null,
  expiry: null,
  acceptedUnits: 0,
  damagedUnits: 0,
  shortUnits: 0,
  ...over,
})
const pack = (over: Partial<PackFacts> = {}): PackFacts => ({
  code: '81345070412663518151',
  drugId: 7,
  drug: '枸橼酸芬太尼注射液 2ml:0.1mg',
  prefix: '8134507',
  units: 10,
  lotNo: 'F2609027',
  made: '2026-09-02',
  expiry: '2029-08-31',
  ...over,
})
const unknown = () => undefined
const books = (lots: Record<string, string>) => (lot: string) => lots[lot]

function refused(run: () => unknown): { code: string; facts: Refusal['facts']; faults: Refusal['faults'] } {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('went through')
}

describe('placePack', () => {
  test('a pack whose file or code says everything goes to its line', () => {
    expect(placePack(pack(), [line()], unknown, today)).toEqual({
      lineId: 1,
      lotNo: 'F2609027',
      made: '2026-09-02',
      expiry: '2029-08-31',
    })
  })

  test('a drug ordered on two lines fills the first, then the second', () => {
    const lines = [line({ acceptedUnits: 95 }), line({ id: 2, line: 2 })]
    expect(placePack(pack({ units: 5 }), lines, unknown, today).lineId).toBe(1)
    expect(placePack(pack(), lines, unknown, today).lineId).toBe(2)
  })

  test('damaged and short units take up the place of a pack', () => {
    const full = line({ acceptedUnits: 80, damagedUnits: 5, shortUnits: 10 })
    expect(openUnits(full)).toBe(5)
    expect(refused(() => placePack(pack(), [full], unknown, today)).code).toBe('RECEIPT_OVER')
  })

  test('the line gives the lot where neither file nor code does', () => {
    const given = line({ lotNo: 'F2609027', made: '2026-09-02', expiry: '2029-08-31' })
    const bare = pack({ lotNo: null, made: null, expiry: null })
    expect(placePack(bare, [given], unknown, today)).toMatchObject({
      lotNo: 'F2609027',
      expiry: '2029-08-31',
      made: '2026-09-02',
    })
  })

  test("the line's expiry is not that of another lot", () => {
    const given = line({ lotNo: 'F2609027', expiry: '2029-08-31' })
    const other = refused(() => placePack(pack({ lotNo: 'F2610001', expiry: null }), [given], unknown, today))
    expect(other).toMatchObject({ code: 'RECEIPT_LOT_REQUIRED', facts: { lineId: 1, lot: 'F2610001' } })
  })

  test('a lot which the books know needs no expiry', () => {
    const placed = placePack(pack({ expiry: null }), [line()], books({ F2609027: '2029-08-31' }), today)
    expect(placed.expiry).toBe('2029-08-31')
  })

  test.each([
    ['CODE_PRODUCT_UNKNOWN', pack({ drugId: undefined }), [line()]],
    ['CODE_NOT_IN_ORDER', pack({ drugId: 8 }), [line()]],
    ['RECEIPT_OVER', pack(), [line({ acceptedUnits: 100 })]],
    ['RECEIPT_LOT_REQUIRED', pack({ lotNo: null, expiry: null }), [line()]],
    ['RECEIPT_LOT_REQUIRED', pack({ expiry: null }), [line()]],
    ['LOT_EXPIRED', pack({ made: '2023-09-02', expiry: '2026-11-22' }), [line()]],
    ['CODE_DATE_ORDER', pack({ made: '2026-12-01', expiry: '2026-12-01' }), [line()]],
  ] as const)('%s', (code, given, lines) => {
    expect(refused(() => placePack(given, lines, unknown, today)).code).toBe(code)
  })

  test('a lot has one expiry: the books win over the file', () => {
    const no = refused(() => placePack(pack(), [line()], books({ F2609027: '2029-07-31' }), today))
    expect(no).toMatchObject({ code: 'LOT_MISMATCH', facts: { lot: 'F2609027', known: '2029-07-31' } })
  })

  test('a lot is good on its last day', () => {
    expect(placePack(pack({ made: null, expiry: today }), [line()], unknown, today).expiry).toBe(today)
  })
})

describe('checkComplete', () => {
  const unit = () => '支'

  test('names every line that still waits', () => {
    const lines = [
      line({ acceptedUnits: 60 }),
      line({ id: 2, drug: '咪达唑仑注射液 2ml:10mg', expectedUnits: 40 }),
    ]
    const no = refused(() => checkComplete(lines, true, unit))
    expect(no).toMatchObject({ code: 'RECEIPT_LINE_OPEN', facts: { missing: '40 支' } })
    expect(no.faults.map((f) => [f.field, f.facts?.missing])).toEqual([
      ['1', '40 支'],
      ['2', '40 支'],
    ])
  })

  test('nothing scanned is nothing to sign, unless a whole line is registered', () => {
    expect(refused(() => checkComplete([line()], false, unit)).code).toBe('RECEIPT_NOTHING_SCANNED')
    expect(() => checkComplete([line({ shortUnits: 100 })], false, unit)).not.toThrow()
  })

  test('accepted, damaged and short add up to what was expected', () => {
    expect(() =>
      checkComplete([line({ acceptedUnits: 80, damagedUnits: 10, shortUnits: 10 })], true, unit),
    ).not.toThrow()
  })
})

describe('checkConclusion', () => {
  test.each([
    ['合格入库', 10],
    ['部分合格入库', 10],
    ['拒收', 0],
  ] as const)('%s with %i units', (conclusion, units) => {
    expect(() => checkConclusion(conclusion, units)).not.toThrow()
  })
  test.each([
    ['拒收', 10],
    ['合格入库', 0],
    ['部分合格入库', 0],
  ] as const)('%s contradicts %i units', (conclusion, units) => {
    expect(refused(() => checkConclusion(conclusion, units))).toMatchObject({
      code: 'INPUT_INVALID',
      faults: [{ field: 'conclusion' }],
    })
  })
})

describe('as people read and count', () => {
  const row = (over: Partial<ReceiptLine>) =>
    ({ ...line(), name: '芬太尼', packUnits: 10, packUnit: '盒', unit: '支', ...over }) as ReceiptLine

  test('packs where they come out even', () => {
    expect(inPacks(row({}), 40)).toEqual({ value: 4, unit: '盒' })
    expect(inPacks(row({}), 45)).toEqual({ value: 45, unit: '支' })
    expect([packsText(row({}), 10), packsText(row({}), 5), packsText(row({ packUnits: 1 }), 3)]).toEqual([
      '1 盒（10 支）',
      '5 支',
      '3 支',
    ])
    expect(openPlaces(row({ expectedUnits: 45, acceptedUnits: 20 }))).toBe(3)
  })

  test('what is lacking names two drugs and counts the others', () => {
    const lines = [
      row({ acceptedUnits: 60 }),
      row({ acceptedUnits: 100 }),
      row({ name: '咪达唑仑', acceptedUnits: 95 }),
      row({}),
      row({}),
    ]
    expect(lackingOf(lines)).toBe('芬太尼 4 盒、咪达唑仑 5 支、另 2 个品种')
    expect(lackingOf([row({ acceptedUnits: 100 })])).toBe('')
  })
})
