import { describe, expect, test } from 'vitest'
import { byStep, needs, permissions, type Permission } from './permissions.ts'
import { authorityRoles, institutionRoles, type StandardRole } from './roles.ts'
import { assignmentWords, conflictIn, covers, standingOf, type Scope } from './rules.ts'

const everything: Scope = { classes: [], accounts: [] }

describe('what works now', () => {
  test('a node whose qualification is missing sleeps; the others do not mind', () => {
    const granted: Permission[] = ['issue.work', 'issue.read', 'use.record']
    const none = standingOf({ permissions: granted, qualified: [], scopes: null })
    expect([...none.effective]).toEqual(['issue.read'])
    expect([...none.lost]).toEqual([
      ['issue.work', 'dispense'],
      ['use.record', 'handle'],
    ])
    const one = standingOf({ permissions: granted, qualified: ['handle'], scopes: null })
    expect([...one.effective]).toEqual(['issue.read', 'use.record'])
  })

  test('nobody who is not narrowed carries a scope', () => {
    const { reach } = standingOf({ permissions: ['issue.read'], qualified: [], scopes: null })
    expect(reach.size).toBe(0)
  })

  test('a node that one role gives everywhere is not narrowed by another role', () => {
    const scopes = [
      { permissions: ['stock.read', 'issue.work'] as Permission[], classes: ['NAR'], accounts: [] },
      { permissions: ['stock.read'] as Permission[], ...everything },
    ]
    const { reach } = standingOf({ permissions: [], qualified: [], scopes })
    expect([...reach.keys()]).toEqual(['issue.work'])
  })
})

describe('how far a narrowed node reaches', () => {
  const narcoticsAt7: Scope = { classes: ['NAR'], accounts: [7] }
  const secondAt8: Scope = { classes: ['PS2'], accounts: [8] }
  test.each([
    ['its class at its place', 'NAR', [7], true],
    ['another class', 'PS2', [7], false],
    ['another place', 'NAR', [8], false],
    ['one of two places', 'NAR', [7, 8], false],
    ['no place at all (a hand)', 'NAR', [], true],
    ['a drug whose class nobody knows', null, [7], false],
  ] as const)('%s', (_what, drugClass, accounts, fits) =>
    expect(covers([narcoticsAt7], { drugClass, accounts })).toBe(fits),
  )
  test('two scopes do not lend each other their halves', () => {
    const both = [narcoticsAt7, secondAt8]
    expect(covers(both, { drugClass: 'PS2', accounts: [8] })).toBe(true)
    expect(covers(both, { drugClass: 'PS2', accounts: [7] })).toBe(false)
    expect(covers(both, { drugClass: 'NAR', accounts: [7, 8] })).toBe(false)
  })
  test('places without classes reach every class, known or not', () => {
    expect(covers([{ classes: [], accounts: [7] }], { drugClass: null, accounts: [7] })).toBe(true)
  })
  test('in words', () => {
    const titles = new Map([[7, '手术药房']])
    expect(assignmentWords('护士', everything)).toBe('护士')
    expect(assignmentWords('护士', { classes: ['NAR', 'PS1'], accounts: [7] }, titles)).toBe(
      '护士（麻、精一；手术药房）',
    )
  })
})

describe('what belongs into two hands', () => {
  test.each([
    [
      ['access.write', 'issue.work'],
      ['access.write', 'issue.work'],
    ],
    [
      ['staff.write', 'use.record'],
      ['staff.write', 'use.record'],
    ],
    [
      ['correction.work', 'correction.approve'],
      ['correction.work', 'correction.approve'],
    ],
    [['access.write', 'receipt.witness', 'correction.approve'], undefined],
    [['issue.work', 'issue.check', 'correction.work'], undefined],
    [[], undefined],
  ] as const)('%j', (nodes, pair) => expect(conflictIn(nodes)).toEqual(pair))

  test('no standard role holds such a pair', () => {
    const roles: [string, StandardRole][] = [
      ...Object.entries(institutionRoles),
      ...Object.entries(authorityRoles),
    ]
    for (const [code, role] of roles) expect(conflictIn(role.permissions), code).toBeUndefined()
  })
})

test('every node stands under one step of the process, whoever adds one', () => {
  const shown = byStep().flatMap((s) => s.nodes)
  expect(shown.toSorted()).toEqual(Object.keys(permissions).toSorted())
  expect(byStep(['brandnew.read' as Permission]).map((s) => s.title)).toEqual(['其他'])
  expect(Object.keys(needs).filter((p) => !(p in permissions))).toEqual([])
})
