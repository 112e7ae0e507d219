import { expect, test } from 'vitest'
import { codeGroups } from './trace-groups.ts'

test('twenty digits stand as 7 + 4 4 5', () => {
  expect(codeGroups('81902360038471950266')).toEqual({
    product: '8190236',
    middle: ['0038', '4719'],
    tail: '50266',
  })
})

test('another code system stands in fours and loses nothing', () => {
  const code = '010690123456789221AB12C'
  const groups = codeGroups(code)
  expect(groups.product).toBe('')
  expect([...groups.middle, groups.tail].join('')).toBe(code)
  expect(groups.tail).toBe('12C')
})

test('an empty code is empty', () => {
  expect(codeGroups('')).toEqual({ product: '', middle: [], tail: '' })
})
