import { contains, type Tx } from '#core/db.ts'
import type { UnitRef } from '#core/ledger/contract.ts'
import { Refusal } from '#core/refusal.ts'
import { orderBy } from '#core/sorting.ts'
import type { ChosenRow, ResultRow, SampleDetail, SampleRow } from './contract.ts'
import type { Method, SampleState } from './rules.ts'

/** What stays chosen and unsampled is looked for so far back. */
const chosenDays = 90

export interface HeldResidue {
  readonly issueNo: string
  readonly issuedAt: string
  readonly holderId: number
  readonly holder: string
  readonly custody: number
  readonly drugId: number
  readonly drug: string
  readonly contentUnit: string
  readonly lotId: number
  readonly code: string
  readonly left: number
  /** A sample of it that was not taken back. */
  readonly sampleNo: string | null
}

/** A residue in the hand of an issue. Refuses: NOT_FOUND, CODE_NEVER_RECEIVED. */
export async function residueOf(tx: Tx, orgId: number, issueId: number, ref: UnitRef): Promise<HeldResidue> {
  const unit =
    'code' in ref
      ? tx`select c.drug_id, c.lot_id, c.code from ledger.code_now c where c.org_id = ${orgId} and c.code = ${ref.code}`
      : tx`select l.drug_id, l.id as lot_id, '' as code from ledger.lot l where l.org_id = ${orgId} and l.id = ${ref.lotId}`
  const [row] = await tx<HeldResidue[]>`
    select i.no as issue_no, i.issued_at, i.holder_id, u.name as holder, i.account_id as custody, x.drug_id, d.name || ' ' || d.spec as drug,
      d.content_unit, x.lot_id, x.code,
      coalesce((select b.quantity from ledger.balance b where b.org_id = i.org_id and b.account_id = i.account_id and b.item = 'content'
        and b.lot_id = x.lot_id and b.code = x.code), 0)::bigint as left,
      (select s.no from assay.sample_now s where s.org_id = i.org_id and s.issue_id = i.id and s.lot_id = x.lot_id and s.code = x.code
        and s.state <> 'void' limit 1) as sample_no
    from issue.issue i
    join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
    cross join (${unit}) x
    join ledger.drug d on d.org_id = i.org_id and d.id = x.drug_id
    where i.org_id = ${orgId} and i.id = ${issueId}`
  if (row) return row
  const [issue] = await tx`select 1 from issue.issue where org_id = ${orgId} and id = ${issueId}`
  throw issue && 'code' in ref
    ? new Refusal('CODE_NEVER_RECEIVED', { code: ref.code })
    : new Refusal('NOT_FOUND')
}

/** One at a time for each sample: results are numbered, and what is destroyed was tested. */
export async function lockSamples(tx: Tx, orgId: number, ids: readonly number[]): Promise<void> {
  for (const id of ids.toSorted((a, b) => a - b))
    await tx`select pg_advisory_xact_lock(hashtextextended(${`assay/${orgId}/${id}`}, 0))`
}

export interface Sample {
  readonly id: number
  readonly no: string
  readonly accountId: number
  readonly drugId: number
  readonly lotId: number
  readonly code: string
  readonly content: number
  readonly volumeUl: number | null
  readonly held: number
  readonly method: Method
  readonly tolerancePercent: number
  readonly keptAt: string
  readonly keptWith: number
  readonly seq: number | null
  readonly counted: number | null
  readonly state: SampleState
  readonly discrepancyId: number | null
  readonly discrepancyNo: string | null
  readonly discrepancyState: string | null
  /** Who held the residue, who stood beside when it was kept, and when the rest of it was poured away. */
  readonly involved: number[]
}

/** One's own samples by number, in the order asked for. Refuses: NOT_FOUND where one is not ours. */
export async function samplesOf(tx: Tx, orgId: number, ids: readonly number[]): Promise<Sample[]> {
  const rows = await tx<Sample[]>`
    select s.id, s.no, s.account_id, s.drug_id, s.lot_id, s.code, s.content, s.volume_ul, s.held, p.method, p.tolerance_percent, s.kept_at,
      s.kept_with, s.seq, s.counted, s.state, s.discrepancy_id, s.discrepancy_no, s.discrepancy_state,
      array(select i.holder_id union select s.kept_by union select s.kept_with union
        select m.witness_id from ledger.movement m where m.org_id = s.org_id and m.cause_kind = 'issue' and m.cause_id = s.issue_id
          and m.kind = 'waste' and m.witness_id is not null) as involved
    from assay.sample_now s
    join assay.plan p on p.org_id = s.org_id and p.id = s.plan_id
    join issue.issue i on i.org_id = s.org_id and i.id = s.issue_id
    where s.org_id = ${orgId} and s.id = any (${ids as number[]}::bigint[])`
  const known = new Map(rows.map((r) => [r.id, r]))
  return ids.map((id) => {
    const row = known.get(id)
    if (!row) throw new Refusal('NOT_FOUND')
    return row
  })
}

