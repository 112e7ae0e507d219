import { expect, test } from 'vitest'
import { brokenDay, fitOf } from '#features/reports/cells.ts'
import { allReports } from './reports.ts'

test.each(['policies', 'body'])('the days of the sheet %s stand on one line each', (code) => {
  const of = allReports.find((r) => r.code === code)
  const columns = (of?.columns ?? []).filter((c) => !c.noPrint)
  const unitMm = 273 / columns.reduce((n, c) => n + (c.width ?? 1), 0)
  const days = columns.filter((c) => c.kind === 'date')
  expect(days.length).toBeGreaterThan(0)
  expect(days.filter((c) => fitOf('2026-11-21', (c.width ?? 1) * unitMm) === 'three')).toEqual([])
})

test('a day too wide for a narrow column breaks behind its year only', () => {
  expect(fitOf('2026-11-21', 16)).toBe('three')
  expect(brokenDay('2026-11-21')).toEqual(['2026-', '11-21'])
  expect(brokenDay('ZD-20261121-01')).toBeUndefined()
})
