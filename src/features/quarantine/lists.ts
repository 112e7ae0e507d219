import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { classify } from '#core/codes/code.ts'
import { contains, type Tx } from '#core/db.ts'
import { knownCode } from '#core/ledger/codes.ts'
import { Refusal } from '#core/refusal.ts'
import { maxCodeRows, type CodeRow, type DueRow, type HeldReason, type HoldingRow } from './contract.ts'
import { dueAtOf, releasable } from './rules.ts'
import { reasonOf } from './store.ts'

interface PageQuery {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly page: number
  readonly pageSize: number
}

/** What waits now, by account and lot, the longest first. */
export async function holdingRows(
  tx: Tx,
  at: string,
  query: PageQuery & { reason?: HeldReason | undefined },
): Promise<{ rows: HoldingRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const rows = await tx<(Omit<HoldingRow, 'releasable'> & { total: number })[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, a.id as account_id, coalesce(x.name, a.title) as account,
      r.id as record_id, r.no, ${reasonOf(tx)} as reason, r.reason as note, h.lot_id, l.lot_no, l.expiry, h.units, h.codes,
      coalesce(r.moved_at, h.since) as since, count(*) over () as total
    from ledger.account a
    join lateral (
      select b.drug_id, b.lot_id, sum(b.quantity)::bigint as units, count(*) filter (where b.code <> '')::int as codes, min(b.changed_at) as since
      from ledger.balance b where b.org_id = a.org_id and b.account_id = a.id and b.item = 'intact' and b.inside and b.quantity <> 0
      group by 1, 2) h on true
    join ledger.lot l on l.org_id = a.org_id and l.id = h.lot_id
    join catalogue.drug_name n on n.org_id = a.org_id and n.drug_id = h.drug_id
    left join quarantine.record r on r.org_id = a.org_id and r.account_id = a.id
    left join place.location x on x.org_id = a.org_id and (x.id = r.box_location_id or x.account_id = a.id)
    where a.org_id = coalesce(${query.org ?? null}::bigint, core.current_org()) and a.kind in ('quarantine', 'returned')
      and (${query.reason ?? null}::text is null or ${reasonOf(tx)} = ${query.reason ?? null})
      and (${like}::text is null or n.name ilike ${like} or l.lot_no ilike ${like} or r.no ilike ${like} or a.title ilike ${like})
    order by since, a.id, n.name, l.lot_no limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const today = dayOf(at)
  return {
    rows: rows.map(({ total: _, ...r }) => ({ ...r, releasable: releasable(r.reason, r.expiry, today) })),
    total: rows[0]?.total ?? 0,
  }
}

/** Lots that have expired (or expire within `days`) and still lie in a place. */
export async function dueRows(
  tx: Tx,
  at: string,
  query: PageQuery & { days: number },
): Promise<{ rows: DueRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const today = dayOf(at)
  const rows = await tx<(Omit<DueRow, 'dueAt' | 'expired' | 'overdue'> & { total: number })[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, p.id as location_id, p.name as location, p.account_id, h.lot_id, l.lot_no,
      l.expiry, h.units, h.codes, count(*) over () as total
    from (
      select b.org_id, b.account_id, b.drug_id, b.lot_id, sum(b.quantity)::bigint as units, count(*) filter (where b.code <> '')::int as codes
      from ledger.balance b
      where b.org_id = coalesce(${query.org ?? null}::bigint, core.current_org()) and b.item = 'intact' and b.inside and b.quantity <> 0
      group by 1, 2, 3, 4) h
    join place.location p on p.org_id = h.org_id and p.account_id = h.account_id and p.kind in ('store', 'cabinet', 'drawer', 'ward')
    join ledger.lot l on l.org_id = h.org_id and l.id = h.lot_id and l.expiry < ${today}::date + ${query.days}::int
    join catalogue.drug_name n on n.org_id = h.org_id and n.drug_id = h.drug_id
    where (${like}::text is null or n.name ilike ${like} or l.lot_no ilike ${like} or p.name ilike ${like})
    order by l.expiry, p.name, n.name, l.lot_no limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  return {
    rows: rows.map(({ total: _, ...r }) => {
      const dueAt = dueAtOf(r.expiry)
      return { ...r, dueAt, expired: r.expiry < today, overdue: Date.parse(dueAt) < Date.parse(at) }
    }),
    total: rows[0]?.total ?? 0,
  }
}

interface CodeQuery {
  readonly accountId: number
  readonly raw?: string | undefined
  readonly lotId?: number | undefined
  readonly drugId?: number | undefined
}

/**
 * Balances of an account that may be read, code by code. Refuses for a scan: CODE_NEVER_RECEIVED, CODE_NOT_HERE, and what
 * classify() refuses.
 */
export async function codeRows(tx: Tx, actor: Actor, query: CodeQuery): Promise<CodeRow[]> {
  const code = query.raw === undefined ? null : classify(query.raw).normalised
  const rows = await tx<CodeRow[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, b.lot_id, l.lot_no, l.expiry, b.code, b.quantity as units
    from ledger.balance b
    join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
    join catalogue.drug_name n on n.org_id = b.org_id and n.drug_id = b.drug_id
    where b.account_id = ${query.accountId} and b.item = 'intact' and b.inside and b.quantity > 0
      and (${code}::text is null or (b.code = ${code} and b.code <> ''))
      and (${query.lotId ?? null}::bigint is null or b.lot_id = ${query.lotId ?? null})
      and (${query.drugId ?? null}::bigint is null or b.drug_id = ${query.drugId ?? null})
    order by l.expiry, n.name, l.lot_no, b.code limit ${maxCodeRows}`
  if (code !== null && rows.length === 0) {
    await knownCode(tx, actor.orgId, code)
    const [at] = await tx<{ title: string }[]>`
      select title from ledger.account where org_id = ${actor.orgId} and id = ${query.accountId}`
    throw new Refusal('CODE_NOT_HERE', { code, place: at?.title })
  }
  return rows
}
