import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeOf, refusalOf } from '#core/tables/testKit.ts'
import { Refusal } from '#core/refusal.ts'
import { classify, unitCode, type TraceCode } from './code.ts'

const msfx = '81012350000000157474'
const gtin = '06901234567892'
const gs = '\x1d'

describe('码上放心', () => {
  test.each([msfx, '83003850000000131888', '82062330000110295569'])('%s, a published example', (code) => {
    expect(classify(code)).toMatchObject({
      kind: 'MSFX',
      normalised: code,
      productKey: code.slice(0, 7),
      serial: code.slice(7, 16),
      check: 'UNVERIFIED',
    })
  })

  test.each([
    ['byte order mark', `\uFEFF${msfx}`],
    ['carriage return and line feed', `${msfx}\r\n`],
    ['symbology identifier of Code 128', `]C0${msfx}`],
    ['symbology identifier of GS1-128, wrongly set', `]C1${msfx}`],
    ['printed in groups', '8101 2350 0000 0015 7474'],
    ['full-width digits', '８１０１２３５０００００００１５７４７４'],
  ])('with %s', (_, raw) => {
    expect(classify(raw)).toMatchObject({ kind: 'MSFX', normalised: msfx, raw })
  })

  test.each(['7' + msfx.slice(1), msfx.slice(1), msfx + '0'])('%s is something else', (code) => {
    expect(classify(code).kind).toBe('ENTERPRISE')
  })
})

describe('unit label', () => {
  test.each([
    [1, '-01'],
    [10, '-10'],
    [99, '-99'],
    [100, '-100'],
    [999, '-999'],
  ])('number %i', (n, suffix) => {
    expect(unitCode(msfx, n)).toBe(msfx + suffix)
    expect(classify(msfx + suffix)).toMatchObject({ kind: 'UNIT', parent: msfx, productKey: '8101235' })
  })

  test('two spellings are one key', () => {
    expect(classify(`${msfx}-003`).normalised).toBe(`${msfx}-03`)
  })

  test.each([0, -1, 1000, 1.5])('there is no number %d', async (n) => {
    expect(await codeOf(() => unitCode(msfx, n))).toBe('CODE_UNIT_INVALID')
  })

  test('00 is no label', async () => {
    expect(await codeOf(() => classify(`${msfx}-00`))).toBe('CODE_UNIT_INVALID')
  })

  test('of a GS1 box does not scan as another box', () => {
    const box = classify(`01${gtin}21A-1`)
    const unit = classify(unitCode(box.normalised, 7))
    expect(unit).toMatchObject({ kind: 'UNIT', parent: box.normalised, gtin })
    expect(unit.normalised).toBe(unitCode(box.normalised, 7))
  })
})

describe('GS1', () => {
  const all = { gtin, lot: 'A213B1', serial: '1234', made: '2014-12-31', expiry: '2015-07-07' }

  test.each([
    ['brackets, the published example', `(01)${gtin}(11)141231(17)150707(10)A213B1(21)1234`],
    ['brackets and spaces', `(01) ${gtin} (11) 141231 (17) 150707 (10) A213B1 (21) 1234`],
    ['GS', `01${gtin}1114123117150707${'10A213B1'}${gs}211234`],
    ['a leading FNC1', `${gs}01${gtin}1114123117150707${'10A213B1'}${gs}211234`],
    ['symbology identifier and variable first', `]d210A213B1${gs}211234${gs}01${gtin}1114123117150707`],
    ['{GS}', `01${gtin}1114123117150707${'10A213B1'}{GS}211234`],
    ['^]', `01${gtin}1114123117150707${'10A213B1'}^]211234`],
    ['Digital Link', `https://id.example.cn/01/${gtin}/10/A213B1/21/1234?11=141231&17=150707&utm=x`],
    [
      'Digital Link with GTIN-13',
      `http://example.cn/p/01/${gtin.slice(1)}/10/A213B1/21/1234?11=141231&17=150707`,
    ],
  ])('with %s', (_, raw) => {
    expect(classify(raw)).toMatchObject({
      kind: 'GS1',
      normalised: `01${gtin}211234`,
      check: 'VERIFIED',
      ...all,
    })
  })

  test('substitutes are configurable', async () => {
    const raw = `01${gtin}10LOT|21S9`
    expect(classify(raw, { gsSubstitutes: ['|'] })).toMatchObject({ lot: 'LOT', serial: 'S9' })
    // Without the setting the bar is not a character of GS1.
    expect(await codeOf(() => classify(raw))).toMatch(/^CODE_GS1_/)
  })

  test.each([
    ['lot before serial', `01${gtin}1729083110LOT21S1`],
    ['lot before expiry', `01${gtin}10AB17270930`],
    ['serial before lot', `01${gtin}1729083121S110LOT`],
    ['serial before count, longer than a serial may be', `01${gtin}21ABCDEFGHIJKLMNOP3012345678`],
    ['serial before expiry', `01${gtin}21S117290831`],
    ['device relation without GS', '010697059381010910N053000117230527'],
  ])('without its separator is never guessed: %s', async (_, raw) => {
    expect(await codeOf(() => classify(raw))).toBe('CODE_GS1_AMBIGUOUS')
  })

  test.each([
    [`01${gtin}17290831211234567`, '1234567'],
    [`01${gtin}21S2609118`, 'S2609118'],
    [`01${gtin}10LOT${gs}21S110LOT`, 'S110LOT'],
  ])('the variable element at the end needs no separator: %s', (raw, serial) => {
    expect(classify(raw).serial).toBe(serial)
  })

  test.each([
    ['CODE_GS1_NO_SERIAL', `(01)${gtin}(17)290831(10)LOT`],
    ['CODE_GS1_NO_SERIAL', `01${gtin}`],
    ['CODE_GS1_INVALID', '(01)06901234567893(21)1'],
    ['CODE_GS1_INVALID', '0106901234567893211'],
    ['CODE_GS1_INVALID', `(01)${gtin}(17)291331(21)1`],
    ['CODE_GS1_INVALID', `(01)${gtin}(21)123456789012345678901`],
    ['CODE_GS1_INVALID', `(01)${gtin}(21)1(05)2`],
    ['CODE_GS1_INVALID', `(01)${gtin}(21)1(21)2`],
    ['CODE_GS1_INVALID', '(21)123'],
    ['CODE_GS1_INVALID', `https://id.example.cn/01/06901234567893/21/1`],
    ['CODE_GS1_INVALID', `https://id.example.cn/01/${gtin}/21`],
    ['CODE_GS1_INVALID', `https://id.example.cn/01/${gtin}/21/%`],
  ] as const)('%s: %s', async (code, raw) => {
    expect(await codeOf(() => classify(raw))).toBe(code)
  })
})

