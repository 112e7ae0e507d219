import { describe, expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { tidyCodes, warningsOf } from './codes.ts'
import { checkTogether, containerOf } from './rules.ts'

const fieldsOf = (run: () => unknown): (string | undefined)[] => {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map((f) => f.field)
    throw error
  }
  return []
}

describe('what is recovered', () => {
  const ampoule = { formGroup: 'INJ', unit: '支' } as const
  test('is a duty for narcotic and first-class psychotropic drugs', () => {
    for (const drugClass of ['NAR', 'PS1'] as const) {
      expect(containerOf({ ...ampoule, drugClass, container: '空安瓿' }, false)).toBe('空安瓿')
    }
    expect(
      containerOf({ drugClass: 'NAR', container: null, formGroup: 'CR', unit: '片' }, undefined),
    ).toBeNull()
  })
  test('is the choice of the hospital elsewhere', () => {
    const tramadol = { ...ampoule, drugClass: 'PS2', container: null } as const
    expect(containerOf(tramadol, undefined)).toBeNull()
    expect(containerOf(tramadol, true)).toBe('空安瓿')
    expect(containerOf({ drugClass: 'PS2', container: null, formGroup: 'CR', unit: '贴' }, true)).toBe('废贴')
    expect(containerOf({ drugClass: 'PRE', container: '空安瓿', ...ampoule }, undefined)).toBe('空安瓿')
    expect(containerOf({ drugClass: 'PRE', container: '空安瓿', ...ampoule }, false)).toBeNull()
  })
})

describe('fields together', () => {
  const good = {
    packUnits: 10,
    lowUnits: 10,
    highUnits: 20,
    identifiers: [{ key: '8190236', level: 1, units: 10 }],
  }
  test('a pack holds what its code says', () => {
    expect(fieldsOf(() => checkTogether(good))).toEqual([])
    const wrong = [
      { key: '8190236', level: 1, units: 5 },
      { key: '8190237', level: 2, units: 105 },
      { key: '8190236', level: 3, units: 500 },
    ]
    expect(fieldsOf(() => checkTogether({ ...good, identifiers: wrong }))).toEqual([
      'identifiers.0.units',
      'identifiers.1.units',
      'identifiers.2.key',
    ])
  })
  test('the upper limit is not below the lower', () => {
    expect(fieldsOf(() => checkTogether({ ...good, highUnits: 5 }))).toEqual(['highUnits'])
    expect(fieldsOf(() => checkTogether({ ...good, highUnits: undefined }))).toEqual([])
  })
})

describe('codes', () => {
  const identifiers = [{ key: '8190236', level: 1, units: 10 }]
  test('are kept tidied', () => {
    expect(
      tidyCodes({ approvalNo: '国药准字 h20203650', barcode69: '06901234567892', identifiers }),
    ).toMatchObject({
      approvalNo: '国药准字H20203650',
      barcode69: '6901234567892',
    })
  })
  test('with a wrong check digit or form are named', () => {
    const wrong = { approvalNo: '国药字1', standardCode: '86900000000000', barcode69: '6901234567890' }
    expect(fieldsOf(() => tidyCodes({ ...wrong, identifiers }))).toEqual([
      'approvalNo',
      'standardCode',
      'barcode69',
    ])
  })
  test.each(['819023', '7190236', '06901234567890', '8190236000'])('%s is no product key', (key) => {
    expect(fieldsOf(() => tidyCodes({ identifiers: [{ key, level: 1, units: 10 }] }))).toEqual([
      'identifiers.0.key',
    ])
  })
  test('of 医保 only warn', () => {
    expect(tidyCodes({ insuranceCode: 'q1', identifiers }).insuranceCode).toBe('Q1')
    expect(warningsOf({ insuranceCode: 'Q1' })).toMatchObject([{ field: 'insuranceCode' }])
    expect(warningsOf({ insuranceCode: 'XN01AHS002B002010102345' })).toEqual([])
    expect(warningsOf({})).toEqual([])
  })
})
