import { classify } from '#core/codes/code.ts'
import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { findContainer, listBins, listOwed, listRecoveries } from './contract.ts'
import type { z } from 'zod'
import type { binRow, owedRow, recoveryRow } from './contract.ts'

type OwedRow = z.infer<typeof owedRow>

const owed = (tx: Tx) => tx`
  select d.drug_id, d.name, d.spec, d.unit, d.drug_class, i.id as issue_id, i.no as issue_no, i.ref_no, i.holder_id, u.name as holder,
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

  on(findContainer, async (tx, actor, { raw }) => {
    const code = classify(raw).normalised
    const [row] = await tx<OwedRow[]>`
      ${owed(tx)} where b.org_id = ${actor.orgId} and b.item = 'container' and b.quantity > 0 and b.code = ${code} limit 1`
    if (row) return row
    const [known] = await tx`select 1 from ledger.code where org_id = ${actor.orgId} and code = ${code}`
    throw known ? new Refusal('CONTAINER_NOT_OWED', { name: '任何人', lot: code, container: '空安瓿' }) : new Refusal('CODE_NEVER_RECEIVED', { code })
  }),

  on(listRecoveries, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(z.infer<typeof recoveryRow> & { total: number })[]>`
      select r.id, r.org_id, r.no, r.issue_id, i.no as issue_no, l.name as bin, ru.name as received_by, bu.name as returned_by,
        r.recovered_at, r.movement_id, x.containers, x.drugs, count(*) over () as total
      from recovery.recovery r
      join issue.issue i on i.org_id = r.org_id and i.id = r.issue_id
      join place.location l on l.org_id = r.org_id and l.id = r.bin_location_id
      join identity.app_user ru on ru.org_id = r.org_id and ru.id = r.received_by
      join identity.app_user bu on bu.org_id = r.org_id and bu.id = r.returned_by
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
    const rows = await tx<(z.infer<typeof binRow> & { total: number })[]>`
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
