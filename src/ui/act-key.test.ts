import { expect, test } from 'vitest'
import { keyFor } from './act-key.ts'

function keys() {
  let n = 0
  return () => `key-${++n}`
}

test('the same intended act keeps its key over clicks and time-outs', () => {
  const fresh = keys()
  const first = keyFor(undefined, '{"id":1}', fresh)
  expect(keyFor(first, '{"id":1}', fresh)).toBe(first)
})

test('changed input is another act', () => {
  const fresh = keys()
  const first = keyFor(undefined, '{"id":1}', fresh)
  expect(keyFor(first, '{"id":2}', fresh).key).not.toBe(first.key)
})

test('after success nothing is held, so the same input acts anew', () => {
  const fresh = keys()
  const first = keyFor(undefined, '{"id":1}', fresh)
  expect(keyFor(undefined, '{"id":1}', fresh).key).not.toBe(first.key)
})
