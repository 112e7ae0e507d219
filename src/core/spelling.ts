import type { Db, Tx } from '#core/db.ts'
import { spellingOf, typedSpelling } from './pinyin.ts'

/** Names that are spelt in one transaction of the back-fill, and how many such transactions one run makes of a hospital. */
const batch = 500
const mostBatches = 100

/** Makes names findable by 拼音. Whoever writes a name of a drug, person, supplier, department or place calls it. */
export async function spell(tx: Tx, orgId: number, names: readonly string[]): Promise<void> {
  const given = [...new Set(names)].toSorted()
  if (given.length === 0) return
  await tx`
    insert into core.spelling (org_id, name, keys)
    select ${orgId}, n, k from unnest(${given}::text[], ${given.map(spellingOf)}::text[]) as g (n, k)
    on conflict do nothing`
}

/**
 * `or` this name is spelt as `q`: for the end of a list's condition on names. Nothing for what cannot be 拼音, so that
 * a search in Chinese or by number is the statement that it was. The columns are ours, never the user's.
 */
export function orSpelt(tx: Tx, q: string | undefined, org: string, ...names: readonly string[]) {
  const typed = q ? typedSpelling(q) : null
  if (!typed) return tx``
  return tx`or exists (select from core.spelling sp
    where sp.org_id = ${tx.unsafe(org)} and sp.name in (${tx.unsafe(names.join(', '))}) and sp.keys like ${`%${typed}%`})`
}

/** Spells the names of one organisation that nobody has spelt; how many. Two servers may do it at once. */
export async function spellMissing(db: Db, orgId: number): Promise<number> {
  let spelt = 0
  for (let i = 0; i < mostBatches; i++) {
    const found = await db.asOrg(orgId, async (tx) => {
      const rows = await tx<{ name: string }[]>`
        select n.name from (
          select name from ledger.drug where org_id = ${orgId} union select name from identity.app_user where org_id = ${orgId}
          union select name from partner.supplier where org_id = ${orgId}
          union select name from identity.department where org_id = ${orgId}
          union select name from place.location where org_id = ${orgId} union select name from catalogue.product) n
        where not exists (select from core.spelling s where s.org_id = ${orgId} and s.name = n.name)
        order by n.name limit ${batch}`
      const names = rows.map((r) => r.name)
      await spell(tx, orgId, names)
      return names.length
    })
    spelt += found
    if (found < batch) break
  }
  return spelt
}

/** Every organisation: at start and then with the sweep, for names from before there were spellings. */
export async function spellAll(db: Db, auditor: Db): Promise<number> {
  const orgs = await auditor.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org order by id`,
  )
  let spelt = 0
  for (const { id } of orgs) spelt += await spellMissing(db, id)
  return spelt
}
