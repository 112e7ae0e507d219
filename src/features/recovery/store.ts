import type { Tx } from '#core/db.ts'
import type { Owed } from '#core/ledger/containers.ts'

/** Containers in a custody account, each lot and ampoule. */
export async function containersOf(tx: Tx, orgId: number, accountId: number): Promise<Owed[]> {
  return tx<Owed[]>`
    select b.drug_id, b.lot_id, l.lot_no, b.code, coalesce(d.container, '空安瓿') as container, b.quantity as owed
    from ledger.balance b join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
    join ledger.drug d on d.org_id = b.org_id and d.id = b.drug_id
    where b.org_id = ${orgId} and b.account_id = ${accountId} and b.item = 'container' and b.quantity > 0
    order by b.lot_id, b.code`
}

/**
 * One receiver at a time per issue: two who count the same lot must not both choose its first ampoule. Held until
 * the act is done, taken before any balance.
 */
export async function lockOwed(tx: Tx, orgId: number, issueId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`recovery/${orgId}/${issueId}`}, 0))`
}

export interface WhyNot {
  readonly lotNo: string
  readonly container: string
  readonly box: boolean
  readonly intact: string | null
  readonly back: string | null
  readonly backAt: string | null
}

/** Why a code of ours is owed by nobody: a box, not opened yet, or back already. Undefined: never received. */
export async function whyNotOwed(tx: Tx, orgId: number, code: string): Promise<WhyNot | undefined> {
  const [row] = await tx<WhyNot[]>`
    select l.lot_no, coalesce(d.container, '空容器') as container, c.units > 1 as box,
      (select string_agg(distinct a.title, '、') from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
        where b.org_id = c.org_id and b.code = c.code and b.code <> '' and b.item = 'intact' and b.quantity > 0 and b.inside) as intact,
      r.no as back, r.recovered_at as back_at
    from ledger.code_now c
    join ledger.lot l on l.org_id = c.org_id and l.id = c.lot_id
    join ledger.drug d on d.org_id = c.org_id and d.id = c.drug_id
    left join lateral (
      select r.no, r.recovered_at from ledger.entry e join recovery.recovery r on r.org_id = e.org_id and r.movement_id = e.movement_id
      where e.org_id = c.org_id and e.code = c.code and e.code <> '' and e.item = 'container'
        and not exists (select 1 from ledger.movement x where x.org_id = e.org_id and x.reverses_id = e.movement_id)
      order by e.recorded_at desc limit 1) r on true
    where c.org_id = ${orgId} and c.code = ${code}`
  return row
}