const columns = (tx: Tx) => tx`
  s.id, s.org_id, s.no, s.issue_id, i.no as issue_no, n.drug_id, n.name, n.spec, n.unit, n.drug_class, l.lot_no, s.code, s.content, n.content_unit,
  s.seal_no, s.stored_at, s.drawn, p.method, k.name as kept_by, w.name as kept_with, s.kept_at, s.test_due_at, s.state, s.within,
  s.discrepancy_id, s.discrepancy_no`

const tables = (tx: Tx) => tx`
  from assay.sample_now s
  join assay.plan p on p.org_id = s.org_id and p.id = s.plan_id
  join issue.issue i on i.org_id = s.org_id and i.id = s.issue_id
  join catalogue.drug_name n on n.org_id = s.org_id and n.drug_id = s.drug_id
  join ledger.lot l on l.org_id = s.org_id and l.id = s.lot_id
  join identity.app_user k on k.org_id = s.org_id and k.id = s.kept_by
  join identity.app_user w on w.org_id = s.org_id and w.id = s.kept_with`

interface ListQuery {
  readonly org: number
  readonly state: SampleState | null
  readonly drugId: number | null
  readonly q: string | undefined
  readonly sort: string | undefined
  readonly limit: number
  readonly offset: number
}

const sorts = { keptAt: 's.kept_at', testDueAt: 's.test_due_at', no: 's.no' }

/** What waits comes first, by its deadline; then what is done, the latest first. */
export async function sampleRows(tx: Tx, a: ListQuery): Promise<(SampleRow & { total: number })[]> {
  const like = a.q ? contains(a.q) : null
  const usual = `(s.state in ('done', 'void')), case when s.state not in ('done', 'void') then s.test_due_at end, s.kept_at desc, s.id desc`
  return tx<(SampleRow & { total: number })[]>`
    select ${columns(tx)}, count(*) over ()::int as total ${tables(tx)}
    where s.org_id = ${a.org} and (${a.state}::text is null or s.state = ${a.state})
      and (${a.drugId}::bigint is null or s.drug_id = ${a.drugId})
      and (${like}::text is null or s.no ilike ${like} or s.seal_no ilike ${like} or i.no ilike ${like} or n.name ilike ${like}
        or l.lot_no ilike ${like} or s.code ilike ${like} or k.name ilike ${like})
    ${orderBy(tx, a.sort, sorts, usual)} limit ${a.limit} offset ${a.offset}`
}

export async function waitingOf(tx: Tx, org: number, at: string) {
  const [row] = await tx<{ toSample: number; toTest: number; case: number; toDestroy: number }[]>`
    select (select count(*)::int from assay.chosen(${org}, ${sinceChosen(at)}, 'infinity') c where c.sample_id is null and c.content_left > 0) as to_sample,
      count(*) filter (where s.state = 'toTest')::int as to_test, 
      (select count(*)::int from ledger.discrepancy d where d.org_id = ${org} and d.source_kind = 'assay' and d.state <> 'closed') as case,
      count(*) filter (where s.state = 'toDestroy')::int as to_destroy
    from assay.sample_now s where s.org_id = ${org} and s.id in (select h.id from assay.held(${org}) h)`
  return row ?? { toSample: 0, toTest: 0, case: 0, toDestroy: 0 }
}

const sinceChosen = (at: string): string => new Date(Date.parse(at) - chosenDays * 86_400_000).toISOString()

