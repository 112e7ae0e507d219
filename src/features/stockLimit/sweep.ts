import { recordClock } from '#core/audit/clockwork.ts'
import type { Tx } from '#core/db.ts'
import type { LimitState, StandingRow } from './contract.ts'
import { standingOf } from './store.ts'

/** A hospital in which more limits are crossed at once is told of the others in the next hour. */
const mostAtOnce = 200

interface Open {
  readonly id: number
  readonly locationId: number
  readonly drugId: number
  readonly state: LimitState
}

/**
 * Which limits of this hospital were crossed since somebody looked. Each crossing is told once, by an event that the
 * alerts follow, and again only after the limit held in between. Returns how many are new.
 */
export async function tellCrossed(tx: Tx, orgId: number, at: string): Promise<number> {
  const crossed = (await standingOf(tx, at)).flatMap((row) => row.states.map((state) => ({ row, state })))
  const nameOf = (o: { locationId: number; drugId: number; state: string }) =>
    `${o.locationId} ${o.drugId} ${o.state}`
  const now = new Set(
    crossed.map(({ row, state }) => nameOf({ locationId: row.placeId, drugId: row.drugId, state })),
  )
  const open = await tx<Open[]>`
    select id, location_id, drug_id, state from stock_limit.crossing where org_id = ${orgId} and ended_at is null
    order by id limit 100000`
  const over = open.filter((o) => !now.has(nameOf(o))).map((o) => o.id)
  if (over.length > 0)
    await tx`update stock_limit.crossing set ended_at = ${at} where org_id = ${orgId} and id = any (${over}::bigint[])`
  const known = new Set(open.map(nameOf))
  const fresh = crossed.filter(
    ({ row, state }) => !known.has(nameOf({ locationId: row.placeId, drugId: row.drugId, state })),
  )
  let told = 0
  for (const one of fresh.slice(0, mostAtOnce)) if (await tell(tx, { ...one, orgId, at })) told += 1
  return told
}

interface Crossed {
  readonly orgId: number
  readonly at: string
  readonly row: StandingRow
  readonly state: LimitState
}

/** False where another sweep told it at the same moment. */
async function tell(tx: Tx, { orgId, at, row, state }: Crossed): Promise<boolean> {
  const made = await tx`
    insert into stock_limit.crossing (org_id, location_id, drug_id, state, crossed_at)
    values (${orgId}, ${row.placeId}, ${row.drugId}, ${state}, ${at})
    on conflict (org_id, location_id, drug_id, state) where ended_at is null do nothing returning 1`
  if (made.length === 0) return false
  const { name, spec, unit, place, heldUnits, usableUnits, lowUnits, highUnits, maxDays, supplyDays } = row
  await recordClock(tx, {
    orgId,
    at,
    type: 'stockLimit.crossed',
    subject: { kind: 'limit', id: row.limitId, no: String(row.placeId) },
    data: {
      state,
      place,
      drug: `${name} ${spec}`,
      unit,
      units: state === 'low' ? usableUnits : heldUnits,
      lowUnits,
      highUnits,
      maxDays,
      supplyDays,
    },
  })
  return true
}
