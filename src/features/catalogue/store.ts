import { orSpelt } from '#core/spelling.ts'
import { brokenConstraint, contains, planAfresh, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { orderBy } from '#core/sorting.ts'
import type { DrugClass } from '#core/contract.ts'
import type { Drug, DrugRow, Identifier } from './contract.ts'

const columns = {
  code: 'd.code',
  name: 'd.name',
  form: 'f.form',
  manufacturer: 'f.manufacturer',
  packUnits: 'f.pack_units',
  contentPerUnit: 'd.content_per_unit',
  lowUnits: 'f.low_units',
  highUnits: 'f.high_units',
}

export interface DrugQuery {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly class?: DrugClass | undefined
  readonly formGroup?: string | undefined
  readonly state?: 'active' | 'stopped' | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
  /** The day whose class counts. */
  readonly day: string
}

// coalesce: a drug whose product is not listed on that day is watched by the hospital only.
const drugFields = (tx: Tx) => tx`
  d.org_id, d.id as drug_id, d.code, d.name, d.spec, d.unit, d.content_unit, d.content_per_unit, d.volume_ul, d.container,
  coalesce(c.class, 'WAT') as drug_class, f.form, p.form_group, f.manufacturer, f.pack_unit, f.pack_units, f.low_units,
  f.high_units, f.stopped_at, f.barcode69`

const drugTables = (tx: Tx, day: string) => tx`
  from catalogue.formulary f
  join ledger.drug d on d.org_id = f.org_id and d.id = f.drug_id
  join catalogue.product p on p.id = d.product_id
  left join catalogue.product_class c on c.product_id = d.product_id and c.valid_from <= ${day}::date
    and (c.valid_to is null or c.valid_to > ${day}::date)`

export async function drugsOf(tx: Tx, query: DrugQuery): Promise<{ rows: DrugRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const from = tx`
    ${drugTables(tx, query.day)}
    where f.org_id = coalesce(${query.org ?? null}::bigint, core.current_org())
      and (${like}::text is null or d.name ilike ${like} or d.code ilike ${like} or d.spec ilike ${like}
        or f.manufacturer ilike ${like} or f.barcode69 like ${like} or d.id in (select i.drug_id from catalogue.identifier i
          where i.org_id = coalesce(${query.org ?? null}::bigint, core.current_org()) and i.key like ${like})
        ${orSpelt(tx, query.q, 'd.org_id', 'd.name')})
      and (${query.class ?? null}::text is null or coalesce(c.class, 'WAT') = ${query.class ?? null})
      and (${query.formGroup ?? null}::text is null or p.form_group = ${query.formGroup ?? null})
      and (${query.state ?? null}::text is null or (f.stopped_at is null) = (${query.state ?? null} = 'active'))`
  planAfresh(tx)
  const rows = await tx<DrugRow[]>`
    select r.*, (select i.key from catalogue.identifier i where i.org_id = r.org_id and i.drug_id = r.drug_id
      order by i.level, i.key limit 1) as prefix
    from (select ${drugFields(tx)}, row_number() over (${orderBy(tx, query.sort, columns, 'd.code')}) as place
      ${from} order by place limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}) r
    order by r.place`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows, total: counted?.total ?? 0 }
}

export async function drugById(
  tx: Tx,
  id: number,
  day: string,
): Promise<(Omit<Drug, 'product' | 'warnings'> & { productId: number }) | undefined> {
  const [row] = await tx<(Omit<Drug, 'product' | 'warnings' | 'identifiers'> & { productId: number })[]>`
    select ${drugFields(tx)}, d.product_id, f.standard_code, f.insurance_code, f.approval_no
    ${drugTables(tx, day)} where d.id = ${id}`
  if (!row) return undefined
  const identifiers = await tx<Identifier[]>`
    select key, level, units from catalogue.identifier where drug_id = ${id} order by level, key`
  return { ...row, identifiers: [...identifiers], prefix: identifiers[0]?.key ?? null }
}

export interface Formulary {
  readonly form: string
  readonly manufacturer: string
  readonly packUnit: string
  readonly packUnits: number
  readonly lowUnits: number
  readonly highUnits?: number | undefined
  readonly approvalNo?: string | undefined
  readonly standardCode?: string | undefined
  readonly insuranceCode?: string | undefined
  readonly barcode69?: string | undefined
}

export async function insertFormulary(tx: Tx, orgId: number, drugId: number, f: Formulary): Promise<void> {
  await tx`
    insert into catalogue.formulary (org_id, drug_id, form, manufacturer, barcode69, standard_code, insurance_code,
      approval_no, pack_unit, pack_units, low_units, high_units)
    values (${orgId}, ${drugId}, ${f.form}, ${f.manufacturer}, ${f.barcode69 || null}, ${f.standardCode || null},
      ${f.insuranceCode || null}, ${f.approvalNo || null}, ${f.packUnit}, ${f.packUnits}, ${f.lowUnits}, ${f.highUnits ?? null})`
}

/** False where there is no such drug of one's own. An absent form stays as it is. */
export async function updateFormulary(
  tx: Tx,
  orgId: number,
  drugId: number,
  f: Omit<Formulary, 'form'> & { form?: string | undefined },
): Promise<boolean> {
  const changed = await tx`
    update catalogue.formulary set form = coalesce(${f.form ?? null}, form), manufacturer = ${f.manufacturer},
      barcode69 = ${f.barcode69 || null}, standard_code = ${f.standardCode || null},
      insurance_code = ${f.insuranceCode || null}, approval_no = ${f.approvalNo || null}, pack_unit = ${f.packUnit},
      pack_units = ${f.packUnits}, low_units = ${f.lowUnits}, high_units = ${f.highUnits ?? null}
    where org_id = ${orgId} and drug_id = ${drugId}`
  return changed.count === 1
}

/** Replaces the drug's identifiers. Refuses: ALREADY_EXISTS where one means another drug. */
export async function setIdentifiers(
  tx: Tx,
  orgId: number,
  drugId: number,
  identifiers: readonly Identifier[],
): Promise<void> {
  await tx`delete from catalogue.identifier where org_id = ${orgId} and drug_id = ${drugId}`
  for (const { key, level, units } of identifiers) {
    await tx`
      insert into catalogue.identifier (org_id, key, drug_id, level, units)
      values (${orgId}, ${key}, ${drugId}, ${level}, ${units})`.catch((error: unknown) => {
      if (brokenConstraint(error) !== 'identifier_pkey') throw error
      throw new Refusal('ALREADY_EXISTS', { what: '药品标识码', value: key })
    })
  }
}

export async function drugState(
  tx: Tx,
  orgId: number,
  drugId: number,
): Promise<{ code: string; stoppedAt: string | null } | undefined> {
  const [row] = await tx<{ code: string; stoppedAt: string | null }[]>`
    select d.code, f.stopped_at from catalogue.formulary f
    join ledger.drug d on d.org_id = f.org_id and d.id = f.drug_id
    where f.org_id = ${orgId} and f.drug_id = ${drugId} for update of f`
  return row
}

export async function setStopped(tx: Tx, orgId: number, drugId: number, at: string | null): Promise<void> {
  await tx`update catalogue.formulary set stopped_at = ${at} where org_id = ${orgId} and drug_id = ${drugId}`
}
