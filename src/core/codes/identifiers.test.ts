import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  approvalNumber,
  checkDigitGs1,
  insuranceDrugCode,
  productBarcode,
  standardCode,
} from './identifiers.ts'

describe('本位码', () => {
  test.each([
    ['86978377000315', '78377', '00031'],
    [' 86910289000045 ', '10289', '00004'],
  ])('%s', (text, enterprise, product) => {
    expect(standardCode(text)).toEqual({ ok: true, value: text.trim(), enterprise, product })
  })

  test.each([
    ['8697837700031', '14 位'],
    ['86978377000315X', '14 位'],
    ['87978377000315', '869'],
    ['86978377000316', '校验位'],
  ])('%s: %s', (text, need) => {
    expect(standardCode(text)).toEqual({ ok: false, need: expect.stringContaining(need) })
  })

  test('one wrong digit never passes', () => {
    const body = fc.integer({ min: 0, max: 9_999_999_999 }).map((n) => `869${String(n).padStart(10, '0')}`)
    fc.assert(
      fc.property(
        body,
        fc.integer({ min: 3, max: 13 }),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, off) => {
          const code = digits + checkDigitGs1(digits)
          const wrong = code.slice(0, at) + ((Number(code[at]) + off) % 10) + code.slice(at + 1)
          expect([standardCode(code).ok, standardCode(wrong).ok]).toEqual([true, false])
        },
      ),
    )
  })
})

describe('医保药品代码', () => {
  test.each([
    ['XA10BHW104A001010101444', 'X', true],
    ['XN01BBA064B002010178765', 'X', true],
    ['xn01bba064b002010178765', 'X', true],
    ['XN0100A064B002010178765', 'X', false],
    ['ZG02AAG0401010100123', 'Z', true],
    ['ZG02000G040101010012', 'Z', false],
    ['T0010001000100010001', 'T', true],
  ])('%s', (text, kind, regular) => {
    expect(insuranceDrugCode(text)).toEqual({ ok: true, value: text.toUpperCase(), kind, regular })
  })

  test.each([
    ['C0344051070500007551', 'X、Z 或 T'],
    ['XA10BHW104A00101010144', '23 位'],
    ['ZG02AAG04010101001234', '20 位'],
    ['XA10BHW104A00101010144-', '字母和数字'],
    ['', 'X、Z 或 T'],
  ])('%s: %s', (text, need) => {
    expect(insuranceDrugCode(text)).toEqual({ ok: false, need: expect.stringContaining(need) })
  })
})

describe('批准文号', () => {
  test.each([
    ['国药准字H20203650', 'DOMESTIC', 'H'],
    ['国药准字 h10983116', 'DOMESTIC', 'H'],
    ['国药准字J20171001', 'DOMESTIC', 'J'],
    ['国药准字HJ20200012', 'IMPORT', 'H'],
    ['国药准字HC20230001', 'IMPORT', 'H'],
    ['H20160012', 'IMPORT', 'H'],
    ['HC20150012', 'IMPORT', 'H'],
    ['湘药制字H20060012', 'HOSPITAL', 'H'],
  ])('%s', (text, kind, letter) => {
    expect(approvalNumber(text)).toMatchObject({ ok: true, kind, letter })
  })

  test.each(['国药准字H2020365', '国药准字H202036500', '国药准字X20203650', '国药准字20203650', 'H2016', ''])(
    '%s is none',
    (text) => {
      expect(approvalNumber(text)).toEqual({ ok: false, need: expect.stringContaining('国药准字') })
    },
  )
})

describe('商品条码', () => {
  test.each(['06901234567892', '6901234567892', '06970593810109'])('%s', (text) => {
    expect(productBarcode(text)).toEqual({ ok: true, value: text.slice(-13), gtin: text.padStart(14, '0') })
  })

  test.each([
    ['6901234567893', '校验位'],
    ['4006381333931', '69'],
    ['690123456789', '13 位'],
    ['16901234567899', '13 位'],
  ])('%s: %s', (text, need) => {
    expect(productBarcode(text)).toEqual({ ok: false, need: expect.stringContaining(need) })
  })
})
