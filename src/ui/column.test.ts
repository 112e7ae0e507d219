import { expect, test } from 'vitest'
import { exported, nextSort } from './column.ts'

test('a head is clicked upwards, downwards, away', () => {
  expect(nextSort(undefined, 'name')).toBe('name')
  expect(nextSort('name', 'name')).toBe('-name')
  expect(nextSort('-name', 'name')).toBeUndefined()
  expect(nextSort('-other', 'name')).toBe('name')
})

test('an export prefers its own words, then the shown ones, then the raw value', () => {
  const row = { n: 3, o: { deep: true } }
  expect(exported({ key: 'n', title: '', exportText: () => 'x', text: () => 'y' }, row)).toBe('x')
  expect(exported({ key: 'n', title: '', text: () => 'y' }, row)).toBe('y')
  expect(exported({ key: 'n', title: '' }, row)).toBe(3)
  expect(exported({ key: 'o', title: '' }, row)).toBeNull()
})
