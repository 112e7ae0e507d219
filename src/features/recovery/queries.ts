import { classify } from '#core/codes/code.ts'
import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  findContainer,
  listBins,
  listOwed,
  listOwing,
  listRecoveries,
  type BinRow,
  type OwedRow,
  type OwingRow,
  type RecoveryRow,
} from './contract.ts'
import { whyNotOwed } from './store.ts'

const owed = (tx: Tx) => tx`
  select d.drug_id, d.name, d.spec, d.unit, d.drug_class, i.id as issue_id, i.no as issue_no, i.ref_no, i.holder_id, u.name as holder, u.title as holder_title,
    b.lot_id, l.lot_no, b.code, coalesce(d.container, '空安瓿') as container, b.quantity::int as owed, b.changed_at as since, i.due_at
  from ledger.balance b
  join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'custody'
  join issue.issue i on i.org_id = b.org_id and i.account_id = b.account_id
  join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
  join catalogue.drug_name d on d.org_id = b.org_id and d.drug_id = b.drug_id
  join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id`

export const recoveryQueries: Route[] = [
  on(listOwed, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(OwedRow & { total: number })[]>`
      select q.*, count(*) over () as total from (${owed(tx)}
        where b.org_id = coalesce(${input.org ?? null}, core.current_org()) and b.item = 'container' and b.quantity > 0
          and (${input.issueId ?? null}::bigint is null or i.id = ${input.issueId ?? null})
          and (${input.holderId ?? null}::bigint is null or i.holder_id = ${input.holderId ?? null})
          and (${like}::text is null or u.name ilike ${like} or i.no ilike ${like} or l.lot_no ilike ${like} or d.name ilike ${like})) q
      order by q.due_at, q.issue_id, q.code limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: [...rows], total: rows[0]?.total ?? 0 }
  }),

  on(listOwing, async (tx, actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(OwingRow & { total: number; allContainers: number; allOverdue: number })[]>`
      with o as (${owed(tx)}
        where b.org_id = coalesce(${input.org ?? null}, core.current_org()) and b.item = 'container' and b.quantity > 0
          and (${input.holderId ?? null}::bigint is null or i.holder_id = ${input.holderId ?? null})),
      lots as (
        select issue_id, name || ' ' || spec || ' ' || lot_no || ' × ' || sum(owed) as words, sum(owed) as containers, min(since) as since
        from o group by issue_id, name, spec, lot_no)
      select i.id as issue_id, i.no as issue_no, i.ref_no, i.title, d.name as department, i.holder_id, u.name as holder, u.title as holder_title,
        sum(l.containers)::int as containers, string_agg(l.words, '、' order by l.words) as drugs, min(l.since) as since, i.due_at,
        count(*) over () as total, (sum(sum(l.containers)) over ())::int as all_containers,
        (sum(case when i.due_at < ${actor.at} then sum(l.containers) else 0 end) over ())::int as all_overdue
      from lots l join issue.issue i on i.id = l.issue_id
      join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
      left join identity.department d on d.org_id = i.org_id and d.id = case when i.department_id is null then u.department_id else i.department_id end
      where (${input.state ?? null}::text is null or (i.due_at < ${actor.at}) = (${input.state ?? null} = 'overdue'))
      group by i.id, i.org_id, i.no, i.ref_no, i.title, d.name, i.holder_id, u.name, u.title, i.due_at
      having ${like}::text is null or u.name ilike ${like} or i.no ilike ${like} or i.ref_no ilike ${like} or bool_or(l.words ilike ${like})
      order by i.due_at, i.id limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    const { allContainers: containers = 0, allOverdue: overdue = 0, total = 0 } = rows[0] ?? {}
    return { rows: [...rows], total, containers, overdue }
  }),

  on(findContainer, async (tx, actor, { raw }) => {
    const code = classify(raw).normalised
    const [row] = await tx<OwedRow[]>`
      ${owed(tx)} where b.org_id = ${actor.orgId} and b.item = 'container' and b.quantity > 0 and b.code = ${code} and b.code <> '' limit 1`
    if (row) return row
    const why = await whyNotOwed(tx, actor.orgId, code)
    if (!why) throw new Refusal('CODE_NEVER_RECEIVED', { code })
    const { lotNo, ...facts } = why
    throw new Refusal('CONTAINER_NOT_OWED', {
      name: '全院',
      lot: `${lotNo} 码尾 ${code.slice(-8)}`,
      ...facts,
    })
  }),

  on(listRecoveries, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(RecoveryRow & { total: number })[]>`
      select r.id, r.org_id, r.no, r.issue_id, i.no as issue_no, l.name as bin, ru.name as received_by, bu.name as returned_by,
        r.recovered_at, r.movement_id, dp.name as department, back.id is not null as reversed, x.containers, x.drugs, count(*) over () as total
      from recovery.recovery r
      join issue.issue i on i.org_id = r.org_id and i.id = r.issue_id
      join place.location l on l.org_id = r.org_id and l.id = r.bin_location_id
      join identity.app_user ru on ru.org_id = r.org_id and ru.id = r.received_by
      join identity.app_user bu on bu.org_id = r.org_id and bu.id = r.returned_by
      join identity.app_user hu on hu.org_id = i.org_id and hu.id = i.holder_id
      left join identity.department dp on dp.org_id = i.org_id and dp.id = case when i.department_id is null then hu.department_id else i.department_id end
      left join ledger.movement back on back.org_id = r.org_id and back.reverses_id = r.movement_id
      cross join lateral (
        select sum(e.quantity)::int as containers, string_agg(distinct d.name || ' ' || d.spec || ' ' || lo.lot_no, '、') as drugs
        from ledger.entry e join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id
        join ledger.lot lo on lo.org_id = e.org_id and lo.id = e.lot_id
        where e.org_id = r.org_id and e.movement_id = r.movement_id) x
      where r.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${input.issueId ?? null}::bigint is null or r.issue_id = ${input.issueId ?? null})
        and (${like}::text is null or r.no ilike ${like} or i.no ilike ${like} or bu.name ilike ${like})
      order by r.recovered_at desc, r.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: [...rows], total: rows[0]?.total ?? 0 }
  }),

  on(listBins, async (tx, _actor, input) => {
    const rows = await tx<(BinRow & { total: number })[]>`
      select d.drug_id, d.name, d.spec, d.unit, d.drug_class, p.id as bin_location_id, p.name as bin, b.lot_id, l.lot_no, l.expiry,
        coalesce(d.container, '空安瓿') as container, sum(b.quantity)::int as units, min(b.changed_at) as since, count(*) over () as total
      from place.location p
      join ledger.balance b on b.org_id = p.org_id and b.account_id = p.account_id and b.item = 'container' and b.quantity > 0
      join catalogue.drug_name d on d.org_id = b.org_id and d.drug_id = b.drug_id
      join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
      where p.org_id = coalesce(${input.org ?? null}, core.current_org()) and p.kind = 'recovery'
        and (${input.binLocationId ?? null}::bigint is null or p.id = ${input.binLocationId ?? null})
      group by d.drug_id, d.name, d.spec, d.unit, d.drug_class, p.id, p.name, b.lot_id, l.lot_no, l.expiry, d.container
      order by p.id, d.name, l.lot_no limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: [...rows], total: rows[0]?.total ?? 0 }
  }),
]
