import { spell } from '#core/spelling.ts'
import type { Tx } from '#core/db.ts'
import type { Existing } from '#core/imports/kind.ts'
import { markWithdrawn, retitleAccounts } from '#core/ledger/retitle.ts'
import type { SupplierValue } from './import.ts'

type Rows = readonly Existing<SupplierValue>[]

const column = (rows: Rows, key: keyof SupplierValue) => rows.map((row) => row.value[key])

const given = (tx: Tx, rows: Rows) => tx`
  unnest(${rows.map((r) => r.id)}::bigint[], ${column(rows, 'code')}::text[], ${column(rows, 'name')}::text[],
    ${column(rows, 'licenceNo')}::text[], ${column(rows, 'licenceValidTo')}::date[], ${column(rows, 'contact')}::text[],
    ${column(rows, 'phone')}::text[], ${column(rows, 'address')}::text[])
    as g (id, code, name, licence_no, licence_valid_to, contact, phone, address)`

/** `id` of a row is its account here; gives the suppliers' own numbers, in order. */
export async function insertSuppliers(tx: Tx, orgId: number, rows: Rows): Promise<number[]> {
  if (rows.length === 0) return []
  const made = await tx<{ id: number; code: string }[]>`
    insert into partner.supplier (org_id, account_id, code, name, licence_no, licence_valid_to, contact, phone, address)
    select ${orgId}, g.* from ${given(tx, rows)} returning id, code`
  const ids = new Map(made.map((m) => [m.code, m.id]))
  const known = rows.map((row) => ({ id: ids.get(row.value.code) ?? 0, value: row.value }))
  await setWholesale(tx, orgId, known)
  await spell(
    tx,
    orgId,
    rows.map((r) => r.value.name),
  )
  return known.map((k) => k.id)
}

export async function updateSuppliers(tx: Tx, orgId: number, rows: Rows): Promise<void> {
  if (rows.length === 0) return
  await tx`
    update partner.supplier s set name = g.name, licence_no = g.licence_no, licence_valid_to = g.licence_valid_to,
      contact = g.contact, phone = g.phone, address = g.address
    from ${given(tx, rows)} where s.org_id = ${orgId} and s.id = g.id`
  await spell(
    tx,
    orgId,
    rows.map((r) => r.value.name),
  )
  const accounts = await tx<{ accountId: number; title: string }[]>`
    select account_id, name as title from partner.supplier
    where org_id = ${orgId} and id in (select unnest(${rows.map((r) => r.id)}::bigint[]))`
  await retitleAccounts(tx, orgId, accounts)
  await setWholesale(tx, orgId, rows)
}

/** 定点批发资质 as the rows say it: written, changed, or gone. */
async function setWholesale(tx: Tx, orgId: number, rows: Rows): Promise<void> {
  await tx`
    delete from partner.licence
    where org_id = ${orgId} and kind = 'wholesale' and supplier_id in (select unnest(${rows.map((r) => r.id)}::bigint[]))`
  const held = rows.filter((row) => row.value.wholesaleNo !== null)
  await tx`
    insert into partner.licence (org_id, supplier_id, kind, licence_no, valid_to)
    select ${orgId}, s, 'wholesale', n, d from unnest(${held.map((r) => r.id)}::bigint[],
      ${column(held, 'wholesaleNo')}::text[], ${column(held, 'wholesaleValidTo')}::date[]) as g (s, n, d)`
}

export async function removeSuppliers(tx: Tx, orgId: number, ids: readonly number[]): Promise<void> {
  await tx`delete from partner.licence where org_id = ${orgId} and supplier_id in (select unnest(${ids as number[]}::bigint[]))`
  const gone = await tx<{ accountId: number; title: string }[]>`
    delete from partner.supplier where org_id = ${orgId} and id in (select unnest(${ids as number[]}::bigint[])) returning account_id, name as title`
  await markWithdrawn(tx, orgId, gone)
}
