import type { Tx } from '#core/db.ts'
import type { KnownDrug, KnownSupplier, RawRow } from './cells.ts'

/** What a file's rows can point to: the suppliers, and only the drugs and numbers that the file names. */
export async function knownFor(
  tx: Tx,
  orgId: number,
  rows: readonly RawRow[],
): Promise<{ suppliers: KnownSupplier[]; drugs: KnownDrug[]; taken: Set<string> }> {
  const distinct = (pick: (cells: RawRow['cells']) => string) => [
    ...new Set(rows.map((row) => pick(row.cells))),
  ]
  const suppliers = await tx<KnownSupplier[]>`
    select id as supplier_id, code, name, stopped_at is not null as stopped from partner.supplier
    where org_id = ${orgId} order by id limit 20000`
  // Found loosely here (blanks and case) and exactly by the rules: a few too many do no harm.
  const drugs = await tx<KnownDrug[]>`
    select d.drug_id, d.code, d.name, d.spec, d.unit, d.drug_class, f.pack_unit, f.pack_units, f.stopped_at is not null as stopped
    from catalogue.drug_name d join catalogue.formulary f on f.org_id = d.org_id and f.drug_id = d.drug_id
    where d.org_id = ${orgId}
      and (lower(d.code) = any (${distinct((c) => tidy(c.drugCode))}::text[])
        or lower(replace(d.name, ' ', '')) = any (${distinct((c) => (c.drugCode === '' ? tidy(c.drugName) : ''))}::text[]))
    order by d.drug_id`
  const taken = await tx<{ externalNo: string }[]>`
    select external_no from purchase.purchase_order
    where org_id = ${orgId} and external_no = any (${distinct((c) => c.externalNo)}::text[])`
  return { suppliers: [...suppliers], drugs: [...drugs], taken: new Set(taken.map((t) => t.externalNo)) }
}

const tidy = (text: string) => text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
