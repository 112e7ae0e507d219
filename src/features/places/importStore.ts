import { spell } from '#core/spelling.ts'
import type { Tx } from '#core/db.ts'
import { markWithdrawn, retitleAccounts } from '#core/ledger/retitle.ts'
import { Refusal } from '#core/refusal.ts'
import type { Existing } from '#core/imports/kind.ts'
import type { PlaceValue } from './importPlaces.ts'

type Rows = readonly Existing<PlaceValue>[]

/** `id` of a row is its account here; gives the places' own numbers, in order. */
export async function insertPlaces(tx: Tx, orgId: number, rows: Rows): Promise<number[]> {
  const v = rows.map((row) => row.value)
  const made = await tx<{ id: number; code: string }[]>`
    insert into place.location (org_id, account_id, code, name, kind, tier, department_id, parent_id)
    select ${orgId}, a, c, n, k, t, nullif(d, 0), nullif(p, 0)
    from unnest(${rows.map((r) => r.id)}::bigint[], ${v.map((p) => p.code)}::text[], ${v.map((p) => p.name)}::text[],
      ${v.map((p) => p.kind)}::text[], ${v.map((p) => Number(p.tier))}::int[],
      ${v.map((p) => p.departmentId ?? 0)}::bigint[], ${v.map((p) => p.cabinetId ?? 0)}::bigint[])
      as g (a, c, n, k, t, d, p) returning id, code`
  const ids = new Map(made.map((m) => [m.code, m.id]))
  const known = rows.map((row) => ({ id: ids.get(row.value.code) ?? 0, value: row.value }))
  await setDrawerDrugs(tx, orgId, known)
  await spell(
    tx,
    orgId,
    v.map((p) => p.name),
  )
  return known.map((k) => k.id)
}

/** A renamed place's account goes on under the new title. */
export async function updatePlaces(tx: Tx, orgId: number, rows: Rows): Promise<void> {
  await tx`
    update place.location p set name = g.n, department_id = nullif(g.d, 0)
    from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.value.name)}::text[],
      ${rows.map((r) => r.value.departmentId ?? 0)}::bigint[]) as g (id, n, d)
    where p.org_id = ${orgId} and p.id = g.id`
  await spell(
    tx,
    orgId,
    rows.map((r) => r.value.name),
  )
  const accounts = await tx<{ accountId: number; title: string }[]>`
    select account_id, name as title from place.location
    where org_id = ${orgId} and id in (select unnest(${rows.map((r) => r.id)}::bigint[]))`
  await retitleAccounts(tx, orgId, accounts)
}

/** Replaces which drugs the drawers are kept for; none: any. */
export async function setDrawerDrugs(
  tx: Tx,
  orgId: number,
  rows: readonly { readonly id: number; readonly value: { readonly drugIds: readonly number[] } }[],
): Promise<void> {
  await tx`
    delete from place.drawer_drug
    where org_id = ${orgId} and location_id in (select unnest(${rows.map((r) => r.id)}::bigint[]))`
  const pairs = rows.flatMap((row) => row.value.drugIds.map((drugId) => ({ id: row.id, drugId })))
  await tx`
    insert into place.drawer_drug (org_id, location_id, drug_id)
    select ${orgId}, l, d from unnest(${pairs.map((p) => p.id)}::bigint[], ${pairs.map((p) => p.drugId)}::bigint[]) as g (l, d)`
}

/** Refuses: IMPORT_IN_USE where somebody's rights are limited to such a place. Its account stays, empty, and says so. */
export async function removePlaces(tx: Tx, orgId: number, ids: readonly number[]): Promise<void> {
  const [scoped] = await tx<{ name: string }[]>`
    select p.name from place.location p where p.org_id = ${orgId} and p.id in (select unnest(${ids as number[]}::bigint[]))
      and exists (select from identity.user_role u where u.org_id = p.org_id and p.account_id = any (u.accounts)) limit 1`
  if (scoped) throw new Refusal('IMPORT_IN_USE', { what: scoped.name, why: '写在人员的岗位范围里' })
  await tx`delete from place.drawer_drug where org_id = ${orgId} and location_id in (select unnest(${ids as number[]}::bigint[]))`
  const gone = await tx<{ accountId: number; title: string }[]>`
    delete from place.location where org_id = ${orgId} and id in (select unnest(${ids as number[]}::bigint[])) returning account_id, name as title`
  await markWithdrawn(tx, orgId, gone)
}
