import { authorityOnly, assignmentWords, standingOf, type Assignment } from '#core/identity/rules.ts'
import {
  needs,
  permissions,
  qualifications,
  type Permission,
  type Qualification,
} from '#core/identity/permissions.ts'
import type { GrantState, NodeOf } from './contract.ts'

export interface Term {
  readonly type: Qualification
  readonly validFrom: string
  readonly validTo: string
  readonly revokedAt: string | null
}

/** What stands of one kind on a day: the newest that was not revoked counts, and its last day still counts. */
export function termOn(
  type: Qualification,
  all: readonly Term[],
  day: string,
): { valid: boolean; words: string } {
  const own = all.filter((t) => t.type === type)
  const best = own.filter((t) => t.revokedAt === null).toSorted((a, b) => (a.validTo < b.validTo ? 1 : -1))
  const now = best.find((t) => t.validFrom <= day && t.validTo >= day)
  if (now) return { valid: true, words: `有效至 ${now.validTo}` }
  const [last] = best
  if (last && last.validFrom > day) return { valid: false, words: `${last.validFrom} 起才有效` }
  if (last) return { valid: false, words: `已于 ${last.validTo} 过期` }
  return { valid: false, words: own.length > 0 ? '已撤销' : '还没有取得' }
}

export interface Explained {
  readonly assignments: readonly Assignment[]
  readonly terms: readonly Term[]
  readonly disabled: boolean
  readonly day: string
  readonly titles: ReadonlyMap<number, string>
  /** 2026-11-25 08:00 of an instant, for whoever reads. */
  untilWords(instant: string): string
}

/** Every node of a hospital: on, asleep or not given; from which role, and why it is off. */
export function explain(of: Explained): NodeOf[] {
  const qualified = (Object.keys(qualifications) as Qualification[]).filter(
    (type) => termOn(type, of.terms, of.day).valid,
  )
  const given = of.assignments.flatMap((a) => a.permissions)
  const standing = standingOf({ permissions: given, qualified, scopes: null })
  const nodes = (Object.keys(permissions) as Permission[]).filter(
    (p) => !authorityOnly.includes(p) || given.includes(p),
  )
  return nodes.map((permission) => {
    const need = needs[permission] ?? null
    const from = of.assignments.filter((a) => a.permissions.includes(permission)).map((a) => wordsOf(a, of))
    if (from.length === 0) return { permission, state: 'none', from, need, why: '没有岗位给这一项' }
    if (of.disabled) return { permission, state: 'asleep', from, need, why: '账号已停用' }
    const lost = standing.lost.get(permission)
    if (!lost) return { permission, state: 'on', from, need, why: null }
    const why = `${qualifications[lost]}${termOn(lost, of.terms, of.day).words}，考核通过当天恢复`
    return { permission, state: 'asleep', from, need, why }
  })
}

function wordsOf(a: Assignment, of: Explained): string {
  const words = assignmentWords(a.name, a, of.titles)
  return a.until === null ? words : `${words}，临时至 ${of.untilWords(a.until)}`
}

/** Over by itself, or taken back before; the request's own time decides. */
export function grantStateOn(
  g: { validFrom: string; validTo: string; endedAt: string | null },
  at: string,
): GrantState {
  if (g.endedAt !== null) return 'ended'
  if (g.validTo <= at) return 'over'
  return g.validFrom > at ? 'ahead' : 'active'
}
