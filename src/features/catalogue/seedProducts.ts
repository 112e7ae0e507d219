import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import postgres from 'postgres'
import { drugClass, type DrugClass } from '#core/contract.ts'
import { assert } from '#core/refusal.ts'

export interface ProductClass {
  readonly class: DrugClass
  /** First day of the class. 2005-11-01, when 条例 (国务院令 442) took effect, stands for "since before any record". */
  readonly from: string
  /** The first day on which it no longer holds. */
  readonly to: string | null
}

/** One row of products.csv, named as the columns of catalogue.product. */
export interface ProductRow {
  readonly code: string
  readonly name: string
  readonly name_en: string | null
  readonly form: string
  readonly form_group: string
  readonly spec: string
  readonly unit: string
  /** µg, IU or µl: the smallest unit, so that contents are whole numbers. */
  readonly content_unit: string
  /** What one unit holds; 0: not tracked once opened (no single strength, or not whole in µg). */
  readonly content_per_unit: number
  readonly volume_ul: number | null
  readonly container: string | null
  readonly limit_profile: string
  readonly atc: string | null
  readonly source: string
  readonly confidence: string
  readonly classes: readonly ProductClass[]
}

/** The platform's products, as they are kept beside this file. */
export function readProducts(): ProductRow[] {
  const text = readFileSync(new URL('products.csv', import.meta.url), 'utf8')
  const rows: Record<string, string>[] = parse(text, { columns: true })
  return rows.map(({ classes, content_per_unit, volume_ul, ...row }) => ({
    ...(Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v || null])) as unknown as ProductRow),
    content_per_unit: Number(content_per_unit),
    volume_ul: volume_ul ? Number(volume_ul) : null,
    classes: (classes ?? '').split('; ').map(classOf),
  }))
}

/** `PS2 2005-11-01/2024-07-01`; without an end: in force. */
function classOf(text: string): ProductClass {
  const [, name, from, to] = /^(\w{3}) (\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d)?$/.exec(text) ?? []
  assert(from, `a class in products.csv reads CLASS FROM/TO, not “${text}”`)
  return { class: drugClass.parse(name), from, to: to ?? null }
}

/** Brings products and their classes up to the file; as the owner, because no tenant may write them. Repeatable. */
export async function seedProducts(ownerUrl: string): Promise<void> {
  const products = readProducts()
  const columns = Object.keys(products[0] ?? {}).filter((name) => name !== 'classes')
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  try {
    await sql.begin(async (tx) => {
      await tx`
        insert into catalogue.product ${tx(products as never, ...(columns as never[]))}
        on conflict (code) do update set name = excluded.name, name_en = excluded.name_en, form = excluded.form,
          form_group = excluded.form_group, spec = excluded.spec, unit = excluded.unit, content_unit = excluded.content_unit,
          content_per_unit = excluded.content_per_unit, volume_ul = excluded.volume_ul, container = excluded.container,
          limit_profile = excluded.limit_profile, atc = excluded.atc, source = excluded.source, confidence = excluded.confidence`
      const classes = products.flatMap((p) => p.classes.map((c) => ({ code: p.code, ...c })))
      await tx`
        insert into catalogue.product_class (product_id, class, valid_from, valid_to)
        select p.id, c.class, c.from::date, c.to::date
        from jsonb_to_recordset(${tx.json(classes as never)}) as c (code text, class text, "from" text, "to" text)
        join catalogue.product p on p.code = c.code
        on conflict (product_id, valid_from) do update set class = excluded.class, valid_to = excluded.valid_to`
    })
  } finally {
    await sql.end()
  }
}
