import { tell, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { openDiscrepancy, recordCounts } from '#core/discrepancy/open.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  countAccess,
  countActs,
  explainAccess,
  listRules,
  openAccess,
  type RuleRow,
} from '#core/countFirst/contract.ts'
import { listAccesses, setRule } from './contract.ts'
import { platformRule, stateOf } from './rules.ts'
import {
  accesses,
  endOthers,
  goingOn,
  insertAccess,
  lotsHeld,
  ownAccess,
  placeOf,
  type Access,
  type LotHeld,
} from './store.ts'

/** Refuses NOT_FOUND, ACCESS_OVER. */
async function current(tx: Tx, actor: Actor, id: number): Promise<Access> {
  const access = await ownAccess(tx, actor, id)
  if (!access) throw new Refusal('NOT_FOUND')
  const ended = access.closedAt ?? access.endsAt
  if (Date.parse(ended) < Date.parse(actor.at))
    throw new Refusal('ACCESS_OVER', { no: access.no, endedAt: ended.slice(11, 16) })
  return access
}

/** Every lot of a drug that is counted: one that is left out would hide what lies in it. Refuses ACCESS_LOTS, NOT_FOUND. */
function wholeDrugs(access: Access, held: readonly LotHeld[], given: ReadonlyMap<number, number>): LotHeld[] {
  const drugs = new Set(held.filter((h) => given.has(h.lotId)).map((h) => h.drugId))
  const all = held.filter((h) => drugs.has(h.drugId))
  const missing = all.find((h) => !given.has(h.lotId))
  if (missing)
    throw new Refusal('ACCESS_LOTS', { drug: missing.name, place: access.place, lot: missing.lotNo })
  if (all.length < given.size) throw new Refusal('NOT_FOUND')
  return all
}

async function counted(
  tx: Tx,
  actor: Actor,
  access: Access,
  lines: readonly { lotId: number; units: number }[],
) {
  const given = new Map(lines.map((l) => [l.lotId, l.units]))
  const lots = await tx<{ drugId: number }[]>`
    select distinct drug_id from ledger.lot where org_id = ${actor.orgId} and id = any (${[...given.keys()]}::bigint[])`
  const held = await lotsHeld(
    tx,
    actor,
    access.accountId,
    lots.map((l) => l.drugId),
  )
  const all = wholeDrugs(access, held, given)
  const [before] = await tx<{ name: string }[]>`
    select d.name from drawer_access.count c join ledger.drug d on d.org_id = c.org_id and d.id = c.drug_id
    where c.org_id = ${actor.orgId} and c.access_id = ${access.id} and c.drug_id = any (${all.map((h) => h.drugId)}::bigint[]) limit 1`
  if (before) throw new Refusal('ACCESS_COUNTED', { drug: before.name, no: access.no })
  return all.map((h) => ({ ...h, counted: given.get(h.lotId) ?? 0 }))
}

