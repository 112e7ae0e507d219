import { describe, expect, test } from 'vitest'
import type { Assignment } from '#core/identity/rules.ts'
import { explain, grantStateOn, termOn, type Term } from './rules.ts'

const day = '2026-11-23'
const term = (validFrom: string, validTo: string, revokedAt: string | null = null): Term => ({
  type: 'handle',
  validFrom,
  validTo,
  revokedAt,
})

test.each([
  ['none', [], false, '还没有取得'],
  ['its last day', [term('2026-01-01', day)], true, `有效至 ${day}`],
  ['the day after', [term('2026-01-01', '2026-11-22')], false, '已于 2026-11-22 过期'],
  ['not begun', [term('2026-12-01', '2027-11-30')], false, '2026-12-01 起才有效'],
  ['revoked', [term('2026-01-01', '2027-01-01', '2026-05-05T00:00:00Z')], false, '已撤销'],
  [
    'an old one runs until the new one begins',
    [term('2026-01-01', day), term('2026-12-01', '2027-11-30')],
    true,
    `有效至 ${day}`,
  ],
] as const)('a qualification: %s', (_what, all, valid, words) =>
  expect(termOn('handle', all, day)).toEqual({ valid, words }),
)

describe('why a node is off', () => {
  const nurse: Assignment = {
    code: 'NURSE',
    name: '护士',
    permissions: ['use.record', 'issue.read'],
    classes: ['NAR'],
    accounts: [],
    until: null,
  }
  const relief = {
    ...nurse,
    name: '顶班',
    permissions: ['recovery.read'],
    until: '2026-11-24T00:00:00Z',
  } as const
  const of = (terms: readonly Term[], more: object = {}) =>
    new Map(
      explain({
        assignments: [nurse, relief],
        terms,
        disabled: false,
        day,
        titles: new Map(),
        untilWords: () => '明早',
        ...more,
      }).map((n) => [n.permission, n]),
    )

  test('it is given, and everything is there', () => {
    const nodes = of([term('2026-01-01', '2027-01-01')])
    expect(nodes.get('use.record')).toMatchObject({
      state: 'on',
      from: ['护士（麻）'],
      need: 'handle',
      why: null,
    })
    expect(nodes.get('recovery.read')?.from).toEqual(['顶班（麻），临时至 明早'])
  })
  test('its qualification is over', () => {
    const nodes = of([term('2025-01-01', '2026-01-01')])
    expect(nodes.get('use.record')).toMatchObject({
      state: 'asleep',
      why: '麻精管理培训合格已于 2026-01-01 过期，考核通过当天恢复',
    })
    expect(nodes.get('issue.read')?.state).toBe('on')
  })
  test('no role gives it, or the account is disabled', () => {
    expect(of([]).get('staff.write')).toMatchObject({ state: 'none', why: '没有岗位给这一项' })
    expect(of([], { disabled: true }).get('issue.read')).toMatchObject({ state: 'asleep', why: '账号已停用' })
  })
  test('nodes of an authority are not shown to a hospital', () => {
    expect(of([]).has('supervision.read')).toBe(false)
  })
})

test('a temporary grant begins and is over by itself', () => {
  const g = { validFrom: '2026-11-23T00:00:00.000Z', validTo: '2026-11-24T00:00:00.000Z', endedAt: null }
  const at = (hour: string, more = {}) => grantStateOn({ ...g, ...more }, hour)
  expect(at('2026-11-22T23:59:59.000Z')).toBe('ahead')
  expect(at(g.validFrom)).toBe('active')
  expect(at('2026-11-23T23:59:59.000Z')).toBe('active')
  expect(at(g.validTo)).toBe('over')
  expect(at(g.validFrom, { endedAt: g.validFrom })).toBe('ended')
})
