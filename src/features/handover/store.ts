import type { Tx } from '#core/db.ts'
import { placeTitle } from '#core/drawers.ts'
import { kindTitle } from '#core/ledger/kinds.ts'
import { Refusal } from '#core/refusal.ts'
import type { HandoverDetail, HandoverRow } from './contract.ts'
import type { Head, Standing } from './lines.ts'

const headColumns = (tx: Tx) => tx`
  h.id, h.no, h.org_id, h.kind, h.location_id as place_id, ${placeTitle(tx, 'l')} as place, l.kind as place_kind, l.account_id, l.department_id,
  h.previous_id, h.started_at, h.blind, h.version, h.signed_at, h.cancelled_at`
const headTables = (tx: Tx) => tx`
  from handover.handover h join place.location l on l.org_id = h.org_id and l.id = h.location_id`

/** Of one's own or of a supervised hospital. Refuses NOT_FOUND. */
export async function headOf(tx: Tx, id: number): Promise<Head> {
  const [row] = await tx<Head[]>`select ${headColumns(tx)} ${headTables(tx)} where h.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** One's own that is still being counted, locked, so that counting has one order. Refuses NOT_FOUND, DOCUMENT_CLOSED. */
export async function lockOpen(tx: Tx, orgId: number, id: number): Promise<Head> {
  const [row] = await tx<Head[]>`
    select ${headColumns(tx)} ${headTables(tx)} where h.org_id = ${orgId} and h.id = ${id} for update of h`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.signedAt) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: '签字' })
  if (row.cancelledAt) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: '作废' })
  return row
}

/** Every change of what will be signed makes the version grow, and so empties a signature given before it. */
export async function grow(tx: Tx, h: Head): Promise<number> {
  const [row] = await tx<{ version: number }[]>`
    update handover.handover set version = version + 1 where org_id = ${h.orgId} and id = ${h.id} returning version`
  return row?.version ?? h.version
}

/** What was signed, as it was signed. */
export async function signedStanding(tx: Tx, h: Head): Promise<Standing[]> {
  return tx<Standing[]>`
    select l.item, l.drug_id, l.lot_id, l.last_units as last, l.opening_units as opening, l.in_units as in, l.out_units as out,
      l.book_units as book, l.counted_units as counted, l.book_units as counted_book, coalesce(d.changed_units, 0) as changed,
      l.difference_id as case_id, d.handover_id is distinct from l.handover_id as carried,
      (select count(*)::int from handover.count c where c.org_id = l.org_id and c.handover_id = l.handover_id
        and c.item = l.item and c.lot_id = l.lot_id) as counts
    from handover.line l left join handover.difference d on d.org_id = l.org_id and d.id = l.difference_id
    where l.org_id = ${h.orgId} and l.handover_id = ${h.id}`
}

/** Custody accounts of issues from this place that are not empty: what the next shift takes over with the cabinet. */
export async function handsOf(tx: Tx, h: Head): Promise<HandoverDetail['hands']> {
  return tx<HandoverDetail['hands']>`
    select i.id as issue_id, i.no as issue_no, i.ref_no, u.name as holder, i.due_at,
      coalesce(sum(b.quantity) filter (where b.item = 'intact'), 0)::int as intact,
      coalesce(sum(b.quantity) filter (where b.item = 'container'), 0)::int as containers,
      (count(*) filter (where b.item = 'content'))::int as contents
    from ledger.balance b
    join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'custody'
    join issue.issue i on i.org_id = b.org_id and i.account_id = b.account_id
    join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
    where b.org_id = ${h.orgId} and b.inside and b.quantity <> 0 and i.location_id = ${h.placeId}
    group by i.id, i.no, i.ref_no, u.name, i.due_at order by i.due_at, i.id limit 200`
}

/** 待取药处方: written for this department, or for this window, valid today and not filled yet. */
export async function waitingFor(tx: Tx, h: Head, today: string): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from prescription.prescription r
    where r.org_id = ${h.orgId} and r.voided_at is null and r.valid_to >= ${today} and not (r.countersign and r.countersigned_at is null)
      and (r.department_id = ${h.departmentId} or exists (
        select from prescription.dispensary d where d.org_id = r.org_id and d.location_id = ${h.placeId} and d.kind = r.encounter))
      and not exists (select from prescription.filled f where f.org_id = r.org_id and f.prescription_id = r.id)`
  return row?.n ?? 0
}

