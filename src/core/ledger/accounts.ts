import type { Actor } from '#core/actor.ts'
import { memoryOf, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { insideKinds, type AccountKind } from './kinds.ts'
import type { Account } from './rules.ts'

export interface NewAccount {
  readonly kind: AccountKind
  readonly title: string
  readonly tier?: number
  readonly holderId?: number
  readonly cause?: { readonly kind: string; readonly id: number }
  readonly dueAt?: string
}

/** Opens an account for a place, a transfer, an issue or a supplier. */
export async function openAccount(
  tx: Tx,
  actor: Pick<Actor, 'orgId' | 'at'>,
  a: NewAccount,
): Promise<Account> {
  const [row] = await tx<{ id: number }[]>`
    insert into ledger.account (org_id, kind, title, tier, holder_id, cause_kind, cause_id, due_at, created_at)
    values (${actor.orgId}, ${a.kind}, ${a.title}, ${a.tier ?? null}, ${a.holderId ?? null}, ${a.cause?.kind ?? null},
      ${a.cause?.id ?? null}, ${a.dueAt ?? null}, ${actor.at})
    returning id`
  assert(row, 'an inserted account has a number')
  return { id: row.id, kind: a.kind, title: a.title, inside: insideKinds.includes(a.kind) }
}

/** Many at once, for an import; their numbers in the order given. */
export async function openAccounts(
  tx: Tx,
  actor: Pick<Actor, 'orgId' | 'at'>,
  accounts: readonly Pick<NewAccount, 'kind' | 'title' | 'tier'>[],
): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    insert into ledger.account (org_id, kind, title, tier, created_at)
    select ${actor.orgId}, k, t, nullif(l, 0), ${actor.at}::timestamptz
    from unnest(${accounts.map((a) => a.kind)}::text[], ${accounts.map((a) => a.title)}::text[],
      ${accounts.map((a) => a.tier ?? 0)}::int[]) with ordinality as g (k, t, l, n) order by n returning id`
  assert(rows.length === accounts.length, 'every account was opened')
  // Numbers are given in the order of the rows.
  return rows.map((row) => row.id).toSorted((a, b) => a - b)
}

/** A place that is renamed keeps its account and its history under the new title. */
export async function retitle(tx: Tx, orgId: number, accountId: number, title: string): Promise<void> {
  await tx`update ledger.account set title = ${title} where org_id = ${orgId} and id = ${accountId}`
}

/** What is on its way is answered for by who carries it, and is due at its destination by then. Transit accounts only. */
export async function entrust(
  tx: Tx,
  orgId: number,
  accountId: number,
  to: { readonly holderId: number; readonly dueAt: string },
): Promise<void> {
  await tx`
    update ledger.account set holder_id = ${to.holderId}, due_at = ${to.dueAt}
    where org_id = ${orgId} and id = ${accountId} and kind = 'transit'`
}

export const sinkTitles = {
  patient: '患者',
  opened: '开启',
  relabelled: '换码',
  disposed: '弃去',
  destroyed: '已销毁',
  adjustment: '损溢',
  lost: '损失',
  borrowed: '借用',
} as const
export type Sink = keyof typeof sinkTitles

/** The organisation's one account for what leaves the inside; made on first use. */
export async function sink(tx: Tx, actor: Pick<Actor, 'orgId' | 'at'>, kind: Sink): Promise<Account> {
  const memory = memoryOf(tx)
  const key = `sink/${actor.orgId}/${kind}`
  const remembered = memory.get(key) as Account | undefined
  if (remembered) return remembered
  const found = () => tx<Account[]>`
    select id, kind, title, inside from ledger.account where org_id = ${actor.orgId} and kind = ${kind}`
  const [known] = await found()
  if (known) {
    memory.set(key, known)
    return known
  }
  await tx`
    insert into ledger.account (org_id, kind, title, created_at)
    values (${actor.orgId}, ${kind}, ${sinkTitles[kind]}, ${actor.at})
    on conflict do nothing`
  const [made] = await found()
  assert(made, `the account ${kind} exists after it was made`)
  return made
}

/** One's own account by number. Refuses: NOT_FOUND. */
export async function accountOf(
  tx: Tx,
  actor: Pick<Actor, 'orgId'>,
  accountId: number,
): Promise<Account & { tier: number | null }> {
  const [row] = await tx<(Account & { tier: number | null })[]>`
    select id, kind, title, inside, tier from ledger.account where org_id = ${actor.orgId} and id = ${accountId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}
