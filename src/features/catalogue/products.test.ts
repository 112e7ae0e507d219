import { describe, expect, test } from 'vitest'
import { readProducts, type ProductClass } from './seedProducts.ts'

const products = readProducts()
const on = (classes: readonly ProductClass[], day: string) =>
  classes.filter((c) => c.from <= day && (c.to === null || c.to > day)).map((c) => c.class)
const product = (code: string) => products.find((p) => p.code === code)!

describe('products.csv', () => {
  test('has every product once, with a name, a form and a unit', () => {
    expect(products.length).toBe(135)
    expect(new Set(products.map((p) => p.code)).size).toBe(135)
    for (const p of products)
      expect([p.code, p.name, p.form, p.spec, p.unit].every(Boolean), p.code).toBe(true)
  })

  test('gives every strength as a whole number of its smallest unit', () => {
    for (const p of products) {
      expect(Number.isSafeInteger(p.content_per_unit) && p.content_per_unit >= 0, p.code).toBe(true)
      expect(['µg', 'IU', 'µl']).toContain(p.content_unit)
      if (p.volume_ul !== null)
        expect(Number.isSafeInteger(p.volume_ul) && p.volume_ul > 0, p.code).toBe(true)
    }
  })

  test('tracks what may be left over: everything injected and everything with a container', () => {
    for (const p of products) {
      if (p.form_group === 'INJ' || p.container) expect(p.content_per_unit, p.code).toBeGreaterThan(0)
    }
    const untracked = products.filter((p) => p.content_per_unit === 0 && p.unit !== 'g').map((p) => p.code)
    // A compound solution without one strength, and 2.5 µg, which is not whole in µg.
    expect(untracked).toEqual(['PS2045', 'PS2046'])
  })

  test('agrees with what the label says', () => {
    expect(product('NAR017')).toMatchObject({ spec: '1ml:50μg', content_per_unit: 50, volume_ul: 1000 })
    expect(product('NAR012')).toMatchObject({ spec: '2ml:0.1mg', content_per_unit: 100, volume_ul: 2000 })
    expect(product('NAR015')).toMatchObject({ content_per_unit: 4200, container: '废贴' })
    expect(product('TOX001')).toMatchObject({ content_per_unit: 100, content_unit: 'IU' })
  })

  test('has exactly one class on any day since a product was first listed', () => {
    for (const p of products) {
      const first = p.classes[0]!.from
      for (const day of [first, '2024-06-30', '2024-07-01', '2026-11-23'].filter((d) => d >= first)) {
        expect(on(p.classes, day), `${p.code} on ${day}`).toHaveLength(1)
      }
      p.classes.forEach((c, i) => expect(c.to).toBe(p.classes[i + 1]?.from ?? null))
    }
  })

  test('knows that midazolam injection changed class on 2024-07-01', () => {
    expect(on(product('PS1005').classes, '2024-06-30')).toEqual(['PS2'])
    expect(on(product('PS1005').classes, '2024-07-01')).toEqual(['PS1'])
    expect(on(product('PS2035').classes, '2026-11-23')).toEqual(['PS2'])
  })
})
