import { tell, witnessOf, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { requireQualified } from '#core/identity/qualified.ts'
import { sink } from '#core/ledger/accounts.ts'
import { post } from '#core/ledger/post.ts'
import { refuseShort } from '#core/ledger/pumped.ts'
import { insertUses } from '#core/ledger/uses.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { fillPump, handOverPump, readPump, setUnread, stopPump } from './contract.ts'
import { checkMode, checkReading, givenBy, type Judged } from './rules.ts'
import {
  contentsOf,
  freeOf,
  handOf,
  lockPump,
  openedAt,
  resolveAll,
  type Hand,
  type Pump,
  type Unit,
} from './store.ts'

type Fill = InputOf<typeof fillPump>

export const infusionCommands: Route[] = [
  on(fillPump, async (tx, actor, input) => {
    checkMode(input)
    const hand = await handOf(tx, actor.orgId, input.issueId)
    const units = await resolveAll(tx, actor.orgId, input.contents)
    checkTwice(units)
    await requireOwn(tx, actor, hand, units)
    await requireDoctor(tx, actor, input.prescribedBy)
    await requirePrevious(tx, actor, input)
    const startedAt = await startOf(tx, actor, hand, units, input.startedAt)
    const no = await documentNo(tx, actor, 'ZB')
    const id = await insertPump(tx, actor, input, { no, hand, startedAt })
    await tx`
      insert into infusion.content (org_id, pump_id, lot_id, code, drug_id, content)
      select ${actor.orgId}, ${id}, c.lot, c.code, c.drug, c.content
      from unnest(${units.map((u) => u.lotId)}::bigint[], ${units.map((u) => u.code)}::text[], ${units.map((u) => u.drugId)}::bigint[],
        ${input.contents.map((c) => c.content)}::bigint[]) as c (lot, code, drug, content)`
    await tx`select infusion.fill(${actor.orgId}, ${actor.userId}, ${id})`.catch(refuseShort)
    const { contents, place, startedAt: _at, ...facts } = input
    tell(
      actor,
      { kind: 'infusion', id, no },
      {
        ...facts,
        issueNo: hand.no,
        startedAt,
        contents: contents.map((c, i) => [units[i]?.lotId ?? 0, units[i]?.code ?? '', c.content]),
      },
      { place },
    )
    return { id, no }
  }),

  on(readPump, (tx, actor, input) => recordReading(tx, actor, { ...input, kind: 'read' })),

  on(handOverPump, async (tx, actor, input) => {
    const done = await recordReading(tx, actor, { ...input, kind: 'handover' })
    await tx`
      update infusion.pump set keeper_id = ${witnessOf(actor).userId}, place = ${input.place} where org_id = ${actor.orgId} and id = ${input.id}`
    return done
  }),

  on(stopPump, async (tx, actor, input) => {
    const done = await recordReading(tx, actor, { ...input, kind: 'stop' })
    await tx`
      update infusion.pump set stopped_at = ${input.readAt ?? actor.at} where org_id = ${actor.orgId} and id = ${input.id}`
    return { ...done, restUl: done.totalUl - input.givenUl }
  }),

  on(setUnread, async (tx, actor, { unreadHours, reason }) => {
    await tx`
      insert into infusion.rule (org_id, unread_hours, reason, set_by, set_at)
      values (${actor.orgId}, ${unreadHours}, ${reason}, ${actor.userId}, ${actor.at})`
    tell(actor, { kind: 'infusionRule', id: actor.orgId, no: '' }, { unreadHours }, { reason })
    return { ok: true as const }
  }),
]

function checkTwice(units: readonly Unit[]): void {
  if (new Set(units.map((u) => `${u.lotId}/${u.code}`)).size < units.length) throw new Refusal('PUMP_TWICE')
}

/** The holder fills from the hand; who took a pump over and stopped it, from what it left over. Refuses NOT_HOLDER. */
async function requireOwn(tx: Tx, actor: Actor, hand: Hand, units: readonly Unit[]): Promise<void> {
  if (hand.holderId === actor.userId) return
  const free = await freeOf(tx, actor.orgId, hand.issueId, actor.userId)
  const own = (u: Unit) => free.some((f) => f.lotId === u.lotId && f.code === u.code)
  if (!units.every(own)) throw new Refusal('NOT_HOLDER', { name: hand.holder })
}

/** Who ordered it may order it: 麻精处方权 on the day. Refuses NOT_FOUND, PRESCRIBER_UNQUALIFIED. */
async function requireDoctor(tx: Tx, actor: Actor, userId: number): Promise<void> {
  const [doctor] = await tx<{ userId: number; name: string }[]>`
    select id as user_id, name from identity.app_user where org_id = ${actor.orgId} and id = ${userId} and disabled_at is null`
  if (!doctor) throw new Refusal('NOT_FOUND')
  await requireQualified(tx, doctor, 'prescribe', actor.at, 'PRESCRIBER_UNQUALIFIED')
}

/** 续配: of the same issue, and stopped. Refuses NOT_FOUND, PUMP_OTHER_ISSUE. */
async function requirePrevious(tx: Tx, actor: Actor, { previousId, issueId }: Fill): Promise<void> {
  if (previousId === undefined) return
  const [row] = await tx<{ no: string; issueId: number; stoppedAt: string | null }[]>`
    select no, issue_id, stopped_at from infusion.pump where org_id = ${actor.orgId} and id = ${previousId}`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.issueId !== issueId || row.stoppedAt === null) throw new Refusal('PUMP_OTHER_ISSUE', { no: row.no })
}

