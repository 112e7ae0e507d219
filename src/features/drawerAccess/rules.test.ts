import { expect, test } from 'vitest'
import type { AccessState } from './contract.ts'
import { stateOf } from './rules.ts'

const now = '2026-11-23T06:15:00.000Z'
const a = { movements: 0, nullReason: null, closedAt: null, endsAt: now }
test.each<[string, Partial<Parameters<typeof stateOf>[0]>, AccessState]>([
  ['until its end it goes on', {}, 'open'],
  ['then nobody explained it', { endsAt: '2026-11-23T06:14:59.999Z' }, 'unexplained'],
  ['ended early without a word', { closedAt: '2026-11-23T06:10:00.000Z' }, 'unexplained'],
  ['a reason', { nullReason: 'mistake', endsAt: '2026-11-23T06:10:00.000Z' }, 'null'],
  ['a movement is a reason', { movements: 1, endsAt: '2026-11-23T06:10:00.000Z' }, 'moved'],
])('%s', (_, over, expected) => expect(stateOf({ ...a, ...over }, now)).toBe(expected))
