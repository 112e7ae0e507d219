import type { Actor } from '#core/actor.ts'
import type { EventMovement } from '#core/audit/event.ts'
import { filmStage } from '#core/files/contract.ts'
import { recall, sendOff, sqlState, type Tx } from '#core/db.ts'
import type { Permission } from '#core/identity/permissions.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { kindOf, type KindCode } from './kinds.ts'
import { takeByHand } from './pumped.ts'
import { requireReach } from './reach.ts'
import { checkMovement, deltasOf, type Account, type Drug, type Line } from './rules.ts'

export interface Movement {
  readonly kind: KindCode
  readonly cause: { readonly kind: string; readonly id: number; readonly no: string }
  readonly lines: readonly Line[]
  /** When it happened; the act's own time when absent. Never later than the act. */
  readonly occurredAt?: string
  readonly reason?: string
  readonly reverses?: number
  /** The node this was done under, where it is not the kind's own: a rescue takes what only a pharmacist may issue. */
  readonly permission?: Permission
  /** What a pump gave: content that a pump holds leaves the hand through its reading only. */
  readonly fromPump?: true
  /** stage → sha256 (hex); must hold every stage the kind asks for */
  readonly evidence?: Readonly<Record<string, string>>
}

/** An act takes at most this many lines: 5 000 boxes received, or a day's recovery. */
export const maxLines = 20_000

/**
 * Posts one movement: checks it against its kind, writes it and its entries, and moves the balances in the same
 * transaction. With `postAhead` and `postAll` the only door into the ledger. Returns the movement's number.
 * Refuses: BALANCE_SHORT or CODE_NOT_HERE where an inside account would become negative; FORBIDDEN, ACCESS_OUTSIDE or
 * WITNESS_OUTSIDE where one of the two may not do this, with this class, at this place.
 */
export async function post(tx: Tx, actor: Actor, movement: Movement): Promise<number> {
  const { ids, written } = await dispatch(tx, actor, [movement])
  await written
  return onlyOne(ids)
}

/**
 * The same, without waiting for the database: what the command does next goes out in the same packet. For commands that
 * do not catch its refusal; it comes when the transaction next waits, before anything that came of it.
 */
export async function postAhead(tx: Tx, actor: Actor, movement: Movement): Promise<number> {
  const { ids, written } = await dispatch(tx, actor, [movement])
  sendOff(tx, written)
  return onlyOne(ids)
}

/** Several movements of one act in one statement, each seeing what those before it did. Not waited for, like `postAhead`. */
export async function postAll(tx: Tx, actor: Actor, movements: readonly Movement[]): Promise<number[]> {
  const { ids, written } = await dispatch(tx, actor, movements)
  sendOff(tx, written)
  return ids
}

function onlyOne(ids: readonly number[]): number {
  assert(ids[0] !== undefined, 'a posted movement has a number')
  return ids[0]
}

interface Dispatched {
  readonly ids: number[]
  readonly written: Promise<unknown>
}

type Dated = Movement & { readonly occurredAt: string }

async function dispatch(tx: Tx, actor: Actor, movements: readonly Movement[]): Promise<Dispatched> {
  const lines = movements.flatMap((m) => m.lines)
  assert(
    movements.length > 0 && lines.length <= maxLines,
    `an act has movements, and at most ${maxLines} lines`,
  )
  const dated = movements.map((m) => checkAct(actor, m))
  const known = await lookUp(tx, actor.orgId, lines)
  for (const m of dated) {
    const reversal = m.reverses !== undefined
    checkMovement(m.kind, m.lines, known.accounts, known.drugs, reversal)
    const kind = kindOf(m.kind)
    const permission = reversal ? (kind.takenBackBy ?? 'correction.work') : (m.permission ?? kind.permission)
    await requireReach(tx, actor, { permission, lines: m.lines, ...known, occurredAt: m.occurredAt })
  }
  const { ids, written } = await write(tx, actor, dated, known)
  for (const [i, m] of dated.entries()) {
    const id = ids[i] as number
    if (m.evidence) {
      await written
      await bindEvidence(tx, actor, id, m.evidence)
    }
    actor.act.movements.push(told(id, m))
    if (m.reason) actor.act.personal[`movement.${id}.reason`] = m.reason
  }
  return { ids, written }
}

