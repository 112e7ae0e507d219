import type { Tx } from '#core/db.ts'
import type { CountLine } from './rules.ts'

export interface ReceiptHead {
  readonly id: number
  readonly no: string
  readonly orgId: number
  readonly state: 'counting' | 'signed' | 'cancelled'
  readonly version: number
  readonly supplierId: number
  readonly supplierAccountId: number
  readonly locationId: number
  readonly locationAccountId: number
}

/** One's own receipt, locked for the length of the act, so that counting has one order. */
export async function lockReceipt(
  tx: Tx,
  orgId: number,
  receiptId: number,
): Promise<ReceiptHead | undefined> {
  const [row] = await tx<ReceiptHead[]>`
    select r.id, r.no, r.org_id, r.state, r.version, r.supplier_id, r.location_id,
      s.account_id as supplier_account_id, l.account_id as location_account_id
    from receipt.receipt r
    join partner.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
    join place.location l on l.org_id = r.org_id and l.id = r.location_id
    where r.org_id = ${orgId} and r.id = ${receiptId}
    for update of r`
  return row
}

/** Lines with their counts, in the order of the document. */
export async function countLines(tx: Tx, receiptId: number): Promise<(CountLine & { unit: string })[]> {
  return tx`
    select l.id, l.line, l.drug_id, d.name || ' ' || d.spec as drug, d.unit, l.expected_units, l.lot_no, l.made, l.expiry,
      coalesce(s.accepted, 0)::int as accepted_units, coalesce(s.damaged, 0)::int + coalesce(x.damaged, 0)::int as damaged_units,
      coalesce(x.short, 0)::int as short_units
    from receipt.line l
    join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
    left join lateral (
      select sum(units) filter (where not damaged) as accepted, sum(units) filter (where damaged) as damaged
      from receipt.scan where org_id = l.org_id and line_id = l.id) s on true
    left join lateral (
      select sum(units) filter (where kind = 'short') as short, sum(units) filter (where kind = 'damaged' and code is null) as damaged
      from receipt.discrepancy where org_id = l.org_id and line_id = l.id) x on true
    where l.receipt_id = ${receiptId}
    order by l.line`
}

export interface NewScan {
  readonly code: string
  readonly raw: string
  readonly kind: string
  readonly lineId: number
  readonly units: number
  readonly lotNo: string
  readonly made: string | null
  readonly expiry: string
  readonly entered: 'scan' | 'typed' | 'carton' | 'file'
}

export async function insertScans(
  tx: Tx,
  orgId: number,
  receiptId: number,
  by: number,
  at: string,
  scans: readonly NewScan[],
): Promise<void> {
  await tx`
    insert into receipt.scan (org_id, receipt_id, code, raw, kind, line_id, units, lot_no, made, expiry, entered, scanned_by, scanned_at)
    select ${orgId}, ${receiptId}, s.code, s.raw, s.kind, s.line_id, s.units, s.lot_no, s.made, s.expiry, s.entered, ${by}, ${at}::timestamptz
    from unnest(${scans.map((s) => s.code)}::text[], ${scans.map((s) => s.raw)}::text[], ${scans.map((s) => s.kind)}::text[],
      ${scans.map((s) => s.lineId)}::bigint[], ${scans.map((s) => s.units)}::int[], ${scans.map((s) => s.lotNo)}::text[],
      ${scans.map((s) => s.made)}::date[], ${scans.map((s) => s.expiry)}::date[], ${scans.map((s) => s.entered)}::text[])
      as s (code, raw, kind, line_id, units, lot_no, made, expiry, entered)`
}

/** Every change makes the version that was signed an older one. */
export async function touch(tx: Tx, orgId: number, receiptId: number): Promise<void> {
  await tx`update receipt.receipt set version = version + 1 where org_id = ${orgId} and id = ${receiptId}`
}

export interface ProductOfKey {
  readonly key: string
  readonly drugId: number
  readonly level: number
  readonly units: number
  readonly drug: string
  readonly drugClass: string
}

/** Which drug and how many units the product part of a code stands for. */
export async function productsOf(
  tx: Tx,
  orgId: number,
  keys: readonly string[],
): Promise<Map<string, ProductOfKey>> {
  const rows = await tx<ProductOfKey[]>`
    select i.key, i.drug_id, i.level, i.units, d.name || ' ' || d.spec as drug, d.drug_class
    from catalogue.identifier i join catalogue.drug_name d on d.org_id = i.org_id and d.drug_id = i.drug_id
    where i.org_id = ${orgId} and i.key = any (${keys as string[]}::text[])`
  return new Map(rows.map((r) => [r.key, r]))
}

export interface ManifestRow {
  readonly code: string
  readonly raw: string
  readonly level: number
  readonly parent: string | null
  readonly lotNo: string | null
  readonly made: string | null
  readonly expiry: string | null
}

export async function manifestRows(
  tx: Tx,
  orgId: number,
  receiptId: number,
  codes: readonly string[],
): Promise<Map<string, ManifestRow>> {
  const rows = await tx<ManifestRow[]>`
    select code, raw, level, parent, lot_no, made, expiry from receipt.manifest
    where org_id = ${orgId} and receipt_id = ${receiptId} and code = any (${codes as string[]}::text[])`
  return new Map(rows.map((r) => [r.code, r]))
}

