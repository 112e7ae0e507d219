import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { SeatRow, TargetRow } from './contract.ts'
import type { PolicyDetail, PolicyRow, PolicyVersion } from './policyContract.ts'
import { areas, seatKinds, versionState, type Area } from './rules.ts'

/** Those who sit there now first, in the order of the seats; then the past ones, the last first. */
export async function seatsOf(tx: Tx, orgId: number): Promise<SeatRow[]> {
  const rows = await tx<SeatRow[]>`
    select s.id as seat_id, s.kind, s.name, s.post, s.duty, s.document_no, s.since, s.until from governance.seat s
    where s.org_id = ${orgId}
    order by s.until is not null, s.until desc,
      array_position(${[...seatKinds]}::text[], s.kind), s.since limit 300`
  return [...rows]
}

export async function targetsOf(tx: Tx, orgId: number, year: number): Promise<TargetRow[]> {
  const rows = await tx<TargetRow[]>`
    select t.id as target_id, t.year, t.text, t.measure, t.responsible_id, r.name as responsible, t.outcome, t.outcome_text,
      a.name as assessed_by, t.assessed_at
    from governance.target t
    join identity.app_user r on r.org_id = t.org_id and r.id = t.responsible_id
    left join identity.app_user a on a.org_id = t.org_id and a.id = t.assessed_by
    where t.org_id = ${orgId} and t.year = ${year} order by t.id limit 100`
  return [...rows]
}

export async function areasInForce(tx: Tx, orgId: number, day: string): Promise<Area[]> {
  const rows = await tx<{ area: Area }[]>`select distinct f.area from governance.in_force(${orgId}, ${day}) f`
  return rows.map((r) => r.area)
}

interface Asked {
  readonly org: number
  readonly userId: number
  readonly day: string
  readonly soon: string
  readonly area: Area | null
  readonly state: 'current' | 'draft' | 'review' | 'ended' | null
  readonly like: string | null
  readonly limit: number
  readonly offset: number
}

export async function policiesOf(tx: Tx, a: Asked): Promise<(PolicyRow & { total: number })[]> {
  const rows = await tx<(PolicyRow & { total: number })[]>`
    with must as materialized (select r.user_id from governance.readers(${a.org}, ${a.day}) r)
    select p.id as policy_id, p.no, p.area, p.title, f.version, f.effective_on, f.review_on,
      case when p.ended_on <= ${a.day} then 'ended' when n.returned_at is not null then 'returned' when n.approved_at is null then 'draft'
        when n.effective_on > ${a.day} then 'coming' else 'current' end as state,
      r.read_by, (select count(*)::int from must) as readers,
      f.version is not null and ${a.userId} in (select m.user_id from must m) and not r.mine as unread, count(*) over ()::int as total
    from governance.policy p
    left join governance.in_force(${a.org}, ${a.day}) f on f.policy_id = p.id
    cross join lateral (
      select v.approved_at, v.returned_at, v.effective_on from governance.version v where v.org_id = p.org_id and v.policy_id = p.id
      order by v.version desc limit 1) n
    cross join lateral (
      select count(*) filter (where x.user_id in (select m.user_id from must m))::int as read_by,
        coalesce(bool_or(x.user_id = ${a.userId}), false) as mine
      from governance.reading x where x.org_id = p.org_id and x.policy_id = p.id and x.version = f.version) r
    where p.org_id = ${a.org} and (${a.area}::text is null or p.area = ${a.area})
      and (${a.like}::text is null or p.title ilike ${a.like} or p.no ilike ${a.like})
      and (case ${a.state}::text when 'current' then f.version is not null when 'draft' then n.approved_at is null and n.returned_at is null
        when 'review' then f.review_on <= ${a.soon} when 'ended' then p.ended_on <= ${a.day} else true end)
    order by f.version is null and p.ended_on is not null, array_position(${[...areas]}::text[], p.area), p.title, p.id limit ${a.limit} offset ${a.offset}`
  return [...rows]
}