/** Two people and photographs where the kind wants them; nothing happens in the future. */
function checkAct(actor: Actor, movement: Movement): Dated {
  const rule = kindOf(movement.kind)
  assert(!rule.witness || actor.witness, `movement ${movement.kind} needs two people`)
  const missing = (rule.evidence ?? []).filter((stage) => !movement.evidence?.[stage])
  if (missing.length > 0 && movement.reverses === undefined)
    throw new Refusal('EVIDENCE_INCOMPLETE', { missing: missing.join('、') })
  const occurredAt = movement.occurredAt ?? actor.paper?.happenedAt ?? actor.at
  if (Date.parse(occurredAt) > Date.parse(actor.at)) throw new Refusal('TIME_IN_FUTURE')
  return { ...movement, occurredAt }
}

/** The movement as the event's bytes hold it. */
function told(id: number, m: Dated): EventMovement {
  return {
    id,
    kind: m.kind,
    occurredAt: new Date(m.occurredAt).toISOString(),
    cause: [m.cause.kind, m.cause.id, m.cause.no],
    reverses: m.reverses ?? null,
    lines: m.lines.map((l) => [l.item, l.drugId, l.lotId, l.code, l.from, l.to, l.quantity]),
    evidence: m.evidence ?? {},
  }
}

interface Known {
  readonly accounts: ReadonlyMap<number, Account>
  readonly drugs: ReadonlyMap<number, Drug>
}

/** Kind of an account and strength of a drug never change: what this process has seen it remembers. */
async function lookUp(tx: Tx, orgId: number, lines: readonly Line[]): Promise<Known> {
  const accountIds = [...new Set(lines.flatMap((l) => [l.from, l.to]))]
  const drugIds = [...new Set(lines.map((l) => l.drugId))]
  const [accounts, drugs] = await Promise.all([
    recall(
      tx,
      `account/${orgId}`,
      accountIds,
      (ids) => tx<Account[]>`
      select id, kind, title, inside from ledger.account where org_id = ${orgId} and id = any (${ids}::bigint[])`,
    ),
    recall(
      tx,
      `drug/${orgId}`,
      drugIds,
      (ids) => tx<Drug[]>`
      select id, name, spec, unit, content_unit, content_per_unit, container from ledger.drug
      where org_id = ${orgId} and id = any (${ids}::bigint[])`,
    ),
  ])
  return { accounts, drugs }
}

/** Sends movements, entries and balances in one statement; the first movement's number was reserved with the event's. */
async function write(tx: Tx, actor: Actor, movements: readonly Dated[], known: Known): Promise<Dispatched> {
  const ids = await nextMovementIds(tx, actor, movements.length)
  const lines = movements.flatMap((m, i) =>
    m.lines.map((line, n) => ({ ...line, movement: i + 1, line: n + 1 })),
  )
  const deltas = deltasOf(movements)
  const statement = tx`
    select ledger.post(${actor.orgId}, ${ids}::bigint[], ${movements.map((m) => m.kind)}::text[],
      ${movements.map((m) => m.occurredAt)}::timestamptz[], ${actor.at}, ${movements.map((m) => m.cause.kind)}::text[],
      ${movements.map((m) => m.cause.id)}::bigint[], ${movements.map((m) => m.cause.no)}::text[], ${actor.userId},
      ${actor.witness?.userId ?? null}, ${movements.map((m) => m.reason ?? '')}::text[], ${actor.eventId},
      ${movements.map((m) => m.reverses ?? 0)}::bigint[],
      ${lines.map((l) => l.movement)}::int[], ${lines.map((l) => l.line)}::int[],
      ${lines.map((l) => l.item)}::text[], ${lines.map((l) => l.drugId)}::bigint[], ${lines.map((l) => l.lotId)}::bigint[],
      ${lines.map((l) => l.code)}::text[], ${lines.map((l) => l.from)}::bigint[], ${lines.map((l) => l.to)}::bigint[],
      ${lines.map((l) => l.quantity)}::bigint[],
      ${deltas.map((d) => d.account)}::bigint[], ${deltas.map((d) => d.item)}::text[], ${deltas.map((d) => d.lotId)}::bigint[],
      ${deltas.map((d) => d.code)}::text[], ${deltas.map((d) => d.drugId)}::bigint[],
      ${deltas.map((d) => d.delta)}::bigint[], ${deltas.map((d) => d.least)}::bigint[])`
  const written = statement.catch((error: unknown) => {
    if (sqlState(error) !== 'ZS001') throw error
    throw shortfall(String((error as { detail?: string }).detail), known)
  })
  // In the same packet, after the balances: what is in a pump is not taken by hand.
  const both = Promise.all([written, takeByHand(tx, actor, { movements, ids, accounts: known.accounts })])
  // Whoever waits for it hears of it; until then nobody has failed to.
  both.catch(() => undefined)
  return { ids, written: both }
}