/** The smallest packs inside a carton, however many levels lie between. */
export async function leavesInFile(
  tx: Tx,
  orgId: number,
  receiptId: number,
  carton: string,
): Promise<ManifestRow[]> {
  return tx<ManifestRow[]>`
    with recursive inside as (
      select m.code, 1 as depth from receipt.manifest m where m.org_id = ${orgId} and m.receipt_id = ${receiptId} and m.parent = ${carton}
      union all
      select m.code, i.depth + 1 from inside i
      join receipt.manifest m on m.org_id = ${orgId} and m.receipt_id = ${receiptId} and m.parent = i.code where i.depth < 3)
    select m.code, m.raw, m.level, m.parent, m.lot_no, m.made, m.expiry from inside i
    join receipt.manifest m on m.org_id = ${orgId} and m.receipt_id = ${receiptId} and m.code = i.code
    where m.level = 1 order by m.code limit 20000`
}

/** The next packs of the file that nobody has scanned, in the order of their codes. */
export async function waitingInFile(
  tx: Tx,
  orgId: number,
  receiptId: number,
  after: string,
  limit: number,
): Promise<ManifestRow[]> {
  return tx<ManifestRow[]>`
    select m.code, m.raw, m.level, m.parent, m.lot_no, m.made, m.expiry from receipt.manifest m
    where m.org_id = ${orgId} and m.receipt_id = ${receiptId} and m.level = 1 and m.code > ${after}
      and m.code not in (select code from receipt.scan where org_id = ${orgId} and receipt_id = ${receiptId})
    order by m.code limit ${limit}`
}

export interface Taken {
  readonly code: string
  readonly scanned: boolean
  /** Where the code's units are now, where it was received before. */
  readonly place: string | null
  readonly received: boolean
}

/** What is already known of codes: scanned in this receipt, on our books, held by somebody else. */
export async function knownOf(
  tx: Tx,
  orgId: number,
  receiptId: number,
  codes: readonly string[],
): Promise<{ taken: Map<string, Taken>; elsewhere: Set<string> }> {
  const list = codes as string[]
  // One pass over the balances for all codes, so that it costs the same however the planner goes about it.
  const rows = await tx<Taken[]>`
    select c.code, s.code is not null as scanned, coalesce(b.received, false) as received, b.place
    from unnest(${list}::text[]) as c (code)
    left join (
      select code from receipt.scan where org_id = ${orgId} and receipt_id = ${receiptId} and code = any (${list}::text[])) s on s.code = c.code
    left join (
      select b.code, bool_or(a.kind = 'supplier' and b.quantity < 0) as received,
        string_agg(distinct a.title, '、') filter (where b.inside and b.quantity > 0) as place
      from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
      where b.org_id = ${orgId} and b.code = any (${list}::text[]) and b.code <> '' and b.quantity <> 0 group by b.code) b on b.code = c.code`
  const held = await tx<{ code: string }[]>`select code from ledger.held_elsewhere(${list}::text[])`
  return { taken: new Map(rows.map((r) => [r.code, r])), elsewhere: new Set(held.map((h) => h.code)) }
}

/** Expiry dates by `drug|lot`: as the books know them, else as packs of this receipt came with. */
export async function knownExpiries(tx: Tx, orgId: number, receiptId: number): Promise<Map<string, string>> {
  const rows = await tx<{ drugId: number; lotNo: string; expiry: string }[]>`
    select distinct l.drug_id, s.lot_no, s.expiry, 1 as rank
    from receipt.scan s join receipt.line l on l.org_id = s.org_id and l.id = s.line_id
    where s.org_id = ${orgId} and s.receipt_id = ${receiptId} and s.expiry is not null
    union all
    select k.drug_id, k.lot_no, k.expiry, 2 from ledger.lot k
    where k.org_id = ${orgId} and k.drug_id in (select drug_id from receipt.line where org_id = ${orgId} and receipt_id = ${receiptId})
    order by rank`
  return new Map(rows.map((r) => [`${r.drugId}|${r.lotNo}`, r.expiry]))
}

/** What the books or the supplier's file say of one lot of a line's drug. */
export async function sourceOfLot(
  tx: Tx,
  orgId: number,
  receiptId: number,
  lineId: number,
  lotNo: string,
): Promise<{ expiry: string } | undefined> {
  const [row] = await tx<{ expiry: string }[]>`
    select x.expiry from receipt.line l
    cross join lateral (
      select k.expiry from ledger.lot k where k.org_id = l.org_id and k.drug_id = l.drug_id and k.lot_no = ${lotNo}
      union all
      select m.expiry from receipt.manifest m
      where m.org_id = l.org_id and m.receipt_id = l.receipt_id and m.drug_id = l.drug_id and m.lot_no = ${lotNo}) x
    where l.org_id = ${orgId} and l.receipt_id = ${receiptId} and l.id = ${lineId} and x.expiry is not null limit 1`
  return row
}