describe('others', () => {
  test('MA, the published example', () => {
    expect(classify('MA.156.M0.100472.11103316.S1576130942.P190101.LABS20191201.E191201')).toEqual({
      raw: 'MA.156.M0.100472.11103316.S1576130942.P190101.LABS20191201.E191201',
      kind: 'MA',
      normalised: 'MA.156.M0.100472.11103316.S1576130942',
      productKey: 'MA.156.M0.100472.11103316',
      serial: '1576130942',
      lot: 'ABS20191201',
      made: '2019-01-01',
      expiry: '2019-12-01',
      check: 'UNVERIFIED',
    })
  })

  test.each(['6901234567892', '06901234567892', '6912345678901', '16901234567899'])(
    '%s is a product barcode',
    async (code) => {
      const refusal = await refusalOf(() => classify(code))
      expect(refusal.code).toBe('CODE_IS_PRODUCT_BARCODE')
      expect(refusal.facts['code']).toBe(code)
    },
  )

  test.each(['YK-2026/000123', 'x', 'A'.repeat(100), '0123456789'])('%s is a manufacturer code', (code) => {
    expect(classify(code)).toEqual({ raw: code, kind: 'ENTERPRISE', normalised: code, check: 'UNVERIFIED' })
  })

  test.each([
    ['CODE_EMPTY', ''],
    ['CODE_EMPTY', '\uFEFF \r\n'],
    ['CODE_EMPTY', ']d2'],
    ['CODE_TOO_LONG', 'A'.repeat(101)],
    ['CODE_TOO_LONG', 'A'.repeat(4096)],
    ['CODE_TOO_LONG', `(01)${gtin}(21)1${'(91)1'.repeat(400)}`],
    ['CODE_NOT_PRINTABLE', '追溯码'],
    ['CODE_NOT_PRINTABLE', 'AB\u0000C'],
    ['CODE_NOT_PRINTABLE', `AB${gs}C`],
    ['CODE_MA_INVALID', 'MA.156.M0.1'],
    ['CODE_MA_INVALID', 'MA.156.M0.1.2.S1.E991399'],
    ['CODE_GS1_NO_SERIAL', 'MA.156.M0.1.2.L5'],
  ] as const)('%s', async (code, raw) => {
    expect(await codeOf(() => classify(raw))).toBe(code)
  })
})

describe('whatever the scanner sends', () => {
  const noise = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .string({ unit: fc.constantFrom(...'0123456789()~'.split(''), gs), maxLength: 120 })
      .map((s) => `01${gtin}${s}`),
    fc.string({ maxLength: 80 }).map((s) => `https://a.cn/01/${gtin}/${s}`),
    fc.string({ maxLength: 40 }).map((s) => `MA.156.M0.1.${s}`),
  )

  function readOrRefused(raw: string): TraceCode | undefined {
    try {
      return classify(raw)
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal)
      return undefined
    }
  }

  test('it is a code or a refusal, and the kept form is found again by scanning it', () => {
    fc.assert(
      fc.property(noise, (raw) => {
        const read = readOrRefused(raw)
        if (!read || read.kind === 'UNIT') return
        // A serial may itself look like more elements; then only the separated form can be read again.
        const again = read.kind === 'GS1' ? `(01)${read.gtin}(21)${read.serial}` : read.normalised
        if (read.kind === 'GS1' && /\(\d{2,4}\)/.test(read.serial ?? '')) return
        expect(classify(again, { gsSubstitutes: [] }).normalised).toBe(read.normalised)
      }),
      { numRuns: 2000 },
    )
  })

  test('a hostile string costs no time', async () => {
    const start = performance.now()
    await refusalOf(() => classify(`01${gtin}${'9110213021'.repeat(90)}`))
    expect(performance.now() - start).toBeLessThan(200)
  })
})
