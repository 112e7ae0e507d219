import { describe, expect, test } from 'vitest'
import { keepUntil, yearsLater } from '#core/retention/rules.ts'
import { capital, masked, readCursor, snake, sumsOf, writeCursor } from './rules.ts'

describe('how long a record is kept (regulations §5)', () => {
  test.each([
    ['a book: five years after the expiry', 'book', '2026-11-23', '2028-08-31', '2033-08-31'],
    [
      'a register of what expires soon: three years from its day',
      'register',
      '2026-11-23',
      '2020-01-31',
      '2029-11-23',
    ],
    ['a register of what expires late: with the book', 'register', '2026-11-23', '2028-08-31', '2033-08-31'],
    ['a narcotic prescription', 'prescriptionNarcotic', '2026-11-23', null, '2029-11-23'],
    ['a prescription of the second class', 'prescriptionSecond', '2026-11-23', null, '2028-11-23'],
    ['an ordinary prescription', 'prescriptionOrdinary', '2026-11-23', null, '2027-11-23'],
    ['a leap day becomes the first of March', 'prescriptionOrdinary', '2028-02-29', null, '2029-03-01'],
  ] as const)('%s', (_what, record, day, expiry, want) => {
    expect(keepUntil(record, { day, expiry })).toBe(want)
  })

  test('a book of what has no expiry has no last day', () => {
    expect(keepUntil('book', { day: '2026-11-23' })).toBeUndefined()
    expect(yearsLater('2026-12-31', 5)).toBe('2031-12-31')
  })
})

test('a cursor comes back as it went', () => {
  const types = ['timestamptz', 'bigint', 'text']
  const values = ['2026-11-23T06:05:00.000Z', 17, '批号 A']
  expect(readCursor(writeCursor(values), types)).toEqual(values)
})

test.each([
  ['not base64', '**'],
  ['not JSON', btoa('x')],
  ['too short', writeCursor([1])],
  ['another type', writeCursor(['2026-11-23T06:05:00.000Z', '17', 'x'])],
  ['no such day', writeCursor(['2026-19-23T06:05:00.000Z', 17, 'x'])],
  ['a zero byte, which no text of the database holds', writeCursor(['2026-11-23T06:05:00.000Z', 17, '\0'])],
])('a cursor that is %s is refused', (_what, cursor) => {
  expect(() => readCursor(cursor, ['timestamptz', 'bigint', 'text'])).toThrow(
    expect.objectContaining({ code: 'INPUT_INVALID' }),
  )
})

test('a name keeps its surname, a number its ends, a text nothing', () => {
  expect(masked('name', '罗桂英')).toBe('罗**')
  expect(masked('number', '0482771016')).toBe('0482****16')
  expect(masked('text', '胆囊结石')).toBe('已隐去')
  expect(masked('text', null)).toBeNull()
})

test('ampoules and tablets are never added together', () => {
  const row = (units: number, unit: string) => ({ cells: { units }, units: { units: unit } })
  expect(sumsOf([row(3, '支'), row(2, '片'), row(-1, '支')], ['units'])).toEqual([
    { key: 'units', unit: '支', sum: 2 },
    { key: 'units', unit: '片', sum: 2 },
  ])
})

test('a key is written with underscores in SQL', () => expect(snake('lotNo')).toBe('lot_no'))

test.each([
  [0, '零'],
  [7, '柒'],
  [10, '壹拾'],
  [105, '壹佰零伍'],
  [110, '壹佰壹拾'],
  [440, '肆佰肆拾'],
  [1005, '壹仟零伍'],
  [1050, '壹仟零伍拾'],
  [5000, '伍仟'],
  [10_000, '壹万'],
  [50_010, '伍万零壹拾'],
  [12_345, '壹万贰仟叁佰肆拾伍'],
  [1_000_001, '壹佰万零壹'],
  [100_000_000, '壹亿'],
  [203_000_450, '贰亿零叁佰万零肆佰伍拾'],
  [-20, '负贰拾'],
])('%i written out', (n, text) => {
  expect(capital(n)).toBe(text)
})
