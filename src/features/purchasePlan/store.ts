import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Actor } from '#core/actor.ts'
import { brokenConstraint, contains, type Tx } from '#core/db.ts'
import { cardClassesOn } from '#core/purchasing/rules.ts'
import { assert, Refusal } from '#core/refusal.ts'
import {
  maxPlanLines,
  type LeftRow,
  type PlanLine,
  type PlanRow,
  type PlanState,
  type Proposal,
} from './contract.ts'

export interface PlanQuery {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly year?: number | undefined
  readonly state?: PlanState | undefined
  readonly page: number
  readonly pageSize: number
}

const columns = (tx: Tx) => tx`
  p.id as plan_id, p.org_id, o.name as org, p.no, p.year, p.supplement, p.state, p.reason, u.name as created_by, p.created_at,
  p.submitted_at, p.decided_at,
  (select count(*)::int from purchase_plan.line l where l.org_id = p.org_id and l.plan_id = p.id) as lines`
const tables = (tx: Tx) => tx`
  from purchase_plan.plan_now p join identity.org o on o.id = p.org_id
  join identity.app_user u on u.org_id = p.org_id and u.id = p.created_by`

/** A hospital's own plans; an authority's: those sent to it, or all of one hospital that were sent. */
export async function plansOf(tx: Tx, query: PlanQuery): Promise<{ rows: PlanRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const rows = await tx<(PlanRow & { total: number })[]>`
    select ${columns(tx)}, count(*) over ()::int as total ${tables(tx)}
    where (case when ${query.org ?? null}::bigint is null then p.org_id = core.current_org() or p.authority_id = core.current_org()
        else p.org_id = ${query.org ?? null} end)
      and (p.org_id = core.current_org() or p.state <> 'draft')
      and (${query.year ?? null}::int is null or p.year = ${query.year ?? null})
      and (${query.state ?? null}::text is null or p.state = ${query.state ?? null})
      and (${like}::text is null or p.no ilike ${like} or o.name ilike ${like} or p.reason ilike ${like})
    order by p.state = 'submitted' desc, p.year desc, p.supplement desc, p.id desc
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
}

export interface Head extends PlanRow {
  readonly round: number
  readonly submittedBy: string | null
  readonly authorityId: number | null
  readonly authority: string | null
  readonly decidedName: string | null
  readonly note: string | null
  readonly listHash: string | null
}

/** A plan as far as the reader may see it; a draft is the hospital's own. Refuses NOT_FOUND. */
export async function headOf(tx: Tx, id: number): Promise<Head> {
  const [row] = await tx<Head[]>`
    select ${columns(tx)}, p.round, s.name as submitted_by, p.authority_id, a.name as authority, p.decided_name, p.note,
      encode(p.list_hash, 'hex') as list_hash ${tables(tx)}
    left join identity.app_user s on s.org_id = p.org_id and s.id = p.submitted_by
    left join identity.org a on a.id = p.authority_id
    where p.id = ${id} and (p.org_id = core.current_org() or p.state <> 'draft')`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** One's own plan, locked. Refuses NOT_FOUND. */
export async function lockOwn(tx: Tx, orgId: number, id: number): Promise<Head> {
  const [own] = await tx`select 1 from purchase_plan.plan where org_id = ${orgId} and id = ${id} for update`
  if (!own) throw new Refusal('NOT_FOUND')
  return headOf(tx, id)
}

export async function linesOf(tx: Tx, plan: Pick<Head, 'orgId' | 'planId'>): Promise<PlanLine[]> {
  return tx<PlanLine[]>`
    select l.product_id, d.name, d.spec, l.unit, coalesce(catalogue.class_of(l.product_id, make_date(p.year, 12, 31)), 'NAR') as drug_class,
      l.last_asked, l.last_used, l.asked, l.reason, x.approved_units as approved
    from purchase_plan.line l join catalogue.product d on d.id = l.product_id
    join purchase_plan.plan_now p on p.org_id = l.org_id and p.id = l.plan_id
    left join purchase_plan.decision_line x on x.org_id = p.authority_id and x.decision_id = p.decision_id and x.product_id = l.product_id
    where l.org_id = ${plan.orgId} and l.plan_id = ${plan.planId} order by d.code limit ${maxPlanLines}`
}

/** What the books say for a plan of that year; one row for each product of the formulary that is bought with the card. */
export async function proposalsOf(
  tx: Tx,
  orgId: number,
  of: { year: number; day: string },
): Promise<Proposal[]> {
  return tx<Proposal[]>`
    select p.id as product_id, p.name, p.spec, p.unit, c.class as drug_class, coalesce(a.units, 0) as last_asked,
      greatest(coalesce(u.units, 0), 0) as last_used, coalesce(n.units, 0) as approved, coalesce(o.units, 0) as ordered,
      greatest(coalesce(w.units, 0), 0) as used
    from catalogue.product p
    cross join lateral (select catalogue.class_of(p.id, ${of.day}::date) as class) c
    left join (select l.product_id, sum(l.asked)::bigint as units from purchase_plan.line l
      join purchase_plan.plan_now x on x.org_id = l.org_id and x.id = l.plan_id and x.state = 'approved'
      where l.org_id = ${orgId} and x.year = ${of.year - 1} group by 1) a on a.product_id = p.id
    left join purchase_plan.used(${orgId}, ${of.year - 1}) u on u.product_id = p.id
    left join purchase_plan.approved(${orgId}, ${of.year}) n on n.product_id = p.id
    left join purchase_plan.ordered(${orgId}, ${of.year}) o on o.product_id = p.id
    left join purchase_plan.used(${orgId}, ${of.year}) w on w.product_id = p.id
    where c.class = any (${cardClassesOn(of.day)}::text[]) and exists (
      select from ledger.drug d join catalogue.formulary f on f.org_id = d.org_id and f.drug_id = d.id
      where d.org_id = ${orgId} and d.product_id = p.id and f.stopped_at is null)
    order by p.code limit ${maxPlanLines}`
}

/** Products approved for a year, with what was ordered and used. */
export async function leftOfYear(
  tx: Tx,
  { org, year, withUsed }: { org?: number | undefined; year: number; withUsed: boolean },
): Promise<LeftRow[]> {
  const [own] = await tx<{ id: number }[]>`select coalesce(${org ?? null}::bigint, core.current_org()) as id`
  assert(own, 'a select without a table gives a row')
  return tx<LeftRow[]>`
    select p.id as product_id, p.name, p.spec, p.unit, coalesce(catalogue.class_of(p.id, make_date(${year}, 12, 31)), 'NAR') as drug_class,
      coalesce((select array_agg(d.id order by d.id) from ledger.drug d where d.org_id = ${own.id} and d.product_id = p.id), '{}') as drug_ids,
      a.units as approved, coalesce(s.units, 0) as supplemented, coalesce(o.units, 0) as ordered, ${withUsed ? tx`greatest(coalesce(w.units, 0), 0)` : tx`null::bigint`} as used
    from purchase_plan.approved(${own.id}, ${year}) a join catalogue.product p on p.id = a.product_id
    left join (select l.product_id, sum(l.approved_units)::bigint as units from purchase_plan.plan_now x
      join purchase_plan.decision_line l on l.org_id = x.authority_id and l.decision_id = x.decision_id
      where x.org_id = ${own.id} and x.year = ${year} and x.state = 'approved' and x.supplement > 0 group by 1) s on s.product_id = p.id
    left join purchase_plan.ordered(${own.id}, ${year}) o on o.product_id = p.id
    ${withUsed ? tx`left join purchase_plan.used(${own.id}, ${year}) w on w.product_id = p.id` : tx``}
    order by p.code limit ${maxPlanLines}`
}

/** Refuses ALREADY_EXISTS where the year has its plan. */
export async function insertPlan(
  tx: Tx,
  actor: Actor,
  plan: { no: string; year: number; supplement: number; reason: string | null },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into purchase_plan.plan (org_id, no, year, supplement, reason, created_by, created_at)
    values (${actor.orgId}, ${plan.no}, ${plan.year}, ${plan.supplement}, ${plan.reason}, ${actor.userId}, ${actor.at})
    returning id`.catch((error: unknown) => {
    if (brokenConstraint(error) !== 'plan_year') throw error
    throw new Refusal('ALREADY_EXISTS', { what: '购用计划', value: `${plan.year} 年` })
  })
  assert(row, 'an inserted plan has a number')
  return row.id
}

