import { classTitle, type DrugClass } from '#core/contract.ts'
import { needs, permissions, type Permission, type Qualification } from './permissions.ts'

/** Where an assignment reaches; empty means every class, every place. Places are named by their accounts. */
export interface Scope {
  readonly classes: readonly string[]
  readonly accounts: readonly number[]
}

/** One role that somebody has at an instant, for good or until some time. */
export interface Assignment extends Scope {
  readonly code: string
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly until: string | null
}

/** What the session's row says of somebody. `scopes` is null where nothing is narrowed, which is most people. */
export interface Held {
  readonly permissions: readonly Permission[]
  /** Valid on the day, in China. */
  readonly qualified: readonly Qualification[]
  readonly scopes: readonly (Scope & { readonly permissions: readonly Permission[] })[] | null
}

export interface Standing {
  /** What works now. */
  readonly effective: ReadonlySet<Permission>
  /** Given by a role, but asleep until the qualification is there again. */
  readonly lost: ReadonlyMap<Permission, Qualification>
  /** Only nodes that every role gives narrowed: the scopes of which one must fit. */
  readonly reach: ReadonlyMap<Permission, readonly Scope[]>
}

/** Training gates privilege: a node whose qualification is missing or over is not effective. */
export function standingOf(held: Held): Standing {
  const effective = new Set<Permission>()
  const lost = new Map<Permission, Qualification>()
  const qualified = new Set(held.qualified)
  for (const p of held.permissions) {
    const need = needs[p]
    if (need && !qualified.has(need)) lost.set(p, need)
    else effective.add(p)
  }
  return { effective, lost, reach: reachOf(held) }
}

const everywhere = (s: Scope) => s.classes.length === 0 && s.accounts.length === 0

function reachOf({ scopes }: Held): Map<Permission, readonly Scope[]> {
  const reach = new Map<Permission, readonly Scope[]>()
  for (const p of new Set(scopes?.flatMap((s) => s.permissions))) {
    const given = (scopes ?? []).filter((s) => s.permissions.includes(p))
    if (!given.some(everywhere)) reach.set(p, given)
  }
  return reach
}

export interface Touched {
  /** Class of the drug on the day of the act; null where the list of classes has none for it. */
  readonly drugClass: string | null
  /** Accounts of places that it is taken from or put into. */
  readonly accounts: readonly number[]
}

/**
 * Does one of the scopes cover this line as a whole, its class and every place? A class that is not known is covered by
 * no scope that names classes: what cannot be judged is not allowed.
 */
export function covers(scopes: readonly Scope[], line: Touched): boolean {
  return scopes.some(
    (s) =>
      (s.classes.length === 0 || (line.drugClass !== null && s.classes.includes(line.drugClass))) &&
      (s.accounts.length === 0 || line.accounts.every((a) => s.accounts.includes(a))),
  )
}

/** In words: 麻、精一；手术药房. Empty where nothing is narrowed. */
export function scopeWords(scope: Scope, titles: ReadonlyMap<number, string>): string {
  const classes = scope.classes.map((c) => classTitle[c as DrugClass] ?? c).join('、')
  const places = scope.accounts.map((a) => titles.get(a) ?? `储位 ${a}`).join('、')
  return [classes, places].filter(Boolean).join('；')
}

export function assignmentWords(
  name: string,
  scope: Scope,
  titles: ReadonlyMap<number, string> = new Map(),
): string {
  const narrowed = scopeWords(scope, titles)
  return narrowed ? `${name}（${narrowed}）` : name
}

/** Who gives rights moves no drug, and who takes an act back does not approve that (regulations §2.2, last rows). */
const administers: readonly Permission[] = ['access.write', 'staff.write']
const acts: readonly Permission[] = [
  'receipt.work',
  'receipt.sign',
  'requisition.send',
  'requisition.accept',
  'issue.work',
  'use.record',
  'return.accept',
  'recovery.work',
  'destruction.work',
  'correction.work',
]

/** Two nodes that may not be in one hand, or undefined. */
export function conflictIn(all: Iterable<Permission>): readonly [Permission, Permission] | undefined {
  const has = new Set(all)
  const [rights, act] = [administers.find((p) => has.has(p)), acts.find((p) => has.has(p))]
  if (rights && act) return [rights, act]
  if (has.has('correction.work') && has.has('correction.approve'))
    return ['correction.work', 'correction.approve']
  if (has.has('stocktake.work') && has.has('stocktake.approve'))
    return ['stocktake.work', 'stocktake.approve']
  return undefined
}

/** Nodes of an authority; a hospital's role never holds them. */
export const authorityOnly: readonly Permission[] = ['supervision.read', 'onboarding.review']

/** What stands before the @ of an account: letters, digits, `.`, `-` and `_`. */
export const accountName = /^[a-z0-9][a-z0-9._-]{1,40}$/

export const nodeWords = (nodes: readonly Permission[]): string => nodes.map((p) => permissions[p]).join('、')

/** A temporary grant is for a shift or a holiday, not for good. */
export const mostDays = 31
