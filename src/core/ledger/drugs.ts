import { spell } from '#core/spelling.ts'
import type { Actor } from '#core/actor.ts'
import type { PendingQuery, Row } from 'postgres'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'

/** What the ledger keeps of a drug; strength in whole content units, 0 where it is not tracked once opened. */
export interface NewDrug {
  readonly code: string
  readonly name: string
  readonly spec: string
  readonly unit: string
  readonly contentUnit: string
  readonly contentPerUnit: number
  readonly volumeUl: number | null
  /** 空安瓿 废贴 …; null: nothing to recover. */
  readonly container: string | null
  readonly productId: number
}

/** Makes a drug known to the ledger. It never changes again: another strength is another drug. Refuses: ALREADY_EXISTS. */
export async function addLedgerDrug(tx: Tx, actor: Pick<Actor, 'orgId'>, drug: NewDrug): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into ledger.drug (org_id, code, name, spec, unit, content_unit, content_per_unit, volume_ul, container, product_id)
    values (${actor.orgId}, ${drug.code}, ${drug.name}, ${drug.spec}, ${drug.unit}, ${drug.contentUnit}, ${drug.contentPerUnit},
      ${drug.volumeUl}, ${drug.container}, ${drug.productId})
    returning id`.catch((error: unknown) => {
    if (brokenConstraint(error) === 'drug_code')
      throw new Refusal('ALREADY_EXISTS', { what: '药品编码', value: drug.code })
    throw error
  })
  assert(row, 'an inserted drug has a number')
  await spell(tx, actor.orgId, [drug.name])
  return row.id
}

/**
 * Many drugs of platform products in one statement; what the ledger keeps of their strength is the product's. Gives
 * their numbers in the order given. Refuses: ALREADY_EXISTS.
 */
export async function addLedgerDrugs(
  tx: Tx,
  actor: Pick<Actor, 'orgId'>,
  drugs: readonly {
    readonly code: string
    readonly productId: number
    readonly container: string | null
  }[],
): Promise<number[]> {
  const rows = await tx<{ id: number; code: string; name: string }[]>`
    insert into ledger.drug (org_id, code, name, spec, unit, content_unit, content_per_unit, volume_ul, container, product_id)
    select ${actor.orgId}, g.code, p.name, p.spec, p.unit, p.content_unit, p.content_per_unit, p.volume_ul, g.container, p.id
    from unnest(${drugs.map((d) => d.code)}::text[], ${drugs.map((d) => d.productId)}::bigint[],
      ${drugs.map((d) => d.container)}::text[]) with ordinality as g (code, product_id, container, n)
    join catalogue.product p on p.id = g.product_id order by g.n
    returning id, code, name`.catch((error: unknown) => {
    if (brokenConstraint(error) === 'drug_code')
      throw new Refusal('ALREADY_EXISTS', { what: '药品编码', value: '其中一个' })
    throw error
  })
  await spell(
    tx,
    actor.orgId,
    rows.map((r) => r.name),
  )
  const ids = new Map(rows.map((row) => [row.code, row.id]))
  return drugs.map(({ code }) => {
    const id = ids.get(code)
    assert(id, 'an inserted drug has a number')
    return id
  })
}

/** Takes back drugs that an import made and the ledger never moved; a broken foreign key says that one is used. */
export async function unmakeLedgerDrugs(tx: Tx, ids: readonly number[]): Promise<void> {
  const [row] = await tx<{ gone: number }[]>`select ledger.unmake_drugs(${ids as number[]}::bigint[]) as gone`
  assert(row?.gone === ids.length, 'every drug that an import made can be taken back')
}

type Fragment = PendingQuery<Row[]>

/** What `rows` (unit, units) add up to, unit by unit, as `unitSums` says it; nothing where there is nothing. */
export const unitSumsIn = (tx: Tx, rows: Fragment): Fragment => tx`
  (select coalesce(json_agg(json_build_object('unit', u.unit, 'units', u.units) order by u.unit), '[]') from (
    select g.unit, sum(g.units)::bigint as units from (${rows}) g group by g.unit having sum(g.units) <> 0) u)`

/** The names of the drugs of `rows` (name, unit, units), and their `sums`: one row. */
export const drugSumsIn = (tx: Tx, rows: Fragment): Fragment => tx`
  with r as (${rows})
  select (select coalesce(string_agg(distinct r.name, '、'), '') from r) as drugs, ${unitSumsIn(tx, tx`select * from r`)} as sums`

/** What these lines add up to, unit by unit. */
export function unitSumsOf(
  tx: Tx,
  orgId: number,
  lines: readonly { readonly drugId: number; readonly quantity: number }[],
) {
  return tx<{ unit: string; units: number }[]>`
    select d.unit, sum(x.quantity)::int as units
    from unnest(${lines.map((l) => l.drugId)}::bigint[], ${lines.map((l) => l.quantity)}::bigint[]) as x (drug_id, quantity)
    join ledger.drug d on d.org_id = ${orgId} and d.id = x.drug_id group by d.unit order by d.unit`
}
