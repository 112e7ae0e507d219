import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import type { Line } from '#core/ledger/rules.ts'
import { Refusal } from '#core/refusal.ts'
import { maxLines, type CandidateRow } from './contract.ts'

/** What waits and stands on no open list, code by code, the first to have expired first. */
export async function candidates(tx: Tx): Promise<CandidateRow[]> {
  return tx<CandidateRow[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, a.id as account_id, a.title as account, b.lot_id, l.lot_no, l.expiry, b.code,
      (b.quantity - coalesce(p.units, 0))::bigint as units,
      case when a.kind = 'returned' then '患者交回' else coalesce(
        case r.reason_kind when 'expired' then '过期' when 'nearExpiry' then '近效期' when 'damaged' then '破损'
          when 'quality' then '质量问题' when 'recall' then '召回' end, '到货破损') end as reason
    from ledger.account a
    join ledger.balance b on b.org_id = a.org_id and b.account_id = a.id and b.item = 'intact' and b.inside and b.quantity <> 0
    join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
    join catalogue.drug_name n on n.org_id = b.org_id and n.drug_id = b.drug_id
    left join quarantine.record r on r.org_id = a.org_id and r.account_id = a.id
    left join write_off.pending p on p.org_id = b.org_id and p.account_id = b.account_id and p.lot_id = b.lot_id and p.code = b.code
    where a.org_id = core.current_org() and a.kind in ('quarantine', 'returned') and b.quantity > coalesce(p.units, 0)
    order by l.expiry, n.name, l.lot_no, a.id, b.code limit ${maxLines}`
}

/**
 * What was picked must lie there and stand on no other open list: the lists of a hospital are made one at a time.
 * Refuses: BALANCE_SHORT, WRITE_OFF_TAKEN.
 */
export async function checkFree(tx: Tx, actor: Actor, lines: readonly Line[]): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`writeOff/${actor.orgId}`}, 0))`
  const rows = await tx<
    {
      code: string
      lotNo: string
      drug: string
      unit: string
      place: string
      have: number
      taken: number
      no: string | null
      want: number
    }[]
  >`
    select w.code, l.lot_no, d.name || ' ' || d.spec as drug, d.unit, a.title as place, coalesce(b.quantity, 0)::bigint as have,
      coalesce(p.units, 0)::bigint as taken, p.no, w.want
    from unnest(${lines.map((l) => l.from)}::bigint[], ${lines.map((l) => l.lotId)}::bigint[], ${lines.map((l) => l.code)}::text[],
      ${lines.map((l) => l.quantity)}::bigint[]) as w (account_id, lot_id, code, want)
    join ledger.account a on a.org_id = ${actor.orgId} and a.id = w.account_id
    join ledger.lot l on l.org_id = ${actor.orgId} and l.id = w.lot_id
    join ledger.drug d on d.org_id = ${actor.orgId} and d.id = l.drug_id
    left join ledger.balance b on b.org_id = ${actor.orgId} and b.account_id = w.account_id and b.item = 'intact' and b.lot_id = w.lot_id and b.code = w.code
    left join write_off.pending p on p.org_id = ${actor.orgId} and p.account_id = w.account_id and p.lot_id = w.lot_id and p.code = w.code`
  for (const r of rows) {
    if (r.have < r.want)
      throw new Refusal('BALANCE_SHORT', {
        place: r.place,
        drug: r.drug,
        have: `${r.have} ${r.unit}`,
        want: `${r.want} ${r.unit}`,
      })
    if (r.have - r.taken < r.want)
      throw new Refusal('WRITE_OFF_TAKEN', { drug: r.drug, lot: r.lotNo, no: r.no })
  }
}
