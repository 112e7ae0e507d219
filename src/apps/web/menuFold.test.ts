import { expect, test } from 'vitest'
import type { Me } from '#core/identity/contract.ts'
import { permissions, type Permission } from '#core/identity/permissions.ts'
import { menuFor } from './menu.ts'
import { openGroups, type Foldable } from './menuFold.ts'
import { pages } from './pages.ts'

const group = (title: string, items: number, here = false): Foldable => ({ title, items, here })
const none = { closed: new Set<string>(), opened: new Set<string>() }
const keeper = (here: string) =>
  [
    group('', 1),
    group('日常作业', 15),
    group('报损与应急', 6),
    group('账与码', 6),
    group('监督', 3),
    group('基础资料', 7),
  ].map((g) => ({ ...g, here: g.title === here }))
const heightOf = (groups: readonly Foldable[], open: ReadonlySet<string>) =>
  26 + 5 * 24 + groups.filter((g) => open.has(g.title)).reduce((n, g) => n + g.items * 28, 0)

test.each(['', '日常作业', '报损与应急', '账与码', '监督', '基础资料'])(
  'at 900 px the menu fits, and the group of the page one is on stands open: “%s”',
  (here) => {
    const groups = keeper(here)
    const open = openGroups(groups, 852, true, none)
    expect(open).toContain(here)
    expect(open).toContain('日常作业')
    expect(heightOf(groups, open)).toBeLessThanOrEqual(852)
  },
)

test('what fits is not folded; what was closed by hand stays closed, what was opened comes before the others', () => {
  expect([...openGroups(keeper(''), 1300, true, none)]).toHaveLength(6)
  const closed = { closed: new Set(['日常作业']), opened: new Set<string>() }
  expect(openGroups(keeper(''), 852, true, closed)).not.toContain('日常作业')
  expect(openGroups(keeper('日常作业'), 852, true, closed)).toContain('日常作业')
  const opened = { closed: new Set<string>(), opened: new Set(['基础资料']) }
  expect(openGroups(keeper(''), 852, true, opened)).toContain('基础资料')
})

test.each(['institution', 'authority'] as const)('no entry of the menu of an %s leads nowhere', (kind) => {
  const paths = new Set(pages.map((p) => p.path))
  const me = { org: { kind }, permissions: Object.keys(permissions) as Permission[] } as unknown as Me
  const shown = menuFor(me, paths).flatMap((g) => g.items.map((i) => i.path))
  expect(shown.length).toBeGreaterThan(10)
  expect(shown.filter((p) => !paths.has(p))).toEqual([])
  for (const absent of ['/wall', '/proofs', '/open-loops']) expect(shown).not.toContain(absent)
})
