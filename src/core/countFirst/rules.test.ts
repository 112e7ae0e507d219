import { expect, test } from 'vitest'
import type { CountAct, CountMode } from './contract.ts'
import { countsFirst, type Taking } from './rules.ts'

const all: CountAct[] = ['issue', 'dispense', 'send']
test.each<[CountMode, CountAct[], Taking, boolean]>([
  ['off', all, 'issue', false],
  ['off', all, 'send', false],
  ['blind', ['issue'], 'issue', true],
  ['blind', ['issue'], 'dispense', false],
  ['blind', ['issue'], 'send', false],
  ['open', ['dispense', 'send'], 'issue', false],
  ['open', ['dispense', 'send'], 'dispense', true],
  ['open', ['dispense', 'send'], 'send', true],
  ['blind', all, 'rescue', false],
  ['open', all, 'rescue', false],
])('%s for %j: %s is counted first: %s', (mode, acts, act, expected) =>
  expect(countsFirst({ mode, acts }, act)).toBe(expected),
)
