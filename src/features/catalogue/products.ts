import { orSpelt } from '#core/spelling.ts'
import { contains, type Tx } from '#core/db.ts'
import { orderBy } from '#core/sorting.ts'
import type { DrugClass } from '#core/contract.ts'
import type { Product } from './contract.ts'

const columns = { code: 'p.code', name: 'p.name' }

// json keys are ours, because only column names are translated on their way out.
const productFields = (tx: Tx, day: string) => tx`
  p.id as product_id, p.code, p.name, p.name_en, p.form, p.form_group, p.spec, p.unit, p.content_unit, p.content_per_unit,
  p.volume_ul, p.container, p.limit_profile, catalogue.class_of(p.id, ${day}::date) as drug_class,
  (select coalesce(json_agg(json_build_object('class', c.class, 'from', c.valid_from, 'to', c.valid_to) order by c.valid_from), '[]')
    from catalogue.product_class c where c.product_id = p.id) as classes,
  exists (select from ledger.drug d where d.org_id = core.current_org() and d.product_id = p.id) as in_formulary`

export interface ProductQuery {
  readonly q?: string | undefined
  readonly class?: DrugClass | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
  readonly day: string
}

/** The platform's products; every organisation sees the same. */
export async function productsOf(tx: Tx, query: ProductQuery): Promise<{ rows: Product[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const from = tx`
    from catalogue.product p
    where (${like}::text is null or p.name ilike ${like} or p.code ilike ${like} or p.spec ilike ${like} or p.name_en ilike ${like}
        ${orSpelt(tx, query.q, 'core.current_org()', 'p.name')})
      and (${query.class ?? null}::text is null or catalogue.class_of(p.id, ${query.day}::date) = ${query.class ?? null})`
  const rows = await tx<Product[]>`
    select ${productFields(tx, query.day)} ${from} ${orderBy(tx, query.sort, columns, 'p.code')}
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows, total: counted?.total ?? 0 }
}

export async function productById(tx: Tx, id: number, day: string): Promise<Product | undefined> {
  const [row] = await tx<
    Product[]
  >`select ${productFields(tx, day)} from catalogue.product p where p.id = ${id}`
  return row
}
