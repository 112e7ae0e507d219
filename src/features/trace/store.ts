import { planOnce, type Tx } from '#core/db.ts'
import { maskName } from '#core/privacy.ts'
import type { CodeStanding, LifeStep } from './contract.ts'
import type { LifeAccount, LifeEntry } from './picture.ts'

export interface CodeHead {
  readonly orgId: number
  readonly org: string
  readonly code: string
  readonly kind: string
  readonly units: number
  readonly parent: string | null
  readonly unitNo: number | null
  readonly drugId: number
  readonly lotNo: string
  readonly made: string | null
  readonly expiry: string
}

/**
 * A code as one readable organisation knows it. An authority may see it in two (sold on, returned): the one whose
 * books hold units of it now comes first, then the latest to have seen it.
 */
export async function codeHead(tx: Tx, code: string, org: number | undefined): Promise<CodeHead | undefined> {
  const [row] = await tx<CodeHead[]>`
    select c.org_id, o.name as org, c.code, c.kind, c.units, c.parent, c.unit_no, c.drug_id, l.lot_no, l.made, l.expiry
    from ledger.code_now c join identity.org o on o.id = c.org_id
    join ledger.lot l on l.org_id = c.org_id and l.id = c.lot_id
    where c.code = ${code} and (${org ?? null}::bigint is null or c.org_id = ${org ?? null})
    order by exists (select 1 from ledger.balance b where b.org_id = c.org_id and b.code = c.code and b.code <> '' and b.inside and b.quantity > 0) desc,
      c.first_seen_at desc limit 1`
  return row
}

/**
 * Codes and where their units are now, in one look, by code. What was never received or one may not see is not in it. Each
 * step is a look into an index, whatever the statistics say: `offset 0` keeps the planner from reading all lots for a few.
 */
export async function checkAll(
  tx: Tx,
  codes: readonly string[],
  orgId: number,
): Promise<Map<string, CodeStanding>> {
  planOnce(tx)
  const rows = await tx<CodeStanding[]>`
    select c.code, d.name || ' ' || d.spec as drug, l.lot_no, l.expiry, c.units, coalesce(h.held, '[]') as held
    from unnest(${codes as string[]}::text[]) asked (code)
    cross join lateral (
      select x.code, x.units, x.drug_id, x.lot_id from ledger.code x where x.org_id = ${orgId} and x.code = asked.code offset 0) c
    cross join lateral (
      select json_agg(json_build_object('place', a.title, 'kind', a.kind, 'units', b.quantity)) as held, max(b.lot_id) as lot_id
      from ledger.balance b join ledger.account a on a.org_id = ${orgId} and a.id = b.account_id
      where b.org_id = ${orgId} and b.code = c.code and b.code <> '' and b.quantity <> 0 and b.inside and b.item = 'intact' offset 0) h
    join ledger.drug d on d.org_id = ${orgId} and d.id = c.drug_id
    cross join lateral (
      select x.lot_no, x.expiry from ledger.lot x
      where x.org_id = ${orgId} and x.id = case when h.lot_id is null then c.lot_id else h.lot_id end offset 0) l`
  return new Map(rows.map((row) => [row.code, row]))
}

export interface Label {
  readonly code: string
  readonly unitNo: number
}

export async function labelsOf(tx: Tx, orgId: number, box: string): Promise<Label[]> {
  return tx<Label[]>`
    select code, unit_no from ledger.code where org_id = ${orgId} and parent = ${box} order by unit_no limit 1000`
}

/** A code's history is its entries, in order. A box of 1 000 with every unit used up stays below the limit. */
const mostEntries = 50_000

/** The entries of a box and its labels. */
export async function entriesOf(tx: Tx, orgId: number, codes: readonly string[]): Promise<LifeEntry[]> {
  return tx<LifeEntry[]>`
    select movement_id, recorded_at, occurred_at, item, code, source_id as "from", destination_id as "to", quantity
    from ledger.entries_of(${orgId}, ${codes as string[]}::text[], ${mostEntries})`
}

/** Numbers of the events that moved a box and its labels, in order. */
export async function eventIdsOf(tx: Tx, orgId: number, codes: readonly string[]): Promise<number[]> {
  const rows = await tx<{ eventId: number }[]>`
    select distinct event_id from ledger.entries_of(${orgId}, ${codes as string[]}::text[], ${mostEntries})
    order by event_id limit 5000`
  return rows.map((r) => r.eventId)
}