export interface Flow {
  readonly drugId: number
  readonly lotId: number
  readonly kind: string
  readonly reversal: boolean
  readonly came: number
  readonly went: number
}

/** In and out of the place since the start by kind of movement; what a box gave to its own labels is neither. */
export async function flowsOf(tx: Tx, h: Head): Promise<Flow[]> {
  return tx<Flow[]>`
    select x.drug_id, x.lot_id, x.kind, x.reversal, coalesce(sum(x.quantity) filter (where x.incoming), 0)::int as came,
      coalesce(sum(x.quantity) filter (where not x.incoming), 0)::int as went
    from ledger.moves_of(${h.orgId}, ${h.accountId}, ${h.startedAt}) x where x.item = 'intact' and x.other <> 'relabelled'
    group by 1, 2, 3, 4 order by 2, 3, 4 limit 5000`
}

export async function signedFlows(tx: Tx, h: Head): Promise<Flow[]> {
  return tx<Flow[]>`
    select drug_id, lot_id, kind, reversal, in_units as came, out_units as went from handover.flow
    where org_id = ${h.orgId} and handover_id = ${h.id} order by lot_id, kind, reversal`
}

export const flowRows = (flows: readonly Flow[]): HandoverDetail['flows'] =>
  flows.map((f) => ({
    lotId: f.lotId,
    kind: f.kind,
    title: f.reversal ? `红冲 ${kindTitle(f.kind)}` : kindTitle(f.kind),
    in: f.came,
    out: f.went,
  }))

/** Columns of a document in a list or at the head of a page. */
export const rowColumns = (tx: Tx) => tx`
  h.id, h.org_id, h.no, h.kind, h.location_id as place_id, ${placeTitle(tx, 'l')} as place, dp.name as department, h.started_at, h.signed_at, h.opened_at,
  h.day, h.from_day, g.name as handed_by, t.name as taken_by, o.name as opened_by,
  case when h.signed_at is not null then 'signed' when h.cancelled_at is not null then 'cancelled' else 'counting' end as state`

export const rowTables = (tx: Tx) => tx`
  from handover.handover h
  join place.location l on l.org_id = h.org_id and l.id = h.location_id
  left join identity.department dp on dp.org_id = l.org_id and dp.id = l.department_id
  join identity.app_user o on o.org_id = h.org_id and o.id = h.opened_by
  left join identity.app_user g on g.org_id = h.org_id and g.id = h.handed_by
  left join identity.app_user t on t.org_id = h.org_id and t.id = h.taken_by`

/** Everything of a document but its lines. */
export async function documentOf(
  tx: Tx,
  id: number,
): Promise<
  Omit<HandoverDetail, 'lines' | 'flows' | 'hands' | 'now' | 'differences'> & {
    openHands: number | null
  }
> {
  const [row] = await tx<
    (Omit<HandoverRow, 'lines' | 'sums' | 'differences'> &
      Omit<HandoverDetail, keyof HandoverRow | 'lines' | 'flows' | 'hands' | 'now'> & {
        openHands: number | null
      })[]
  >`
    select ${rowColumns(tx)}, og.name as org, h.blind, h.version, h.note, g.title as handed_title, t.title as taken_title,
      p.no as previous_no, pt.name as previous_by, h.waiting_prescriptions, h.open_hands, e.id as event_id, encode(e.hash, 'hex') as event_hash
    ${rowTables(tx)} join identity.org og on og.id = h.org_id
    left join handover.handover p on p.org_id = h.org_id and p.id = h.previous_id
    left join identity.app_user pt on pt.org_id = p.org_id and pt.id = p.taken_by
    left join audit.event e on e.org_id = h.org_id and e.subject_kind = 'handover' and e.subject_id = h.id
      and e.type in ('handover.sign', 'handover.settle')
    where h.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}
