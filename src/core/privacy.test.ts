import { expect, test } from 'vitest'
import { maskName, maskNumber } from './privacy.ts'

test.each([
  ['邓小平安', '邓**'],
  ['李', '李**'],
  ['', ''],
])('name %s becomes %s', (name, masked) => expect(maskName(name)).toBe(masked))

test.each([
  ['0482119916', '0482****16'],
  ['430104199001011234', '4301****34'],
  ['12345', '****45'],
])('number %s becomes %s', (value, masked) => expect(maskNumber(value)).toBe(masked))