/** The first movement of an act has its number from the beginning of the request. */
async function nextMovementIds(tx: Tx, actor: Actor, count: number): Promise<number[]> {
  const reserved = actor.act.movementId
  actor.act.movementId = undefined
  const missing = count - (reserved === undefined ? 0 : 1)
  const more =
    missing === 0
      ? []
      : await tx<
          { id: number }[]
        >`select nextval('ledger.movement_id_seq') as id from generate_series(1, ${missing}::int)`
  return [...(reserved === undefined ? [] : [reserved]), ...more.map((r) => r.id)]
}

/** The database names the row that would go negative; people need the place and the drug. */
function shortfall(detail: string, known: Known): Refusal {
  const row = JSON.parse(detail) as {
    account: number
    place: string
    item: string
    code: string
    drug: number
    have: number
    want: number
  }
  const drug = known.drugs.get(row.drug)
  const { place } = row
  if (row.code !== '' && row.have === 0 && row.item === 'intact') {
    return new Refusal('CODE_NOT_HERE', { code: row.code, place })
  }
  const unit = row.item === 'content' ? drug?.contentUnit : row.item === 'container' ? '个' : drug?.unit
  const amount = (n: number) => `${n} ${unit ?? ''}`.trim()
  return new Refusal('BALANCE_SHORT', {
    place,
    drug: `${drug?.name ?? ''} ${drug?.spec ?? ''}`.trim(),
    have: amount(row.have),
    want: amount(row.want),
  })
}

/** A photograph proves one act only: binding it twice is refused. */
async function bindEvidence(
  tx: Tx,
  actor: Actor,
  movementId: number,
  evidence: Readonly<Record<string, string>>,
): Promise<void> {
  const hashes = Object.values(evidence)
  if (new Set(hashes).size !== hashes.length) throw new Refusal('EVIDENCE_REUSED')
  for (const [stage, hash] of Object.entries(evidence)) {
    const bytes = Buffer.from(hash, 'hex')
    const bound = await tx`
      update files.evidence set bound_event_id = ${actor.eventId}, bound_as = ${stage}
      where org_id = ${actor.orgId} and sha256 = ${bytes} and bound_event_id is null
        and (mime like 'video/%') = ${stage === filmStage} returning 1`
    if (bound.length === 0) {
      const [known] = await tx`
        select 1 from files.evidence where org_id = ${actor.orgId} and sha256 = ${bytes} and bound_event_id is not null`
      throw known ? new Refusal('EVIDENCE_REUSED') : new Refusal('EVIDENCE_INCOMPLETE', { missing: stage })
    }
    await tx`
      insert into ledger.movement_evidence (org_id, movement_id, stage, sha256)
      values (${actor.orgId}, ${movementId}, ${stage}, ${bytes})`
  }
}
