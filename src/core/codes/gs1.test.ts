import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeOf } from '#core/tables/testKit.ts'
import { checkDigitGs1, GS, gs1Date, parseElementString, ruleAt, type Gs1Element } from './gs1.ts'
import { rules } from './gs1Table.ts'

const x82 = '!"%&\'*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max })
const text = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...x82), minLength: min, maxLength: max })
const yymmdd = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 28 }))
  .map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(''))

const element: fc.Arbitrary<Gs1Element> = fc.constantFrom(...rules.values()).chain((rule) => {
  const value =
    rule.check === 'date'
      ? yymmdd
      : rule.check === 'mod10'
        ? digits(rule.min - 1, rule.max - 1).map((d) => d + checkDigitGs1(d))
        : (rule.type === 'N' ? digits : text)(rule.min, rule.max)
  return value.map((v) => ({ ai: rule.ai, value: v }))
})
const elements = fc.uniqueArray(element, { selector: (e) => e.ai, minLength: 2, maxLength: 8 })

describe('element strings', () => {
  test('what is written with GS is read back', () => {
    fc.assert(
      fc.property(elements, (list) => {
        const written = list.map((e) => e.ai + e.value).join(GS) + GS
        expect(parseElementString(written)).toEqual(list)
      }),
    )
  })

  test('so is what is written with brackets', () => {
    fc.assert(
      fc.property(elements, (list) => {
        expect(parseElementString(list.map((e) => `(${e.ai})${e.value}`).join(''))).toEqual(list)
      }),
    )
  })

  test('elements of fixed length need no separator', () => {
    const fixed = elements.map((list) => list.filter((e) => rules.get(e.ai)?.min === rules.get(e.ai)?.max))
    fc.assert(
      fc.property(fixed, (list) => {
        expect(parseElementString(list.map((e) => e.ai + e.value).join(''))).toEqual(list)
      }),
    )
  })

  test('a lot before a date is never read as one without its separator', async () => {
    await fc.assert(
      fc.asyncProperty(text(1, 12), yymmdd, async (lot, date) => {
        const code = await codeOf(() => parseElementString(`010690123456789210${lot}17${date}`))
        expect(code).toBe('CODE_GS1_AMBIGUOUS')
      }),
    )
  })

  test('no application identifier begins another', () => {
    for (const ai of rules.keys()) expect(ruleAt(`${ai}0000`.slice(0, 4))?.ai).toBe(ai)
  })
})

test.each([
  ['690123456789', 2],
  ['0697059381010', 9],
  ['8697837700031', 5],
  ['8691028900004', 5],
])('check digit of %s is %i', (d, check) => {
  expect(checkDigitGs1(d)).toBe(check)
})

test.each([
  ['290831', 2026, '2029-08-31'],
  ['290800', 2026, '2029-08-31'],
  ['280200', 2026, '2028-02-29'],
  ['270200', 2026, '2027-02-28'],
  ['760101', 2026, '2076-01-01'],
  ['770101', 2026, '1977-01-01'],
  ['010101', 2099, '2101-01-01'],
  ['270229', 2026, undefined],
  ['271301', 2026, undefined],
  ['270001', 2026, undefined],
  ['2701', 2026, undefined],
])('%s seen in %i is %s', (yymmddText, year, date) => {
  expect(gs1Date(yymmddText, year)).toBe(date)
})
