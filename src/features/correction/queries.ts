import type { Tx } from '#core/db.ts'
import { kindTitle } from '#core/ledger/kinds.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { readReversal, type Reversal } from './contract.ts'

type Head = Omit<Reversal, 'title' | 'lines' | 'later'>

async function headOf(tx: Tx, id: number): Promise<Head> {
  const [row] = await tx<Head[]>`
    select m.id, m.org_id, m.kind, m.cause_no, m.occurred_at, a.name as actor, a.title as actor_title, w.name as witness,
      w.title as witness_title, m.reason, m.event_id, m.reverses_id, back.id as reversed_by_id,
      (select coalesce(sum(e.quantity), 0)::int from ledger.entry e
        join ledger.account r on r.org_id = e.org_id and r.id = e.destination_id and r.kind = 'relabelled'
        where e.org_id = m.org_id and e.movement_id = m.id) as relabelled_units
    from ledger.movement m
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    left join ledger.movement back on back.org_id = m.org_id and back.reverses_id = m.id
    where m.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

function linesOf(tx: Tx, id: number): Promise<Reversal['lines']> {
  return tx<Reversal['lines']>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, e.item, l.lot_no, l.expiry, s.title as source, d.title as destination,
      case e.item when 'intact' then n.unit when 'content' then n.content_unit else '个' end as quantity_unit,
      sum(e.quantity)::bigint as quantity,
      coalesce((array_agg(distinct e.code) filter (where e.code <> ''))[1:200], '{}') as codes
    from ledger.entry e
    join catalogue.drug_name n on n.org_id = e.org_id and n.drug_id = e.drug_id
    join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
    join ledger.account s on s.org_id = e.org_id and s.id = e.source_id
    join ledger.account d on d.org_id = e.org_id and d.id = e.destination_id
    where e.movement_id = ${id} and s.kind <> 'relabelled' and d.kind <> 'relabelled'
    group by n.drug_id, n.name, n.spec, n.unit, n.content_unit, n.drug_class, e.item, l.lot_no, l.expiry, s.title, d.title
    order by min(e.line) limit 500`
}

/**
 * What has gone on from where this movement put things, as far as it is not there any more: those come back first.
 * A movement that has been taken back stands in nobody's way.
 */
async function laterOf(tx: Tx, id: number): Promise<Reversal['later']> {
  const rows = await tx<(Omit<Reversal['later'][number], 'title'> & { kind: string })[]>`
    select m.id, m.kind, m.cause_no, m.occurred_at, a.name as actor
    from (
      select distinct n.org_id, n.movement_id
      from (
        select q.org_id, q.account_id, q.item, q.lot_id, q.code, sum(q.quantity) as quantity
        from (
          select org_id, destination_id as account_id, item, lot_id, code, quantity from ledger.entry where movement_id = ${id}
          union all
          select org_id, source_id, item, lot_id, code, -quantity from ledger.entry where movement_id = ${id}) q
        join ledger.account a on a.org_id = q.org_id and a.id = q.account_id and a.inside
        group by 1, 2, 3, 4, 5 having sum(q.quantity) > 0) mine
      left join ledger.balance b on b.org_id = mine.org_id and b.account_id = mine.account_id and b.item = mine.item
        and b.lot_id = mine.lot_id and b.code = mine.code
      join ledger.entry n on n.org_id = mine.org_id and n.source_id = mine.account_id and n.item = mine.item
        and n.lot_id = mine.lot_id and n.code = mine.code and n.movement_id > ${id}
      where coalesce(b.quantity, 0) < mine.quantity
    ) x
    join ledger.movement m on m.org_id = x.org_id and m.id = x.movement_id and m.reverses_id is null
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    where not exists (select 1 from ledger.movement back where back.org_id = m.org_id and back.reverses_id = m.id)
    order by m.id desc limit 50`
  return rows.map(({ kind, ...r }) => ({ ...r, title: kindTitle(kind) }))
}

export const correctionQueries: Route[] = [
  on(readReversal, async (tx, _actor, { id }) => {
    const head = await headOf(tx, id)
    const later = head.reversedById === null && head.reversesId === null ? await laterOf(tx, id) : []
    return { ...head, title: kindTitle(head.kind), lines: [...(await linesOf(tx, id))], later }
  }),
]
