import { orSpelt, spell } from '#core/spelling.ts'
import { brokenConstraint, contains, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { orderBy } from '#core/sorting.ts'
import type { Licence, LicenceState, Supplier } from './contract.ts'
import { nearExpiryDays } from './rules.ts'

export type SupplierRow = Omit<Supplier, 'licence' | 'licences'>

export interface SupplierDetails {
  readonly name: string
  readonly licenceNo?: string | undefined
  readonly licenceValidTo?: string | undefined
  readonly contact?: string | undefined
  readonly phone?: string | undefined
  readonly address?: string | undefined
}

const columns = {
  code: 's.code',
  name: 's.name',
  licenceValidTo: 's.licence_valid_to',
}

/** The same borders as `licenceOn` and `worstOf`, as SQL: the licence that ends first decides. */
function licenceEnds(tx: Tx, licence: LicenceState | undefined, day: string) {
  const soon = tx`${day}::date + ${nearExpiryDays}::int`
  const first = tx`least(s.licence_valid_to, (select min(l.valid_to) from partner.licence l
    where l.org_id = s.org_id and l.supplier_id = s.id))`
  if (licence === 'none') return tx`and s.licence_valid_to is null and coalesce(${first} > ${soon}, true)`
  if (licence === 'expired') return tx`and ${first} < ${day}::date`
  if (licence === 'nearExpiry') return tx`and ${first} between ${day}::date and ${soon}`
  if (licence === 'valid') return tx`and s.licence_valid_to > ${soon} and ${first} > ${soon}`
  return tx``
}

export async function licencesOf(
  tx: Tx,
  suppliers: readonly number[],
  org?: number,
): Promise<(Licence & { supplierId: number })[]> {
  return tx<(Licence & { supplierId: number })[]>`
    select supplier_id, kind, licence_no, valid_to from partner.licence
    where org_id = coalesce(${org ?? null}::bigint, core.current_org())
      and supplier_id in (select unnest(${suppliers as number[]}::bigint[])) order by supplier_id, kind`
}

/** Replaces the licences beside the wholesaler's own. Refuses: INPUT_INVALID where one kind comes twice. */
export async function setLicences(
  tx: Tx,
  orgId: number,
  supplierId: number,
  licences: readonly Licence[] | undefined,
): Promise<void> {
  if (!licences) return
  if (new Set(licences.map((l) => l.kind)).size !== licences.length) {
    const facts = { message: '同一种证照只登记一份' }
    throw new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field: 'licences', facts }])
  }
  await tx`delete from partner.licence where org_id = ${orgId} and supplier_id = ${supplierId}`
  await tx`
    insert into partner.licence (org_id, supplier_id, kind, licence_no, valid_to)
    select ${orgId}, ${supplierId}, k, n, d from unnest(${licences.map((l) => l.kind)}::text[],
      ${licences.map((l) => l.licenceNo)}::text[], ${licences.map((l) => l.validTo)}::date[]) as g (k, n, d)`
}

export interface SupplierQuery {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly state?: 'active' | 'stopped' | undefined
  readonly licence?: LicenceState | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
  readonly day: string
}

export async function suppliersOf(
  tx: Tx,
  query: SupplierQuery,
): Promise<{ rows: SupplierRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const from = tx`
    from partner.supplier s
    where s.org_id = coalesce(${query.org ?? null}::bigint, core.current_org())
      and (${like}::text is null or s.name ilike ${like} or s.code ilike ${like} or s.contact ilike ${like}
        ${orSpelt(tx, query.q, 's.org_id', 's.name')})
      and (${query.state ?? null}::text is null or (s.stopped_at is null) = (${query.state ?? null} = 'active'))
      ${licenceEnds(tx, query.licence, query.day)}`
  const rows = await tx<SupplierRow[]>`
    select s.id as supplier_id, s.code, s.name, s.licence_no, s.licence_valid_to, s.contact, s.phone, s.address,
      s.account_id, s.stopped_at ${from} ${orderBy(tx, query.sort, columns, 's.code')}
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows, total: counted?.total ?? 0 }
}

function asRefusal(error: unknown, supplier: { code?: string; name: string }): never {
  const constraint = brokenConstraint(error)
  if (constraint === 'supplier_code')
    throw new Refusal('ALREADY_EXISTS', { what: '供应商编码', value: supplier.code ?? '' })
  if (constraint === 'supplier_name')
    throw new Refusal('ALREADY_EXISTS', { what: '供应商', value: supplier.name })
  throw error
}

export async function insertSupplier(
  tx: Tx,
  orgId: number,
  s: SupplierDetails & { code: string; accountId: number },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into partner.supplier (org_id, code, name, licence_no, licence_valid_to, contact, phone, address, account_id)
    values (${orgId}, ${s.code}, ${s.name}, ${s.licenceNo || null}, ${s.licenceValidTo ?? null}, ${s.contact || null},
      ${s.phone || null}, ${s.address || null}, ${s.accountId})
    returning id`.catch((error: unknown) => asRefusal(error, s))
  assert(row, 'an inserted supplier has a number')
  await spell(tx, orgId, [s.name])
  return row.id
}

/** The supplier's code; undefined where there is no such supplier of one's own. */
export async function updateSupplierRow(
  tx: Tx,
  orgId: number,
  id: number,
  s: SupplierDetails,
): Promise<string | undefined> {
  const [row] = await tx<{ code: string }[]>`
    update partner.supplier set name = ${s.name}, licence_no = ${s.licenceNo || null},
      licence_valid_to = ${s.licenceValidTo ?? null}, contact = ${s.contact || null}, phone = ${s.phone || null},
      address = ${s.address || null}
    where org_id = ${orgId} and id = ${id} returning code`.catch((error: unknown) => asRefusal(error, s))
  if (row) await spell(tx, orgId, [s.name])
  return row?.code
}

export async function supplierForUpdate(
  tx: Tx,
  orgId: number,
  id: number,
): Promise<{ code: string; stoppedAt: string | null } | undefined> {
  const [row] = await tx<{ code: string; stoppedAt: string | null }[]>`
    select code, stopped_at from partner.supplier where org_id = ${orgId} and id = ${id} for update`
  return row
}

export async function setStopped(tx: Tx, orgId: number, id: number, at: string | null): Promise<void> {
  await tx`update partner.supplier set stopped_at = ${at} where org_id = ${orgId} and id = ${id}`
}
