import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { classTitle, type DrugClass } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { permissions, type Permission } from '#core/identity/permissions.ts'
import { covers, scopeWords, type Scope } from '#core/identity/rules.ts'
import { accountTitles } from '#core/identity/assignments.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import type { AccountKind } from './kinds.ts'
import type { Account, Drug, Line } from './rules.ts'

/** Accounts that are places: what a scope can name. A hand, a transfer and the world are none. */
const places: readonly AccountKind[] = ['location', 'quarantine', 'empties']

export interface Moved {
  readonly permission: Permission
  readonly lines: readonly Line[]
  readonly accounts: ReadonlyMap<number, Account>
  readonly drugs: ReadonlyMap<number, Drug>
  /** When it happened: the class of that day counts. */
  readonly occurredAt: string
}

/**
 * 2 (环节 × 储位 × 管制分类): both people may do this step, with this class, at every place that is taken from or put
 * into. Costs nothing where neither is narrowed, which is what the session's row says.
 * Refuses: FORBIDDEN, ACCESS_OUTSIDE, WITNESS_OUTSIDE.
 */
export async function requireReach(tx: Tx, actor: Actor, moved: Moved): Promise<void> {
  const { permission } = moved
  if (!actor.permissions.has(permission))
    throw new Refusal('FORBIDDEN', { permission: permissions[permission] })
  const own = actor.reach?.get(permission)
  const second = actor.witness?.reach
  if (!own && !second) return
  const classes = await classesOf(tx, actor.orgId, moved)
  const outside = (scopes: readonly Scope[] | undefined) =>
    scopes && moved.lines.find((l) => !covers(scopes, touched(l, moved, classes)))
  const mine = outside(own)
  if (mine)
    throw await refusal(tx, actor, moved, { code: 'ACCESS_OUTSIDE', line: mine, scopes: own ?? [], classes })
  const theirs = outside(second)
  if (theirs)
    throw await refusal(tx, actor, moved, {
      code: 'WITNESS_OUTSIDE',
      line: theirs,
      scopes: second ?? [],
      classes,
    })
}

const placesOf = (line: Line, moved: Moved): number[] =>
  [line.from, line.to].filter((a) => places.includes(moved.accounts.get(a)?.kind ?? 'opened'))

const touched = (line: Line, moved: Moved, classes: ReadonlyMap<number, string | null>) => ({
  drugClass: classes.get(line.drugId) ?? null,
  accounts: placesOf(line, moved),
})

async function classesOf(tx: Tx, orgId: number, moved: Moved): Promise<Map<number, string | null>> {
  const ids = [...new Set(moved.lines.map((l) => l.drugId))]
  const rows = await tx<{ id: number; drugClass: string | null }[]>`
    select id, catalogue.class_of(product_id, ${dayOf(moved.occurredAt)}::date) as drug_class from ledger.drug
    where org_id = ${orgId} and id = any (${ids}::bigint[])`
  return new Map(rows.map((r) => [r.id, r.drugClass]))
}

interface Outside {
  readonly code: RefusalCode
  readonly line: Line
  readonly scopes: readonly Scope[]
  readonly classes: ReadonlyMap<number, string | null>
}

/** Says what the scope is, and what of the movement lies outside. */
async function refusal(tx: Tx, actor: Actor, moved: Moved, of: Outside): Promise<Refusal> {
  const accounts = placesOf(of.line, moved)
  const titles = await accountTitles(tx, actor.orgId, [...accounts, ...of.scopes.flatMap((s) => s.accounts)])
  const drug = moved.drugs.get(of.line.drugId)
  const drugClass = of.classes.get(of.line.drugId)
  const where = accounts.map((a) => titles.get(a) ?? '').join('、')
  const kind = drugClass ? classTitle[drugClass as DrugClass] : '没有管制分类'
  return new Refusal(of.code, {
    name: actor.witness?.name,
    permission: permissions[moved.permission],
    scope: of.scopes.map((s) => scopeWords(s, titles)).join(' 或 '),
    what: `${where && `${where}的`}${drug?.name ?? ''}（${kind}）`,
  })
}
