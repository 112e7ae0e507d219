import type { Actor } from '#core/actor.ts'
import { recall, sendOff, sqlState, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { kindOf, type KindCode } from './kinds.ts'
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
  /** stage → sha256 (hex); must hold every stage the kind asks for */
  readonly evidence?: Readonly<Record<string, string>>
}

/** A movement takes at most this many lines: 5 000 boxes received, or a day's recovery. */
export const maxLines = 20_000

/**
 * Posts one movement: checks it against its kind, writes it and its entries, and moves the balances in the same
 * transaction. With `postAhead` the only door into the ledger. Returns the movement's number.
 * Refuses: BALANCE_SHORT or CODE_NOT_HERE where an inside account would become negative; FORBIDDEN, ACCESS_OUTSIDE or
 * WITNESS_OUTSIDE where one of the two may not do this, with this class, at this place.
 */
export async function post(tx: Tx, actor: Actor, movement: Movement): Promise<number> {
  const { id, written } = await dispatch(tx, actor, movement)
  await written
  return id
}

/**
 * The same, without waiting for the database: what the command does next goes out in the same packet. For commands that
 * do not catch its refusal; it comes when the transaction next waits, before anything that came of it.
 */
export async function postAhead(tx: Tx, actor: Actor, movement: Movement): Promise<number> {
  const { id, written } = await dispatch(tx, actor, movement)
  sendOff(tx, written)
  return id
}

interface Dispatched {
  readonly id: number
  readonly written: Promise<unknown>
}

async function dispatch(tx: Tx, actor: Actor, movement: Movement): Promise<Dispatched> {
  const { kind, cause, lines } = movement
  assert(lines.length <= maxLines, `a movement has at most ${maxLines} lines`)
  const rule = kindOf(kind)
  const reversal = movement.reverses !== undefined
  assert(!rule.witness || actor.witness, `movement ${kind} needs two people`)
  const missing = (rule.evidence ?? []).filter((stage) => !movement.evidence?.[stage])
  if (missing.length > 0 && !reversal)
    throw new Refusal('EVIDENCE_INCOMPLETE', { missing: missing.join('、') })
  const occurredAt = movement.occurredAt ?? actor.at
  if (Date.parse(occurredAt) > Date.parse(actor.at)) throw new Refusal('TIME_IN_FUTURE')

  const known = await lookUp(tx, actor.orgId, lines)
  checkMovement(kind, lines, known.accounts, known.drugs, reversal)
  const permission = reversal ? 'correction.work' : rule.permission
  await requireReach(tx, actor, { permission, lines, ...known, occurredAt })
  const dispatched = await write(tx, actor, { ...movement, occurredAt }, known)
  const { id } = dispatched
  if (movement.evidence) await bindEvidence(tx, actor, dispatched, movement.evidence)
  actor.act.movements.push({
    id,
    kind,
    occurredAt: new Date(occurredAt).toISOString(),
    cause: [cause.kind, cause.id, cause.no],
    reverses: movement.reverses ?? null,
    lines: lines.map((l) => [l.item, l.drugId, l.lotId, l.code, l.from, l.to, l.quantity]),
    evidence: movement.evidence ?? {},
  })
  if (movement.reason) actor.act.personal[`movement.${id}.reason`] = movement.reason
  return dispatched
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

/** Sends movement, entries and balances in one statement; the movement's number was reserved with the event's. */
async function write(
  tx: Tx,
  actor: Actor,
  movement: Movement & { readonly occurredAt: string },
  known: Known,
): Promise<Dispatched> {
  const { kind, cause, lines, occurredAt, reason, reverses } = movement
  const id = await nextMovementId(tx, actor)
  const deltas = deltasOf(lines)
  const statement = tx`
    select ledger.post(${actor.orgId}, ${id}, ${kind}, ${occurredAt}, ${actor.at}, ${cause.kind}, ${cause.id}, ${cause.no},
      ${actor.userId}, ${actor.witness?.userId ?? null}, ${reason ?? null}, ${actor.eventId}, ${reverses ?? null},
      ${lines.map((l) => l.item)}::text[], ${lines.map((l) => l.drugId)}::bigint[], ${lines.map((l) => l.lotId)}::bigint[],
      ${lines.map((l) => l.code)}::text[], ${lines.map((l) => l.from)}::bigint[], ${lines.map((l) => l.to)}::bigint[],
      ${lines.map((l) => l.quantity)}::bigint[],
      ${deltas.map((d) => d.account)}::bigint[], ${deltas.map((d) => d.item)}::text[], ${deltas.map((d) => d.lotId)}::bigint[],
      ${deltas.map((d) => d.code)}::text[], ${deltas.map((d) => d.drugId)}::bigint[],
      ${deltas.map((d) => d.delta)}::bigint[])`
  const written = statement.catch((error: unknown) => {
    if (sqlState(error) !== 'ZS001') throw error
    throw shortfall(String((error as { detail?: string }).detail), known)
  })
  // Whoever waits for it hears of it; until then nobody has failed to.
  written.catch(() => undefined)
  return { id, written }
}

/** The first movement of an act has its number from the beginning of the request. */
async function nextMovementId(tx: Tx, actor: Actor): Promise<number> {
  const reserved = actor.act.movementId
  actor.act.movementId = undefined
  if (reserved !== undefined) return reserved
  const [row] = await tx<{ id: number }[]>`select nextval('ledger.movement_id_seq') as id`
  assert(row, 'a sequence has a next number')
  return row.id
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
  { id: movementId, written }: Dispatched,
  evidence: Readonly<Record<string, string>>,
): Promise<void> {
  await written
  const hashes = Object.values(evidence)
  if (new Set(hashes).size !== hashes.length) throw new Refusal('EVIDENCE_REUSED')
  for (const [stage, hash] of Object.entries(evidence)) {
    const bytes = Buffer.from(hash, 'hex')
    const bound = await tx`
      update files.evidence set bound_event_id = ${actor.eventId}, bound_as = ${stage}
      where org_id = ${actor.orgId} and sha256 = ${bytes} and bound_event_id is null returning 1`
    if (bound.length === 0) {
      const [known] =
        await tx`select 1 from files.evidence where org_id = ${actor.orgId} and sha256 = ${bytes}`
      throw known ? new Refusal('EVIDENCE_REUSED') : new Refusal('EVIDENCE_INCOMPLETE', { missing: stage })
    }
    await tx`
      insert into ledger.movement_evidence (org_id, movement_id, stage, sha256)
      values (${actor.orgId}, ${movementId}, ${stage}, ${bytes})`
  }
}
