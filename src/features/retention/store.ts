import type { Tx } from '#core/db.ts'
import { standardRules, type RetentionRule } from '#core/retention/rules.ts'
import { mostItems, type BatchRow, type Erasable } from './contract.ts'
import type { Candidate } from './rules.ts'

export type OwnRule = RetentionRule & { readonly id: number; readonly validFrom: string }

/** The organisation's own rules that apply on a day. */
export const ownRules = (tx: Tx, org: number, day: string) => tx<OwnRule[]>`
  select id, record, base, years, basis, valid_from from retention.rule
  where org_id = ${org} and valid_from <= ${day} and (ended_on is null or ended_on > ${day}) order by record, id limit 500`

/** The law's and the organisation's own. */
export async function rulesOn(tx: Tx, org: number, day: string): Promise<RetentionRule[]> {
  return [...standardRules, ...(await ownRules(tx, org, day))]
}

const notErased = (tx: Tx, kind: 'issue' | 'prescription') => tx`
  not exists (select 1 from retention.item i where i.org_id = x.org_id and i.kind = ${kind} and i.subject_id = x.id and i.erased_at is not null)`

/** Issues of surgeries with the latest expiry of what was issued: the patient stands in the register of use. */
const issues = (tx: Tx, org: number, before: string) => tx<Candidate[]>`
  select 'issue' as kind, x.id as subject_id, x.no, (x.issued_at at time zone 'Asia/Shanghai')::date as day,
    (select max(l.expiry) from ledger.movement m
      join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
      join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
      where m.org_id = x.org_id and m.cause_kind = 'issue' and m.cause_id = x.id and m.kind = 'issue') as expiry,
    core.on_hold(x.org_id, 'issue', x.id::text) as held
  from issue.issue x where x.org_id = ${org} and x.issued_at < ${before} and ${notErased(tx, 'issue')}
  order by x.issued_at, x.id limit ${mostItems}`

const prescriptions = (tx: Tx, org: number, before: string, series: readonly string[]) => tx<Candidate[]>`
  select 'prescription' as kind, x.id as subject_id, x.no, (x.written_at at time zone 'Asia/Shanghai')::date as day,
    null::date as expiry, core.on_hold(x.org_id, 'prescription', x.id::text) as held
  from prescription.prescription x
  where x.org_id = ${org} and x.series = any (${series as string[]}::text[]) and x.written_at < ${before} and ${notErased(tx, 'prescription')}
  order by x.written_at, x.id limit ${mostItems}`

/** The oldest records that were made before an instant and are still there. */
export function candidates(tx: Tx, org: number, record: Erasable, before: string): Promise<Candidate[]> {
  if (record === 'register') return issues(tx, org, before)
  return prescriptions(
    tx,
    org,
    before,
    record === 'prescriptionNarcotic' ? ['narcotic'] : ['second', 'toxic'],
  )
}

export interface Counted {
  readonly records: number
  readonly oldest: string | null
}

/** How many records of a kind there are, and the day of the oldest. */
export async function countOf(tx: Tx, org: number, record: Erasable): Promise<Counted> {
  const [row] =
    record === 'register'
      ? await tx<Counted[]>`
          select count(*)::int as records, (min(issued_at) at time zone 'Asia/Shanghai')::date as oldest from issue.issue where org_id = ${org}`
      : await tx<Counted[]>`
          select count(*)::int as records, (min(written_at) at time zone 'Asia/Shanghai')::date as oldest from prescription.prescription
          where org_id = ${org} and (series = 'narcotic') = (${record}::text = 'prescriptionNarcotic')`
  return row ?? { records: 0, oldest: null }
}

/** Books run from the expiry of their lots: lots, and those whose book may be closed away. */
export async function lotsOf(
  tx: Tx,
  org: number,
  today: string,
  years: number,
): Promise<Counted & { passed: number }> {
  const [row] = await tx<(Counted & { passed: number })[]>`
    select count(*)::int as records, min(expiry) as oldest,
      count(*) filter (where expiry + make_interval(years => ${years}) < ${today}::date)::int as passed
    from ledger.lot where org_id = ${org}`
  return row ?? { records: 0, oldest: null, passed: 0 }
}

export type BatchHead = Omit<BatchRow, 'state' | 'title'> & {
  rejectedAt: string | null
  appliedById: number
  approvedById: number | null
}

export const batches = (tx: Tx, q: { org: number; id?: number; limit: number; offset: number }) => tx<
  (BatchHead & { total: number })[]
>`
  select b.id, b.no, b.record, b.reason, b.applied_at, b.approved_at, b.rejected_at, b.reject_reason, b.executed_at, b.method, b.place,
    b.applied_by as applied_by_id, b.approved_by as approved_by_id,
    a.name as applied_by, p.name as approved_by, r.name as rejected_by, e.name as executed_by, w.name as witnessed_by,
    i.records, i.erased, count(*) over ()::int as total
  from retention.batch b
  cross join lateral (
    select count(*)::int as records, count(erased_at)::int as erased from retention.item i where i.org_id = b.org_id and i.batch_id = b.id) i
  join identity.app_user a on a.org_id = b.org_id and a.id = b.applied_by
  left join identity.app_user p on p.org_id = b.org_id and p.id = b.approved_by
  left join identity.app_user r on r.org_id = b.org_id and r.id = b.rejected_by
  left join identity.app_user e on e.org_id = b.org_id and e.id = b.executed_by
  left join identity.app_user w on w.org_id = b.org_id and w.id = b.witnessed_by
  where b.org_id = ${q.org} and (${q.id ?? null}::bigint is null or b.id = ${q.id ?? null})
  order by b.applied_at desc, b.id desc limit ${q.limit} offset ${q.offset}`