/** Nothing runs before it was handed out and opened, or in the future. Refuses USE_TIME_ORDER, TIME_IN_FUTURE. */
async function startOf(
  tx: Tx,
  actor: Actor,
  hand: Hand,
  units: readonly Unit[],
  said: string | undefined,
): Promise<string> {
  if (said === undefined) return actor.at
  const codes = units.flatMap((u) => (u.code === '' ? [] : [u.code]))
  const since = (await openedAt(tx, actor.orgId, hand.issueId, codes)) ?? hand.issuedAt
  if (Date.parse(said) < Date.parse(since))
    throw new Refusal('USE_TIME_ORDER', {
      since: new Date(Date.parse(since) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
    })
  if (Date.parse(said) > Date.parse(actor.at)) throw new Refusal('TIME_IN_FUTURE')
  return said
}

async function insertPump(
  tx: Tx,
  actor: Actor,
  p: Fill,
  rest: { no: string; hand: Hand; startedAt: string },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into infusion.pump (org_id, no, issue_id, account_id, previous_id, device_no, mode, diluent, total_ul, rate_ul_h, bolus_ul, lockout_minutes,
      route, place, prescribed_by, filled_by, keeper_id, started_at, recorded_at)
    values (${actor.orgId}, ${rest.no}, ${p.issueId}, ${rest.hand.accountId}, ${p.previousId ?? null}, ${p.deviceNo}, ${p.mode}, ${p.diluent},
      ${p.totalUl}, ${p.rateUlH}, ${p.bolusUl ?? null}, ${p.lockoutMinutes ?? null}, ${p.route}, ${p.place}, ${p.prescribedBy}, ${actor.userId},
      ${actor.userId}, ${rest.startedAt}, ${actor.at}) returning id`.catch((error: unknown) => {
    if (brokenConstraint(error) === 'pump_running') throw new Refusal('PUMP_RUNNING', { device: p.deviceNo })
    throw error
  })
  assert(row, 'an inserted pump has a number')
  return row.id
}

type Reading = InputOf<typeof stopPump> & {
  readonly kind: 'read' | 'handover' | 'stop'
  readonly rateUlH?: number | undefined
  readonly place?: string
}

/** Judges a reading, posts what the pump gave since the last, and keeps both. */
async function recordReading(tx: Tx, actor: Actor, r: Reading) {
  const pump = await lockPump(tx, actor.orgId, r.id)
  if (pump.keeperId !== actor.userId) throw new Refusal('PUMP_NOT_KEEPER', { no: pump.no, name: pump.keeper })
  if (pump.stoppedAt !== null) throw new Refusal('PUMP_STOPPED', { no: pump.no })
  if (pump.mode === 'continuous' && r.kind === 'read' && r.rateUlH === 0) throw new Refusal('PUMP_NO_RATE')
  const at = r.readAt ?? actor.at
  const judged = checkReading(pump, { ...r, at }, actor.at)
  const movementId = await postGiven(tx, actor, pump, { givenUl: r.givenUl, at })
  const seq = pump.seq + 1
  await insertReading(tx, actor, pump, { ...r, seq, at, judged, movementId })
  tell(
    actor,
    { kind: 'infusion', id: pump.id, no: pump.no },
    {
      reading: r.kind,
      seq,
      at,
      givenUl: r.givenUl,
      leftUl: r.leftUl,
      rateUlH: r.rateUlH ?? pump.rateUlH,
      bolusAsked: r.bolusAsked ?? null,
      bolusGiven: r.bolusGiven ?? null,
      expectedUl: judged.expectedUl,
      level: judged.level,
    },
    { reason: r.reason, place: r.place },
  )
  const { level, offUl, bandUl } = judged
  return { seq, level, offUl, bandUl, movementId, totalUl: pump.totalUl }
}

/**
 * Ampoule by ampoule: what has left by now, rounded down, less what stands on the books already. A reading that was taken back
 * is made up for here, and a reading in which no whole unit left posts nothing.
 */
async function postGiven(
  tx: Tx,
  actor: Actor,
  pump: Pump,
  read: { givenUl: number; at: string },
): Promise<number | null> {
  const patient = await sink(tx, actor, 'patient')
  const given = (await contentsOf(tx, actor.orgId, pump.id)).flatMap((c) => {
    const content = givenBy(c.filled, read.givenUl, pump.totalUl) - c.given
    return content > 0 ? [{ ...c, content }] : []
  })
  if (given.length === 0) return null
  const movementId = await post(tx, actor, {
    kind: 'administer',
    cause: { kind: 'issue', id: pump.issueId, no: pump.issueNo },
    occurredAt: read.at,
    fromPump: true,
    lines: given.map(({ drugId, lotId, code, content }) => ({
      item: 'content',
      drugId,
      lotId,
      code,
      from: pump.accountId,
      to: patient.id,
      quantity: content,
    })),
  })
  insertUses(tx, actor.orgId, [
    {
      movementId,
      issueId: pump.issueId,
      kind: 'administer',
      route: pump.route,
      place: `${pump.place}，泵 ${pump.no}`,
    },
  ])
  await tx`
    insert into infusion.given (org_id, pump_id, movement_id, lot_id, code, content)
    select ${actor.orgId}, ${pump.id}, ${movementId}, g.lot, g.code, g.content
    from unnest(${given.map((g) => g.lotId)}::bigint[], ${given.map((g) => g.code)}::text[], ${given.map((g) => g.content)}::bigint[]) as g (lot, code, content)`
  return movementId
}

async function insertReading(
  tx: Tx,
  actor: Actor,
  pump: Pump,
  r: Reading & { seq: number; at: string; judged: Judged; movementId: number | null },
): Promise<void> {
  const second = r.kind === 'read' ? null : witnessOf(actor).userId
  await tx`
    insert into infusion.reading (org_id, pump_id, seq, kind, read_at, given_ul, left_ul, rate_ul_h, bolus_asked, bolus_given, expected_ul, band_ul,
      level, reason, movement_id, read_by, witness_id, place, recorded_at)
    values (${actor.orgId}, ${pump.id}, ${r.seq}, ${r.kind}, ${r.at}, ${r.givenUl}, ${r.leftUl}, ${r.rateUlH ?? pump.rateUlH}, ${r.bolusAsked ?? null},
      ${r.bolusGiven ?? null}, ${r.judged.expectedUl}, ${r.judged.bandUl}, ${r.judged.level}, ${r.reason || null}, ${r.movementId}, ${actor.userId},
      ${second}, ${r.place ?? null}, ${actor.at})`
}