export interface NewLine {
  readonly productId: number
  readonly unit: string
  readonly lastAsked: number
  readonly lastUsed: number
  readonly asked: number
  readonly reason: string | null
}

/** A draft is written anew. */
export async function setLines(
  tx: Tx,
  orgId: number,
  planId: number,
  lines: readonly NewLine[],
): Promise<void> {
  await tx`delete from purchase_plan.line where org_id = ${orgId} and plan_id = ${planId}`
  await tx`
    insert into purchase_plan.line (org_id, plan_id, product_id, unit, last_asked, last_used, asked, reason)
    select ${orgId}, ${planId}, l."productId", l.unit, l."lastAsked", l."lastUsed", l.asked, l.reason
    from jsonb_to_recordset(${tx.json(lines as never)}) as l ("productId" bigint, unit text, "lastAsked" bigint, "lastUsed" bigint,
      asked int, reason text)`
}

/** SHA-256 of the plan as it is sent: number, year, round, and every product with what is asked. */
export function hashOf(head: Pick<Head, 'no' | 'year'>, lines: readonly PlanLine[]): Buffer {
  const text = canonicalize({ no: head.no, year: head.year, lines: lines.map((l) => [l.productId, l.asked]) })
  assert(text !== undefined, 'a list is serialisable')
  return createHash('sha256').update(`zhuisu/purchasePlan/v1\0${text}`).digest()
}

/** The health authority that supervises us, the nearest first. */
export async function healthAuthorityOf(
  tx: Tx,
  orgId: number,
): Promise<{ id: number; name: string } | undefined> {
  const [row] = await tx<{ id: number; name: string }[]>`
    select o.id, o.name from identity.supervision s join identity.org o on o.id = s.authority_id
    where s.institution_id = ${orgId} order by o.name like '%卫生健康%' desc, o.region desc, o.id limit 1`
  return row
}