export interface PolicyHead {
  readonly policyId: number
  readonly orgId: number
  readonly no: string
  readonly area: Area
  readonly title: string
  readonly endedOn: string | null
  readonly endReason: string | null
}

/** Refuses: NOT_FOUND. */
export async function headOf(tx: Tx, policyId: number): Promise<PolicyHead> {
  const [row] = await tx<PolicyHead[]>`
    select p.id as policy_id, p.org_id, p.no, p.area, p.title, p.ended_on, p.end_reason from governance.policy p where p.id = ${policyId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** One's own policy, held until the act ends. Refuses: NOT_FOUND. */
export async function lockPolicy(tx: Tx, orgId: number, policyId: number): Promise<PolicyHead> {
  await tx`select 1 from governance.policy where org_id = ${orgId} and id = ${policyId} for update`
  const head = await headOf(tx, policyId)
  if (head.orgId !== orgId) throw new Refusal('NOT_FOUND')
  return head
}

export type Version = PolicyVersion & { readonly draftedById: number; readonly returnedAt: string | null }

/** All versions of a policy, the newest first, with where each stands on the day. */
export async function versionsOf(tx: Tx, head: PolicyHead, day: string): Promise<Version[]> {
  const rows = await tx<Omit<Version, 'state'>[]>`
    select v.version, v.reason, v.effective_on, v.review_on, v.drafted_by as drafted_by_id, d.name as drafted_by, v.drafted_at,
      a.name as approved_by, v.approved_at, r.name as returned_by, v.returned_at, v.return_reason, encode(v.sha256, 'hex') as sha256
    from governance.version v
    join identity.app_user d on d.org_id = v.org_id and d.id = v.drafted_by
    left join identity.app_user a on a.org_id = v.org_id and a.id = v.approved_by
    left join identity.app_user r on r.org_id = v.org_id and r.id = v.returned_by
    where v.org_id = ${head.orgId} and v.policy_id = ${head.policyId} order by v.version desc limit 500`
  return rows.map((v) => ({ ...v, state: versionState(v, rows, head.endedOn, day) }))
}

export async function textOf(tx: Tx, head: PolicyHead, version: number): Promise<string> {
  const [row] = await tx<{ text: string }[]>`
    select text from governance.version where org_id = ${head.orgId} and policy_id = ${head.policyId} and version = ${version}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row.text
}

/** Everybody who must know it, and who read it without having to; those who have not read it first. */
export async function readingsOf(
  tx: Tx,
  of: { head: PolicyHead; version: number; day: string },
): Promise<(PolicyDetail['people'][number] & { userId: number })[]> {
  const rows = await tx<(PolicyDetail['people'][number] & { userId: number })[]>`
    select u.id as user_id, u.name, d.name as department, x.read_at from identity.app_user u
    left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
    left join governance.reading x on x.org_id = u.org_id and x.policy_id = ${of.head.policyId} and x.version = ${of.version} and x.user_id = u.id
    where u.org_id = ${of.head.orgId}
      and (x.read_at is not null or u.id in (select r.user_id from governance.readers(${of.head.orgId}, ${of.day}) r))
    order by x.read_at is not null, d.name nulls last, u.name, u.id limit 2000`
  return [...rows]
}

export interface NewVersion {
  readonly policyId: number
  readonly version: number
  readonly text: string
  readonly sha256: string
  readonly reason: string | null
  readonly effectiveOn: string
  readonly reviewOn: string
}

export async function insertVersion(
  tx: Tx,
  by: { orgId: number; userId: number; at: string },
  v: NewVersion,
): Promise<void> {
  await tx`
    insert into governance.version (org_id, policy_id, version, text, sha256, reason, effective_on, review_on, drafted_by, drafted_at)
    values (${by.orgId}, ${v.policyId}, ${v.version}, ${v.text}, ${Buffer.from(v.sha256, 'hex')}, ${v.reason}, ${v.effectiveOn},
      ${v.reviewOn}, ${by.userId}, ${by.at})`
}
