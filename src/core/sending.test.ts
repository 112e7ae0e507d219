import { expect, test } from 'vitest'
import { rangeOf } from './sending.ts'

test.each<[string, string | undefined, { start: number; end: number } | undefined]>([
  ['nothing asked', undefined, undefined],
  ['from the beginning', 'bytes=0-', { start: 0, end: 99 }],
  ['two bytes, as a player begins', 'bytes=0-1', { start: 0, end: 1 }],
  ['a middle part', 'bytes=10-19', { start: 10, end: 19 }],
  ['past the end', 'bytes=90-500', { start: 90, end: 99 }],
  ['the last ten', 'bytes=-10', { start: 90, end: 99 }],
  ['more than there is, from the end', 'bytes=-500', { start: 0, end: 99 }],
  ['begins past the end', 'bytes=100-', undefined],
  ['the wrong way round', 'bytes=20-10', undefined],
  ['several parts', 'bytes=0-1,5-6', undefined],
  ['another unit', 'lines=0-1', undefined],
  ['no number', 'bytes=-', undefined],
])('%s', (_, header, part) => {
  expect(rangeOf(header, 100)).toEqual(part)
})
