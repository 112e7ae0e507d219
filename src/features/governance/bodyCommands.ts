import { tell } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { appoint, assessTarget, endSeat, setTarget } from './contract.ts'
import { outcomeTitle, seatTitle } from './rules.ts'

const ok = { ok: true } as const

/** The name of one of our own people. Refuses: NOT_FOUND. */
async function ourPerson(tx: Tx, orgId: number, userId: number): Promise<string> {
  const [row] = await tx<
    { name: string }[]
  >`select name from identity.app_user where org_id = ${orgId} and id = ${userId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row.name
}

export const bodyCommands: Route[] = [
  on(appoint, async (tx, actor, { kind, userId, name: given, post, duty, documentNo, since }) => {
    const name = userId === undefined ? given : await ourPerson(tx, actor.orgId, userId)
    assert(name, 'the contract asks for a person or a name')
    const rows = await tx<{ id: number }[]>`
      insert into governance.seat (org_id, kind, user_id, name, post, duty, document_no, since, appointed_by, appointed_at)
      values (${actor.orgId}, ${kind}, ${userId ?? null}, ${name}, ${post}, ${duty}, ${documentNo || null}, ${since}, ${actor.userId}, ${actor.at})
      returning id`.catch((error: unknown) => {
      if (brokenConstraint(error) === 'seat_once')
        throw new Refusal('SEAT_TAKEN', { name, seat: seatTitle[kind] })
      throw error
    })
    const [row] = rows
    assert(row, 'an inserted seat has a number')
    tell(
      actor,
      { kind: 'seat', id: row.id, no: seatTitle[kind] },
      { seat: kind, since, userId: userId ?? null },
      { name, post, duty },
    )
    return { seatId: row.id }
  }),

  on(endSeat, async (tx, actor, { seatId, until }) => {
    const [seat] = await tx<{ name: string; since: string; until: string | null }[]>`
      select name, since, until from governance.seat where org_id = ${actor.orgId} and id = ${seatId} for update`
    if (!seat) throw new Refusal('NOT_FOUND')
    if (seat.until !== null || until < seat.since)
      throw new Refusal('SEAT_ENDED', { name: seat.name, since: seat.since })
    await tx`
      update governance.seat set until = ${until}, ended_by = ${actor.userId}, ended_at = ${actor.at}
      where org_id = ${actor.orgId} and id = ${seatId}`
    tell(actor, { kind: 'seat', id: seatId, no: String(seatId) }, { until }, { name: seat.name })
    return ok
  }),

  on(setTarget, async (tx, actor, { year, text, measure, responsibleId }) => {
    await ourPerson(tx, actor.orgId, responsibleId)
    const [row] = await tx<{ id: number }[]>`
      insert into governance.target (org_id, year, text, measure, responsible_id, set_by, set_at)
      values (${actor.orgId}, ${year}, ${text}, ${measure}, ${responsibleId}, ${actor.userId}, ${actor.at})
      on conflict do nothing returning id`
    if (!row) throw new Refusal('ALREADY_EXISTS', { what: '年度目标', value: text })
    tell(actor, { kind: 'target', id: row.id, no: String(year) }, { year, responsibleId }, { text, measure })
    return { targetId: row.id }
  }),

  on(assessTarget, async (tx, actor, { targetId, outcome, text }) => {
    const [target] = await tx<
      { year: number; responsibleId: number; outcome: keyof typeof outcomeTitle | null }[]
    >`
      select year, responsible_id, outcome from governance.target where org_id = ${actor.orgId} and id = ${targetId} for update`
    if (!target) throw new Refusal('NOT_FOUND')
    if (target.outcome !== null)
      throw new Refusal('TARGET_ASSESSED', { outcome: outcomeTitle[target.outcome] })
    if (target.responsibleId === actor.userId) throw new Refusal('TARGET_OWN', { name: actor.name })
    await tx`
      update governance.target set outcome = ${outcome}, outcome_text = ${text}, assessed_by = ${actor.userId}, assessed_at = ${actor.at}
      where org_id = ${actor.orgId} and id = ${targetId}`
    tell(actor, { kind: 'target', id: targetId, no: String(target.year) }, { outcome }, { text })
    return ok
  }),
]
