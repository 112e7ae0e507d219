import { contains, type Tx } from '#core/db.ts'
import { maskName } from '#core/privacy.ts'
import { Refusal } from '#core/refusal.ts'
import type { UnitRef } from '#core/ledger/contract.ts'
import type { PumpDetail, PumpDrug, PumpRow, ReadingRow } from './contract.ts'
import { readDueAt, type PumpState, type Standing } from './rules.ts'

export interface Unit {
  readonly drugId: number
  readonly lotId: number
  readonly code: string
}

/** What references mean, in their order. Refuses CODE_NEVER_RECEIVED, NOT_FOUND. */
export async function resolveAll(tx: Tx, orgId: number, refs: readonly UnitRef[]): Promise<Unit[]> {
  const codes = refs.flatMap((r) => ('code' in r ? [r.code] : []))
  const lots = refs.flatMap((r) => ('lotId' in r ? [r.lotId] : []))
  const byCode = await tx<Unit[]>`
    select drug_id, lot_id, code from ledger.code_now where org_id = ${orgId} and code = any (${codes}::text[])`
  const byLot = await tx<Unit[]>`
    select drug_id, id as lot_id, '' as code from ledger.lot where org_id = ${orgId} and id = any (${lots}::bigint[])`
  return refs.map((ref) => {
    const found =
      'code' in ref ? byCode.find((u) => u.code === ref.code) : byLot.find((u) => u.lotId === ref.lotId)
    if (!found)
      throw 'code' in ref ? new Refusal('CODE_NEVER_RECEIVED', { code: ref.code }) : new Refusal('NOT_FOUND')
    return found
  })
}

export interface Hand {
  readonly issueId: number
  readonly no: string
  readonly accountId: number
  readonly holderId: number
  readonly holder: string
  readonly issuedAt: string
  readonly doctorId: number
}

