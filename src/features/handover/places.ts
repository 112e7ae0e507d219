import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { placeTitle } from '#core/drawers.ts'
import type { HandoverPlace, JudgedShift } from './contract.ts'
import { plansOf, settlesFrom, type StoredPlan } from './plans.ts'
import { judgeShifts, lookBackDays, openDays, shiftEnds } from './rules.ts'

const dayMs = 86_400_000

interface PlaceRow {
  readonly placeId: number
  readonly orgId: number
  readonly code: string
  readonly place: string
  readonly kind: string
  readonly tier: number
  readonly department: string | null
  readonly openShift: number | null
  readonly openDay: number | null
  readonly lastAt: string | null
  readonly lastBy: string | null
  readonly lastDay: string | null
}

const placeRows = (tx: Tx, org: number | null, placeId: number | null) => tx<PlaceRow[]>`
  select l.id as place_id, l.org_id, l.code, ${placeTitle(tx, 'l')} as place, l.kind, l.tier, d.name as department,
    (select h.id from handover.handover h where h.org_id = l.org_id and h.location_id = l.id and h.kind = 'shift'
      and h.signed_at is null and h.cancelled_at is null) as open_shift,
    (select h.id from handover.handover h where h.org_id = l.org_id and h.location_id = l.id and h.kind = 'day'
      and h.signed_at is null and h.cancelled_at is null) as open_day,
    s.signed_at as last_at, u.name as last_by,
    (select max(h.day) from handover.handover h where h.org_id = l.org_id and h.location_id = l.id and h.kind = 'day'
      and h.signed_at is not null) as last_day
  from place.location l
  left join identity.department d on d.org_id = l.org_id and d.id = l.department_id
  left join lateral (
    select h.signed_at, h.taken_by from handover.handover h where h.org_id = l.org_id and h.location_id = l.id and h.kind = 'shift'
      and h.signed_at is not null order by h.signed_at desc limit 1) s on true
  left join identity.app_user u on u.org_id = l.org_id and u.id = s.taken_by
  where l.org_id = coalesce(${org}::bigint, core.current_org()) and l.kind in ('store', 'cabinet', 'drawer', 'ward') and l.stopped_at is null
    and (${placeId}::bigint is null or l.id = ${placeId})
  order by l.tier desc, l.code limit 500`

/** When shifts were signed since `from`, by place, oldest first. */
async function signedSince(tx: Tx, org: number | null, from: string): Promise<Map<number, string[]>> {
  const rows = await tx<{ placeId: number; signedAt: string }[]>`
    select location_id as place_id, signed_at from handover.handover
    where org_id = coalesce(${org}::bigint, core.current_org()) and kind = 'shift' and signed_at >= ${from}
    order by signed_at limit 20000`
  const signed = new Map<number, string[]>()
  for (const r of rows) signed.set(r.placeId, [...(signed.get(r.placeId) ?? []), r.signedAt])
  return signed
}

function judge(
  plans: readonly StoredPlan[],
  placeId: number,
  signed: readonly string[],
  from: string,
  at: string,
) {
  const own = plans.filter((p) => p.placeId === placeId)
  const ahead = new Date(Date.parse(at) + dayMs).toISOString()
  const ends = shiftEnds(own, from, ahead)
  return judgeShifts(ends, signed, at)
}

/** How every place stands: which shift is due, which were missed, which days are open. */
export async function handoverPlaces(tx: Tx, at: string, org: number | null): Promise<HandoverPlace[]> {
  const from = new Date(Date.parse(at) - lookBackDays * dayMs).toISOString()
  const plans = await plansOf(tx, org)
  const signed = await signedSince(tx, org, from)
  const today = dayOf(at)
  return (await placeRows(tx, org, null)).map((row) => {
    const own = plans.filter((p) => p.placeId === row.placeId)
    const plan = own.at(-1)
    const shifts = judge(plans, row.placeId, signed.get(row.placeId) ?? [], from, at)
    const next = shifts.find((s) => s.state === 'due')
    return {
      ...row,
      shifts: (plan?.ends ?? []).map((end, i) => ({ name: plan?.names[i] ?? '', end })),
      blind: plan?.blind ?? false,
      settles: plan?.settles ?? false,
      nextEnd: next?.end ?? null,
      nextName: next?.name ?? null,
      missed: shifts.filter((s) => s.state === 'missed').length,
      late: shifts.filter((s) => s.state === 'late').length,
      openDays: plan?.settles ? openDays(settlesFrom(own), row.lastDay, today) : [],
      todaySettled: row.lastDay !== null && row.lastDay >= today,
    }
  })
}

/** Shifts that were missed or late, newest first. */
export async function breaksOf(
  tx: Tx,
  at: string,
  query: { org?: number | undefined; placeId?: number | undefined; days: number },
): Promise<JudgedShift[]> {
  const org = query.org ?? null
  const from = new Date(Date.parse(at) - query.days * dayMs).toISOString()
  const plans = await plansOf(tx, org)
  const signed = await signedSince(tx, org, from)
  const breaks: JudgedShift[] = []
  for (const { placeId, place } of await placeRows(tx, org, query.placeId ?? null)) {
    for (const s of judge(plans, placeId, signed.get(placeId) ?? [], from, at))
      if (s.state === 'missed' || s.state === 'late') breaks.push({ ...s, placeId, place })
  }
  return breaks.sort((a, b) => (a.end < b.end ? 1 : -1))
}
