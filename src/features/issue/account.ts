import type { Tx } from '#core/db.ts'
import { kindTitle } from '#core/ledger/kinds.ts'
import type { IssueDetail, IssueDrug, IssueUnit, StatementRow } from './contract.ts'

/** An issue and the custody account that it made. */
interface Issued {
  readonly orgId: number
  readonly id: number
  readonly accountId: number
}

/** What became of every ampoule of a custody account: the fold of its entries by lot and code. */
export async function unitsOf(tx: Tx, { orgId, id, accountId }: Issued): Promise<IssueUnit[]> {
  return tx<IssueUnit[]>`
    select e.drug_id, e.lot_id, l.lot_no, l.expiry, e.code,
      coalesce(sum(case when incoming then q else -q end) filter (where e.item = 'intact' and other = 'location' and incoming <> reversed), 0)::int as issued,
      coalesce(sum(case when incoming then q else -q end) filter (where e.item = 'intact'), 0)::int as intact,
      coalesce(sum(case when incoming then -q else q end) filter (where e.item = 'intact' and other = 'opened'), 0)::int as opened,
      coalesce(sum(case when incoming then -q else q end) filter (where e.item = 'intact' and other = 'location' and incoming = reversed), 0)::int as returned,
      coalesce(sum(case when incoming then -q else q end) filter (where e.item = 'intact' and other = 'patient'), 0)::int as handed_over,
      coalesce(sum(case when incoming then q else -q end) filter (where e.item = 'content' and other = 'opened'), 0)::bigint
        + coalesce(sum(lost), 0)::bigint as content_opened,
      coalesce(sum(case when incoming then -q else q end) filter (where e.item = 'content' and other = 'patient'), 0)::bigint as content_given,
      coalesce(sum(case when incoming then -q else q end) filter (where e.item = 'content' and other = 'disposed'), 0)::bigint as content_wasted,
      coalesce(sum(lost), 0)::bigint as content_lost,
      coalesce(sum(case when incoming then -q else q end) filter (where e.item = 'content' and other = 'sample'), 0)::bigint as content_sampled,
      coalesce(sum(case when incoming then q else -q end) filter (where e.item = 'content' and other <> 'lost'), 0)::bigint as content_left,
      coalesce((select sum(c.held) from infusion.pump p join infusion.content_now c on c.org_id = p.org_id and c.pump_id = p.id
        and c.lot_id = e.lot_id and c.code = e.code
        where p.org_id = ${orgId} and p.account_id = ${accountId} and p.stopped_at is null), 0)::bigint as content_in_pump,
      coalesce(sum(case when incoming then q else -q end) filter (where e.item = 'container' and other = 'opened'), 0)::int as containers_made,
      coalesce(sum(case when incoming then -q else q end) filter (where e.item = 'container' and other = 'empties'), 0)::int as containers_back,
      coalesce(sum(case when incoming then q else -q end) filter (where e.item = 'container'), 0)::int as containers_owed
    from (
      select item, drug_id, lot_id, code, quantity as q, incoming, other, reversal as reversed, 0 as lost
      from ledger.moves_of(${orgId}, ${accountId}, '-infinity')
      union all
      -- a broken ampoule's content never enters the hand: it goes from opened to lost in the same act
      select x.item, x.drug_id, x.lot_id, x.code, 0, true, 'lost', false, case when m.reverses_id is null then x.quantity else -x.quantity end
      from ledger.movement m
      join ledger.entry x on x.org_id = m.org_id and x.movement_id = m.id and x.recorded_at = m.recorded_at and x.item = 'content'
      where m.org_id = ${orgId} and m.kind = 'breakage' and m.cause_kind = 'issue' and m.cause_id = ${id}
    ) e join ledger.lot l on l.org_id = ${orgId} and l.id = e.lot_id
    group by e.drug_id, e.lot_id, l.lot_no, l.expiry, e.code
    order by e.drug_id, l.expiry, e.code`
}

/** What this person may take by hand of an issue, by lot and code. */
export async function handFor(tx: Tx, { orgId, id }: Issued, userId: number): Promise<IssueDetail['hand']> {
  return tx<IssueDetail['hand']>`
    select h.lot_id, h.code, h.free as content from infusion.hand_of(${orgId}, ${id}, ${userId}) h where h.free > 0
    order by h.lot_id, h.code limit 2000`
}

export async function drugsOf(tx: Tx, issueId: number, units: readonly IssueUnit[]): Promise<IssueDrug[]> {
  const rows = await tx<Omit<IssueDrug, 'units'>[]>`
    select d.drug_id, d.name, d.spec, d.unit, d.drug_class, d.content_unit, d.content_per_unit, d.volume_ul, d.container,
      i.planned_units, i.issued_units
    from issue.line i join catalogue.drug_name d on d.org_id = i.org_id and d.drug_id = i.drug_id
    where i.issue_id = ${issueId} order by i.id`
  return rows.map((d) => ({ ...d, units: units.filter((u) => u.drugId === d.drugId) }))
}

/** The account's statement, one row a movement and drug, signed as the account sees it. */
export async function statementOf(tx: Tx, { orgId, accountId }: Issued): Promise<StatementRow[]> {
  const rows = await tx<
    (Omit<StatementRow, 'title' | 'intact' | 'content' | 'containers'> & {
      intact: number
      content: number
      containers: number
    })[]
  >`
    select m.id as movement_id, m.event_id, m.kind, e.drug_id, m.occurred_at as at,
      string_agg(distinct e.other_title, '、') as counterparty,
      coalesce(sum(e.q) filter (where e.item = 'intact'), 0)::int as intact,
      coalesce(sum(e.q) filter (where e.item = 'content'), 0)::bigint as content,
      coalesce(sum(e.q) filter (where e.item = 'container'), 0)::int as containers,
      u.route, u.place, p.name as actor, w.name as witness, m.reverses_id is not null as reversed,
      (array_agg(distinct e.code) filter (where e.code <> ''))[1:200] as codes
    from (
      select movement_id, item, drug_id, code, case when incoming then quantity else -quantity end as q, other_title
      from ledger.moves_of(${orgId}, ${accountId}, '-infinity')
    ) e
    join ledger.movement m on m.org_id = ${orgId} and m.id = e.movement_id
    join identity.app_user p on p.org_id = m.org_id and p.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    left join residue.use_record u on u.org_id = m.org_id and u.movement_id = m.id
    group by m.id, m.event_id, m.kind, e.drug_id, m.occurred_at, u.route, u.place, p.name, w.name, m.reverses_id
    order by m.occurred_at, m.id, e.drug_id limit 2000`
  return rows.map((r) => ({
    ...r,
    title: r.reversed ? `红冲 ${kindTitle(r.kind)}` : kindTitle(r.kind),
    codes: r.codes ?? [],
  }))
}

export async function photosOf(tx: Tx, issueId: number): Promise<IssueDetail['photos']> {
  return tx`
    select m.id as movement_id, m.kind, v.stage, encode(v.sha256, 'hex') as sha256, f.taken_at, u.name as uploaded_by
    from ledger.movement m
    join ledger.movement_evidence v on v.org_id = m.org_id and v.movement_id = m.id
    join files.evidence f on f.org_id = v.org_id and f.sha256 = v.sha256
    join identity.app_user u on u.org_id = f.org_id and u.id = f.uploaded_by
    where m.cause_kind = 'issue' and m.cause_id = ${issueId}
    order by m.id, f.taken_at limit 200`
}