/** One's own organisation's issue. Refuses NOT_FOUND. */
export async function handOf(tx: Tx, orgId: number, issueId: number): Promise<Hand> {
  const [row] = await tx<Hand[]>`
    select i.id as issue_id, i.no, i.account_id, i.holder_id, u.name as holder, i.issued_at, i.doctor_id
    from issue.issue i join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
    where i.org_id = ${orgId} and i.id = ${issueId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface Free {
  readonly lotId: number
  readonly code: string
  readonly free: number
}

/** What this person may take by hand of an issue: for the holder, what is in no pump. */
export async function freeOf(tx: Tx, orgId: number, issueId: number, userId: number): Promise<Free[]> {
  return tx<Free[]>`
    select h.lot_id, h.code, h.free from infusion.hand_of(${orgId}, ${issueId}, ${userId}) h where h.free > 0
    order by h.lot_id, h.code limit 500`
}

/** When the last of these ampoules was opened for the issue. */
export async function openedAt(
  tx: Tx,
  orgId: number,
  issueId: number,
  codes: readonly string[],
): Promise<string | undefined> {
  const [row] = await tx<{ at: string | null }[]>`
    select max(m.occurred_at) as at from ledger.movement m
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    where m.org_id = ${orgId} and m.cause_kind = 'issue' and m.cause_id = ${issueId} and m.kind = 'open'
      and m.reverses_id is null and e.item = 'intact' and e.code <> '' and e.code = any (${codes as string[]}::text[])
      and not exists (select from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id)`
  return row?.at ?? undefined
}

export interface Pump extends Standing {
  readonly id: number
  readonly no: string
  readonly issueId: number
  readonly issueNo: string
  readonly accountId: number
  readonly keeperId: number
  readonly keeper: string
  readonly mode: 'continuous' | 'pca'
  readonly route: string
  readonly place: string
  readonly stoppedAt: string | null
  readonly seq: number
}

/** One reading at a time: the pump's row is held to the end of the act. Refuses NOT_FOUND. */
export async function lockPump(tx: Tx, orgId: number, id: number): Promise<Pump> {
  const locked = await tx`select 1 from infusion.pump where org_id = ${orgId} and id = ${id} for update`
  if (locked.length === 0) throw new Refusal('NOT_FOUND')
  const [row] = await tx<Pump[]>`
    select p.id, p.no, p.issue_id, i.no as issue_no, p.account_id, p.keeper_id, k.name as keeper, p.mode, p.route, p.place, p.stopped_at, p.total_ul,
      p.base_ul, p.last_at, p.given_ul, p.now_rate_ul_h as rate_ul_h, p.bolus_ul, p.bolus_asked, p.bolus_given,
      (select coalesce(max(r.seq), 0)::int from infusion.reading r where r.org_id = p.org_id and r.pump_id = p.id) as seq
    from infusion.pump_now p
    join issue.issue i on i.org_id = p.org_id and i.id = p.issue_id
    join identity.app_user k on k.org_id = p.org_id and k.id = p.keeper_id
    where p.org_id = ${orgId} and p.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface Content extends Unit {
  readonly filled: number
  readonly given: number
}

/** What is in a pump by ampoule, in the order in which balances are locked. */
export async function contentsOf(tx: Tx, orgId: number, pumpId: number): Promise<Content[]> {
  return tx<Content[]>`
    select c.drug_id, c.lot_id, c.code, c.filled, c.given from infusion.content_now c
    where c.org_id = ${orgId} and c.pump_id = ${pumpId} order by c.lot_id, c.code`
}

const columns = (tx: Tx) => tx`
  p.id, p.org_id, p.no, p.issue_id, i.no as issue_no, p.device_no, p.mode, p.state, p.place, i.patient_name, p.keeper_id, k.name as keeper, p.total_ul,
  p.given_ul, p.left_ul, p.now_rate_ul_h as rate_ul_h, p.level, p.started_at, p.last_at, p.stopped_at,
  coalesce((
    select json_agg(json_build_object('drugId', d.drug_id, 'name', d.name, 'spec', d.spec, 'drugClass', d.drug_class, 'contentUnit', d.content_unit,
      'filled', x.filled, 'given', x.given, 'wasted', x.wasted, 'other', x.other, 'held', x.held) order by x.filled desc, d.drug_id)
    from (
      select c.drug_id, sum(c.filled) as filled, sum(c.given) as given, sum(c.wasted) as wasted, sum(c.other) as other, sum(c.held) as held
      from infusion.content_now c where c.org_id = p.org_id and c.pump_id = p.id group by c.drug_id) x
    join catalogue.drug_name d on d.org_id = p.org_id and d.drug_id = x.drug_id), '[]'::json) as drugs`

const tables = (tx: Tx) => tx`
  from infusion.pump_now p
  join issue.issue i on i.org_id = p.org_id and i.id = p.issue_id
  join identity.app_user k on k.org_id = p.org_id and k.id = p.keeper_id`

type Raw = Omit<PumpRow, 'readDueAt' | 'drugs'> & { readonly drugs: PumpDrug[] }

const shown = <T extends Raw>(row: T, hours: number) => ({
  ...row,
  patientName: maskName(row.patientName),
  readDueAt: row.stoppedAt === null ? readDueAt(row.lastAt, hours) : null,
})

interface ListQuery {
  readonly org: number
  readonly at: string
  readonly state: PumpState | null
  readonly keeperId: number | null
  readonly issueId: number | null
  readonly q: string | undefined
  readonly limit: number
  readonly offset: number
}

export async function unreadHours(tx: Tx, org: number): Promise<number> {
  const [row] = await tx<{ hours: number }[]>`select infusion.unread_hours(${org}) as hours`
  return row?.hours ?? 4
}

/** What runs comes first, the one not read for longest at the top; then rests that wait, then what is done. */
export async function pumpRows(tx: Tx, a: ListQuery): Promise<{ rows: PumpRow[]; total: number }> {
  const like = a.q ? contains(a.q) : null
  const hours = await unreadHours(tx, a.org)
  const rows = await tx<(Raw & { total: number })[]>`
    select ${columns(tx)}, count(*) over ()::int as total ${tables(tx)}
    where p.org_id = ${a.org} and (${a.state}::text is null or p.state = ${a.state})
      and (${a.keeperId}::bigint is null or p.keeper_id = ${a.keeperId}) and (${a.issueId}::bigint is null or p.issue_id = ${a.issueId})
      and (${like}::text is null or p.no ilike ${like} or p.device_no ilike ${like} or p.place ilike ${like} or i.no ilike ${like} or k.name ilike ${like})
    order by array_position(array['running', 'rest', 'closed'], p.state), case when p.state = 'running' then p.last_at end,
      p.stopped_at desc, p.id desc limit ${a.limit} offset ${a.offset}`
  return { rows: rows.map((r) => shown(r, hours)), total: rows[0]?.total ?? 0 }
}

export async function pumpCounts(tx: Tx, org: number, at: string) {
  const hours = await unreadHours(tx, org)
  const [row] = await tx<{ running: number; late: number; rest: number }[]>`
    select count(*) filter (where p.state = 'running')::int as running,
      count(*) filter (where p.state = 'running' and p.last_at < ${at}::timestamptz - make_interval(hours => ${hours}::int))::int as late,
      count(*) filter (where p.state = 'rest')::int as rest
    from infusion.pump_now p where p.org_id = ${org}`
  return { running: row?.running ?? 0, late: row?.late ?? 0, rest: row?.rest ?? 0, unreadHours: hours }
}

/** Of every organisation that the reader may see. Refuses NOT_FOUND. */
export async function pumpOf(tx: Tx, id: number): Promise<PumpDetail> {
  type Head = Raw & Omit<PumpDetail, keyof PumpRow | 'contents' | 'readings'>
  const [row] = await tx<Head[]>`
    select ${columns(tx)}, p.previous_id, q.no as previous_no, n.id as next_id, n.no as next_no, p.diluent, p.route, p.rate_ul_h as first_rate_ul_h,
      p.bolus_ul, p.lockout_minutes, p.bolus_asked, p.bolus_given, p.base_ul, d.name as prescribed_by, f.name as filled_by, i.holder_id, h.name as holder
    ${tables(tx)}
    join identity.app_user d on d.org_id = p.org_id and d.id = p.prescribed_by
    join identity.app_user f on f.org_id = p.org_id and f.id = p.filled_by
    join identity.app_user h on h.org_id = i.org_id and h.id = i.holder_id
    left join infusion.pump q on q.org_id = p.org_id and q.id = p.previous_id
    left join lateral (select x.id, x.no from infusion.pump x where x.org_id = p.org_id and x.issue_id = p.issue_id and x.previous_id = p.id
      order by x.id desc limit 1) n on true
    where p.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  const contents = await tx<PumpDetail['contents']>`
    select c.drug_id, c.lot_id, l.lot_no, c.code, c.filled, c.given, c.wasted, c.other, c.held
    from infusion.content_now c join ledger.lot l on l.org_id = c.org_id and l.id = c.lot_id
    where c.org_id = ${row.orgId} and c.pump_id = ${id} order by c.drug_id, l.lot_no, c.code limit 200`
  const readings = await tx<ReadingRow[]>`
    select r.seq, r.kind, r.read_at, r.given_ul, r.left_ul, r.rate_ul_h, r.bolus_asked, r.bolus_given, r.expected_ul, r.band_ul, r.level, r.reason,
      r.movement_id, u.name as read_by, w.name as witness, r.place, r.void
    from infusion.reading_now r join identity.app_user u on u.org_id = r.org_id and u.id = r.read_by
    left join identity.app_user w on w.org_id = r.org_id and w.id = r.witness_id
    where r.org_id = ${row.orgId} and r.pump_id = ${id} order by r.seq limit 2000`
  return { ...shown(row, await unreadHours(tx, row.orgId)), contents: [...contents], readings: [...readings] }
}