export async function accountsOf(
  tx: Tx,
  orgId: number,
  ids: readonly number[],
): Promise<Map<number, LifeAccount>> {
  const rows = await tx<LifeAccount[]>`
    select a.id, a.kind, a.title, a.due_at, u.name as holder
    from ledger.account a left join identity.app_user u on u.org_id = a.org_id and u.id = a.holder_id
    where a.org_id = ${orgId} and a.id = any (${ids as number[]}::bigint[])`
  return new Map(rows.map((r) => [r.id, r]))
}

export interface MovementFacts extends Omit<LifeStep, 'title' | 'units' | 'content' | 'place' | 'photos'> {
  readonly room: string | null
  readonly patient: string | null
  readonly usePlace: string | null
  readonly destroyPlace: string | null
  readonly title: string | null
}

/** Who, when, on which paper. The patient is masked here: this page has no reveal. */
export async function movementFacts(
  tx: Tx,
  orgId: number,
  ids: readonly number[],
): Promise<Map<number, MovementFacts>> {
  const rows = await tx<MovementFacts[]>`
    select m.id as movement_id, m.event_id, m.kind, m.reverses_id is not null as reversed, m.occurred_at as at,
      a.name as actor, w.name as witness, m.cause_kind, m.cause_id, m.cause_no,
      case when i.id is not null then concat_ws(' ', coalesce(i.room, i.title), i.ref_no) end as room,
      coalesce(i.patient_name, rx.patient_name) as patient, u.place as use_place, concat_ws('，', x.place, x.method) as destroy_place, i.title
    from ledger.movement m
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    left join issue.issue i on m.cause_kind = 'issue' and i.org_id = m.org_id and i.id = m.cause_id
    left join prescription.prescription rx on m.cause_kind = 'prescription' and rx.org_id = m.org_id and rx.id = m.cause_id
    left join residue.use_record u on u.org_id = m.org_id and u.movement_id = m.id
    left join destruction.destruction x on m.cause_kind = 'destruction' and x.org_id = m.org_id and x.id = m.cause_id
    where m.org_id = ${orgId} and m.id = any (${ids as number[]}::bigint[])`
  return new Map(
    rows.map((r) => [r.movementId, { ...r, patient: r.patient === null ? null : maskName(r.patient) }]),
  )
}

export async function photosOf(
  tx: Tx,
  orgId: number,
  ids: readonly number[],
): Promise<Map<number, LifeStep['photos']>> {
  const rows = await tx<{ movementId: number; stage: string; sha256: string; takenAt: string }[]>`
    select v.movement_id, v.stage, encode(v.sha256, 'hex') as sha256, f.taken_at from ledger.movement_evidence v
    join files.evidence f on f.org_id = v.org_id and f.sha256 = v.sha256
    where v.org_id = ${orgId} and v.movement_id = any (${ids as number[]}::bigint[]) order by f.taken_at limit 2000`
  const photos = new Map<number, LifeStep['photos']>()
  for (const { movementId, ...photo } of rows)
    photos.set(movementId, [...(photos.get(movementId) ?? []), photo])
  return photos
}

export interface RefusalRow {
  readonly at: string
  readonly code: string
  readonly refusal: string
  readonly facts: Record<string, string | number>
  readonly org: string
  readonly person: string | null
}

/**
 * Refusals about these codes, in every organisation that the reader may see: a second hospital that scans a code of
 * the first is the very thing an authority looks for.
 */
export async function refusalsOf(tx: Tx, codes: readonly string[]): Promise<RefusalRow[]> {
  return tx<RefusalRow[]>`
    select r.recorded_at as at, r.facts ->> 'code' as code, r.code as refusal, r.facts, o.name as org, u.name as person
    from audit.refusal r join identity.org o on o.id = r.org_id
    left join identity.app_user u on u.org_id = r.org_id and u.id = r.user_id
    where r.facts ->> 'code' = any (${codes as string[]}::text[])
    order by r.recorded_at limit 200`
}

/** Codes refused while a whole file was taken stand in that act's event only; the alert about them names the code. */
export async function alertsAbout(
  tx: Tx,
  codes: readonly string[],
): Promise<{ at: string; code: string; text: string; org: string }[]> {
  return tx`
    select a.raised_at as at, a.subject_no as code, a.text, o.name as org from alerts.alert a join identity.org o on o.id = a.org_id
    where a.subject_kind = 'code' and a.subject_no = any (${codes as string[]}::text[]) order by a.raised_at limit 200`
}