export const drawerAccessRoutes: Route[] = [
  on(listRules, async (tx, _, { org, placeId }) => ({
    rows: await tx<RuleRow[]>`
      select l.id as place_id, l.name as place, l.tier, coalesce(r.mode, ${platformRule.mode}) as mode,
        coalesce(r.acts, ${platformRule.acts}::text[]) as acts, coalesce(r.minutes, ${platformRule.minutes})::int as minutes, r.reason, u.name as set_by, r.set_at
      from place.location l
      left join drawer_access.rule_now r on r.org_id = l.org_id and r.location_id = l.id
      left join identity.app_user u on u.org_id = r.org_id and u.id = r.set_by
      where l.org_id = coalesce(${org ?? null}::bigint, core.current_org()) and l.stopped_at is null and l.kind in ('store', 'cabinet', 'drawer', 'ward')
        and (${placeId ?? null}::bigint is null or l.id = ${placeId ?? null})
      order by (coalesce(r.mode, 'off') = 'off'), l.tier, l.code limit 2000`,
  })),

  on(setRule, async (tx, actor, { placeId, mode, minutes, reason, ...rest }) => {
    const place = await placeOf(tx, actor, placeId)
    if (!place) throw new Refusal('NOT_FOUND')
    const acts = countActs.filter((a) => rest.acts.includes(a))
    await tx`
      insert into drawer_access.rule (org_id, location_id, mode, acts, minutes, reason, set_by, set_at)
      values (${actor.orgId}, ${placeId}, ${mode}, ${acts}, ${minutes}, ${reason.trim()}, ${actor.userId}, ${actor.at})`
    const from = { mode: place.mode, acts: place.acts, minutes: place.minutes }
    tell(
      actor,
      { kind: 'place', id: placeId, no: place.name },
      { from, to: { mode, acts, minutes } },
      { reason },
    )
    return { ok: true as const }
  }),

  on(openAccess, async (tx, actor, { placeId, purpose, drugIds }) => {
    const place = await placeOf(tx, actor, placeId)
    if (!place) throw new Refusal('NOT_FOUND')
    const known = await goingOn(tx, actor, { placeId, purpose, drugIds })
    if (!known) await endOthers(tx, actor, placeId)
    const access = known ?? (await insertAccess(tx, actor, place, purpose))
    const held = await lotsHeld(tx, actor, place.accountId, drugIds)
    const lots = held.map((h) => ({ ...h, book: place.mode === 'blind' ? null : h.book }))
    tell(actor, { kind: 'drawerAccess', id: access.id, no: access.no }, { placeId, purpose, drugIds })
    return { ...access, mode: place.mode, lots }
  }),

  on(countAccess, async (tx, actor, { id, lines }) => {
    const access = await current(tx, actor, id)
    const all = await counted(tx, actor, access, lines)
    const source = { kind: 'drawerAccess', id, no: access.no }
    const figures = all.map((h) => ({
      accountId: access.accountId,
      item: 'intact' as const,
      drugId: h.drugId,
      lotId: h.lotId,
      book: h.book,
      counted: h.counted,
    }))
    const said: { lotId: number; difference: number; caseNo: string | null }[] = []
    const cases = new Map<number, number>()
    for (const f of figures) {
      const opened = f.book === f.counted ? undefined : await openDiscrepancy(tx, actor, { ...f, source })
      if (opened) cases.set(f.lotId, opened.id)
      said.push({ lotId: f.lotId, difference: f.counted - f.book, caseNo: opened?.no ?? null })
    }
    await recordCounts(tx, actor, source, figures)
    await tx`
      insert into drawer_access.count (org_id, access_id, drug_id, lot_id, book, counted, counted_at, discrepancy_id)
      select ${actor.orgId}, ${id}, d, l, b, c, ${actor.at}, nullif(x, 0)
      from unnest(${figures.map((f) => f.drugId)}::bigint[], ${figures.map((f) => f.lotId)}::bigint[], ${figures.map((f) => f.book)}::bigint[],
        ${figures.map((f) => f.counted)}::bigint[], ${figures.map((f) => cases.get(f.lotId) ?? 0)}::bigint[]) as g (d, l, b, c, x)`
    const counts = figures.map(({ lotId, book, counted: units }) => ({ lotId, book, counted: units }))
    tell(actor, source, { counts })
    return { lines: said }
  }),

  on(explainAccess, async (tx, actor, { id, reason, note }) => {
    const access = await ownAccess(tx, actor, id)
    if (!access) throw new Refusal('NOT_FOUND')
    if (access.movements > 0) throw new Refusal('ACCESS_MOVED', { no: access.no })
    if (access.nullReason !== null) throw new Refusal('DOCUMENT_CLOSED', { no: access.no, state: '说明' })
    if (reason === 'other' && !note?.trim()) throw new Refusal('REASON_REQUIRED')
    await tx`
      update drawer_access.access set closed_at = coalesce(closed_at, least(ends_at, ${actor.at}::timestamptz)), closed_event_id = coalesce(closed_event_id, ${actor.eventId}),
        null_reason = ${reason},
        null_note = ${note?.trim() || null}
      where org_id = ${actor.orgId} and id = ${id}`
    const late = Date.parse(access.endsAt) < Date.parse(actor.at)
    tell(actor, { kind: 'drawerAccess', id, no: access.no }, { null: reason, late }, { note })
    return { ok: true as const }
  }),

  on(listAccesses, async (tx, actor, { mine, ...query }) => {
    const rows = await accesses(tx, actor.at, { ...query, openedBy: mine ? actor.userId : undefined })
    return {
      rows: rows.map(({ total: _, closedAt, ...row }) => ({
        ...row,
        state: stateOf({ ...row, closedAt }, actor.at),
      })),
      total: rows[0]?.total ?? 0,
    }
  }),
]
