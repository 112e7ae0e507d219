import type { Tx } from '#core/db.ts'
import type { Existing } from '#core/imports/kind.ts'
import type { DrugValue } from './importRules.ts'

type Drugs = readonly Existing<DrugValue>[]

/** One row a drug, as columns of one statement. */
const given = (tx: Tx, drugs: Drugs) => tx`
  unnest(${drugs.map((d) => d.id)}::bigint[], ${drugs.map((d) => d.value.form)}::text[],
    ${drugs.map((d) => d.value.manufacturer)}::text[], ${drugs.map((d) => d.value.barcode69)}::text[],
    ${drugs.map((d) => d.value.standardCode)}::text[], ${drugs.map((d) => d.value.insuranceCode)}::text[],
    ${drugs.map((d) => d.value.approvalNo)}::text[], ${drugs.map((d) => d.value.packUnit)}::text[],
    ${drugs.map((d) => d.value.packUnits)}::int[], ${drugs.map((d) => d.value.lowUnits)}::int[],
    ${drugs.map((d) => d.value.highUnits)}::int[])
    as g (id, form, manufacturer, barcode69, standard_code, insurance_code, approval_no, pack_unit, pack_units, low_units, high_units)`

export async function insertFormularies(tx: Tx, orgId: number, drugs: Drugs): Promise<void> {
  if (drugs.length === 0) return
  await tx`
    insert into catalogue.formulary (org_id, drug_id, form, manufacturer, barcode69, standard_code, insurance_code,
      approval_no, pack_unit, pack_units, low_units, high_units)
    select ${orgId}, g.* from ${given(tx, drugs)}`
  await insertPrefixes(tx, orgId, drugs)
}

async function insertPrefixes(tx: Tx, orgId: number, drugs: Drugs): Promise<void> {
  const keys = drugs.flatMap((d) =>
    d.value.prefixes.map((key) => ({ key, id: d.id, units: d.value.packUnits })),
  )
  await tx`
    insert into catalogue.identifier (org_id, key, drug_id, level, units)
    select ${orgId}, k, d, 1, u from unnest(${keys.map((k) => k.key)}::text[], ${keys.map((k) => k.id)}::bigint[],
      ${keys.map((k) => k.units)}::int[]) as g (k, d, u)`
}

/** Larger packs' identifiers stay: an import knows the smallest pack only. */
export async function updateFormularies(tx: Tx, orgId: number, drugs: Drugs): Promise<void> {
  if (drugs.length === 0) return
  await tx`
    update catalogue.formulary f set form = g.form, manufacturer = g.manufacturer, barcode69 = g.barcode69,
      standard_code = g.standard_code, insurance_code = g.insurance_code, approval_no = g.approval_no,
      pack_unit = g.pack_unit, pack_units = g.pack_units, low_units = g.low_units, high_units = g.high_units
    from ${given(tx, drugs)} where f.org_id = ${orgId} and f.drug_id = g.id`
  await tx`
    delete from catalogue.identifier
    where org_id = ${orgId} and level = 1 and drug_id in (select unnest(${drugs.map((d) => d.id)}::bigint[]))`
  await insertPrefixes(tx, orgId, drugs)
}

export async function removeFormularies(tx: Tx, orgId: number, ids: readonly number[]): Promise<void> {
  await tx`delete from catalogue.identifier where org_id = ${orgId} and drug_id in (select unnest(${ids as number[]}::bigint[]))`
  await tx`delete from catalogue.formulary where org_id = ${orgId} and drug_id in (select unnest(${ids as number[]}::bigint[]))`
}