export async function chosenRows(
  tx: Tx,
  a: { org: number; at: string; q: string | undefined; limit: number; offset: number },
): Promise<(ChosenRow & { total: number })[]> {
  const like = a.q ? contains(a.q) : null
  return tx<(ChosenRow & { total: number })[]>`
    select c.issue_id, i.no as issue_no, n.drug_id, n.name, n.spec, n.unit, n.drug_class, c.lot_id, l.lot_no, c.code, c.content_left, n.content_unit,
      i.holder_id, u.name as holder, c.chosen_at, i.due_at, count(*) over ()::int as total
    from assay.chosen(${a.org}, ${sinceChosen(a.at)}, 'infinity') c
    join issue.issue i on i.org_id = ${a.org} and i.id = c.issue_id
    join catalogue.drug_name n on n.org_id = ${a.org} and n.drug_id = c.drug_id
    join ledger.lot l on l.org_id = ${a.org} and l.id = c.lot_id
    join identity.app_user u on u.org_id = ${a.org} and u.id = i.holder_id
    where c.sample_id is null and c.content_left > 0
      and (${like}::text is null or i.no ilike ${like} or n.name ilike ${like} or u.name ilike ${like} or c.code ilike ${like})
    order by i.due_at, c.issue_id, c.lot_id, c.code limit ${a.limit} offset ${a.offset}`
}

type Head = Omit<SampleDetail, 'results' | 'destruction' | 'photos' | 'whyNotTest'> & { involved: number[] }

/** Of every organisation that the reader may see. */
export async function findSample(tx: Tx, id: number): Promise<Head | undefined> {
  const [row] = await tx<Head[]>`
    select ${columns(tx)}, s.plan_id, p.tolerance_percent, s.volume_ul, s.held, s.movement_id, h.name as holder, s.counted, s.discrepancy_state,
      d.version as discrepancy_version,
      case when s.volume_ul is not null then round(s.content::numeric * 1000000 / s.volume_ul)::bigint end as expected_milli,
      array(select i.holder_id union select s.kept_by union select s.kept_with union
        select m.witness_id from ledger.movement m where m.org_id = s.org_id and m.cause_kind = 'issue' and m.cause_id = s.issue_id
          and m.kind = 'waste' and m.witness_id is not null) as involved
    ${tables(tx)}
    join identity.app_user h on h.org_id = i.org_id and h.id = i.holder_id
    left join ledger.discrepancy d on d.org_id = s.org_id and d.id = s.discrepancy_id
    where s.id = ${id}`
  return row
}

export async function resultsOf(tx: Tx, orgId: number, sampleId: number): Promise<ResultRow[]> {
  return tx<ResultRow[]>`
    select r.seq, r.seal_intact, r.expected_milli, r.measured_milli, r.conforms, r.instrument, r.tested_at, r.within, r.reason,
      encode(r.sha256, 'hex') as sha256, u.name as tested_by, r.recorded_at, r.event_id
    from assay.result r join identity.app_user u on u.org_id = r.org_id and u.id = r.tested_by
    where r.org_id = ${orgId} and r.sample_id = ${sampleId} order by r.seq desc limit 50`
}

export async function destructionOf(
  tx: Tx,
  orgId: number,
  sampleId: number,
): Promise<Pick<SampleDetail, 'destruction' | 'photos'>> {
  const [row] = await tx<NonNullable<SampleDetail['destruction']>[]>`
    select d.no, d.place, d.method, e.name as executed_by, w.name as witnessed_by, d.destroyed_at, d.movement_id
    from assay.destroyed x join assay.destruction d on d.org_id = x.org_id and d.id = x.destruction_id
    join identity.app_user e on e.org_id = d.org_id and e.id = d.executed_by
    join identity.app_user w on w.org_id = d.org_id and w.id = d.witnessed_by
    where x.org_id = ${orgId} and x.sample_id = ${sampleId}
      and not exists (select from ledger.movement r where r.org_id = d.org_id and r.reverses_id = d.movement_id)
    order by d.id desc limit 1`
  if (!row) return { destruction: null, photos: [] }
  const photos = await tx<SampleDetail['photos']>`
    select v.stage, encode(v.sha256, 'hex') as sha256, f.taken_at, u.name as uploaded_by
    from ledger.movement_evidence v join files.evidence f on f.org_id = v.org_id and f.sha256 = v.sha256
    join identity.app_user u on u.org_id = f.org_id and u.id = f.uploaded_by
    where v.org_id = ${orgId} and v.movement_id = ${row.movementId} order by position(right(v.stage, 1) in '前中后') limit 9`
  return { destruction: row, photos: [...photos] }
}
