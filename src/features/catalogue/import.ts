import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import type { Existing, ImportKind, Read } from '#core/imports/kind.ts'
import { importRoutes } from '#core/imports/routes.ts'
import { loose } from '#core/imports/rules.ts'
import { addLedgerDrugs, unmakeLedgerDrugs } from '#core/ledger/drugs.ts'
import { drugColumns, type DrugColumn } from './importColumns.ts'
import { drugImport } from './importContract.ts'
import { completeDrug, keysIn, type DrugValue, type ImportProduct, type KnownDrugs } from './importRules.ts'
import { insertFormularies, removeFormularies, updateFormularies } from './importStore.ts'

async function products(tx: Tx, day: string): Promise<ImportProduct[]> {
  return tx<ImportProduct[]>`
    select p.id as product_id, p.code, p.name, p.spec, p.form, p.form_group, p.unit, p.content_unit, p.content_per_unit,
      p.container, c.class as drug_class, c.valid_from as since
    from catalogue.product p left join catalogue.product_class c on c.product_id = p.id
      and c.valid_from <= ${day}::date and (c.valid_to is null or c.valid_to > ${day}::date)
    order by p.id limit 20000`
}

type Found = {
  readonly drugId: number
  readonly code: string
  readonly productId: number
  readonly container: string | null
}
type Kept = { readonly drugId: number } & Pick<
  DrugValue,
  | 'form'
  | 'manufacturer'
  | 'packUnit'
  | 'packUnits'
  | 'barcode69'
  | 'standardCode'
  | 'insuranceCode'
  | 'approvalNo'
  | 'lowUnits'
  | 'highUnits'
>

/**
 * Drugs as an import compares them; `by` chooses which. One table a statement and put together here: right after
 * ten thousand rows came in, the planner still believes in nine and would join them row by row.
 */
async function storedDrugs(
  tx: Tx,
  orgId: number,
  list: readonly ImportProduct[],
  by: { codes: string[] } | { ids: number[] },
): Promise<Existing<DrugValue>[]> {
  const chosen =
    'codes' in by
      ? tx`lower(code) in (select unnest(${by.codes}::text[]))`
      : tx`id in (select unnest(${by.ids}::bigint[]))`
  const drugs = await tx<Found[]>`
    select id as drug_id, code, product_id, container from ledger.drug where org_id = ${orgId} and ${chosen}`
  if (drugs.length === 0) return []
  const ids = drugs.map((d) => d.drugId)
  const kept = await tx<Kept[]>`
    select drug_id, form, manufacturer, pack_unit, pack_units, barcode69, standard_code, insurance_code, approval_no,
      low_units, high_units from catalogue.formulary where org_id = ${orgId} and drug_id in (select unnest(${ids}::bigint[]))`
  const keys = await tx<{ drugId: number; prefixes: string[] | null; larger: boolean }[]>`
    select drug_id, array_agg(key order by key) filter (where level = 1) as prefixes, bool_or(level > 1) as larger
    from catalogue.identifier where org_id = ${orgId} and drug_id in (select unnest(${ids}::bigint[])) group by drug_id`
  const products = new Map(list.map((p) => [p.productId, p]))
  const byId = {
    kept: new Map(kept.map((k) => [k.drugId, k])),
    keys: new Map(keys.map((k) => [k.drugId, k])),
  }
  return drugs.flatMap((drug) => {
    const [product, formulary] = [products.get(drug.productId), byId.kept.get(drug.drugId)]
    if (!product || !formulary) return []
    const { drugId, ...row } = formulary
    const { prefixes, larger } = byId.keys.get(drugId) ?? { prefixes: [], larger: false }
    return [{ id: drugId, value: { ...row, ...named(drug, product), prefixes: prefixes ?? [], larger } }]
  })
}

function named({ code, productId, container }: Found, product: ImportProduct) {
  const { code: productCode, name, spec, drugClass } = product
  const recover = container === null ? ('no' as const) : ('yes' as const)
  return {
    code,
    product: productCode,
    name,
    spec,
    drugClass: drugClass ?? 'WAT',
    recover,
    productId,
    container,
  } as const
}

/** Which drug each product key of the file means already. */
async function takenKeys(
  tx: Tx,
  orgId: number,
  rows: readonly Read<DrugColumn>[],
): Promise<KnownDrugs['keys']> {
  const wanted = rows.flatMap((row) => keysIn(row.prefixes))
  const taken = await tx<{ key: string; drugId: number }[]>`
    select key, drug_id from catalogue.identifier where org_id = ${orgId} and key in (select unnest(${wanted}::text[]))`
  const codes = await tx<{ id: number; code: string }[]>`
    select id, code from ledger.drug where org_id = ${orgId} and id in (select unnest(${taken.map((t) => t.drugId)}::bigint[]))`
  const codeOf = new Map(codes.map((c) => [c.id, c.code]))
  return new Map(taken.map((t) => [t.key, { drugId: t.drugId, code: codeOf.get(t.drugId) ?? '' }]))
}

export const drugKind: ImportKind<DrugColumn, DrugValue, KnownDrugs> = {
  kind: 'drugs',
  what: '药品',
  columns: drugColumns,
  identity: ['code'],
  label: (cells) => [cells.name || cells.product || cells.code, cells.spec].filter(Boolean).join(' '),
  async known(tx, actor, rows) {
    const day = dayOf(actor.at)
    const list = await products(tx, day)
    const codes = rows.map((row) => loose(String(row.code ?? '')))
    const drugs = await storedDrugs(tx, actor.orgId, list, { codes })
    return {
      byCode: new Map(list.map((p) => [loose(p.code), p])),
      byName: Map.groupBy(list, (p) => loose(p.name)),
      drugs: new Map(drugs.map((d) => [loose(d.value.code), d])),
      keys: await takenKeys(tx, actor.orgId, rows),
    }
  },
  existing: (known, read) => known.drugs.get(loose(String(read.code ?? ''))),
  complete: completeDrug,
  alone: (value) => value.prefixes.map((text) => ({ column: 'prefixes' as const, text })),
  async insert(tx, actor, values) {
    const ids = await addLedgerDrugs(tx, actor, values)
    await insertFormularies(
      tx,
      actor.orgId,
      values.map((value, i) => ({ id: ids[i] ?? 0, value })),
    )
    return ids
  },
  update: (tx, actor, values) => updateFormularies(tx, actor.orgId, values),
  async current(tx, actor, ids) {
    const list = await products(tx, dayOf(actor.at))
    const drugs = await storedDrugs(tx, actor.orgId, list, { ids: [...ids] })
    return new Map(drugs.map((d) => [d.id, d.value]))
  },
  async remove(tx, actor, ids) {
    await removeFormularies(tx, actor.orgId, ids)
    await unmakeLedgerDrugs(tx, ids)
  },
}

export const drugImportRoutes = importRoutes(drugImport, drugKind)
