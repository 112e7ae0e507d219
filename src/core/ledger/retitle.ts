import type { Tx } from '#core/db.ts'

interface Titled {
  readonly accountId: number
  readonly title: string
}

/** Accounts whose place or supplier an import renamed: the account goes on, only its title changes. */
export async function retitleAccounts(tx: Tx, orgId: number, accounts: readonly Titled[]): Promise<void> {
  if (accounts.length === 0) return
  await tx`
    update ledger.account a set title = g.t
    from unnest(${accounts.map((a) => a.accountId)}::bigint[], ${accounts.map((a) => a.title)}::text[]) as g (i, t)
    where a.org_id = ${orgId} and a.id = g.i and a.title <> g.t`
}

/**
 * Accounts whose place or supplier goes with a withdrawn import. An account is never deleted, whoever asks (`core.stays`
 * takes the place of its foreign keys), so it stays empty and its title says why nobody can walk to it.
 */
export const markWithdrawn = (tx: Tx, orgId: number, accounts: readonly Titled[]): Promise<void> =>
  retitleAccounts(
    tx,
    orgId,
    accounts.map((a) => ({ ...a, title: `${a.title}（导入已撤回）` })),
  )
