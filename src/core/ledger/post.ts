import type { Actor } from '#core/actor.ts'
import { sqlState, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { kindOf, type KindCode } from './kinds.ts'
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
 * transaction. The only door into the ledger. Returns the movement's number.
 * Refuses: BALANCE_SHORT or CODE_NOT_HERE where an inside account would become negative.
 */
export async function post(tx: Tx, actor: Actor, movement: Movement): Promise<number> {
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

  const known = await lookUp(tx, lines)
  checkMovement(kind, lines, known.accounts, known.drugs, reversal)
  const [row] = await tx<{ id: number }[]>`
    insert into ledger.movement (org_id, kind, occurred_at, recorded_at, cause_kind, cause_id, cause_no,
      actor_id, witness_id, reason, event_id, reverses_id)
    values (${actor.orgId}, ${kind}, ${occurredAt}, ${actor.at}, ${cause.kind}, ${cause.id}, ${cause.no},
      ${actor.userId}, ${actor.witness?.userId ?? null}, ${movement.reason ?? null}, ${actor.eventId},
      ${movement.reverses ?? null})
    returning id`
  assert(row, 'an inserted movement has a number')
  await writeEntries(tx, actor, row.id, lines)
  await moveBalances(tx, actor, lines, known)
  if (movement.evidence) await bindEvidence(tx, actor, row.id, movement.evidence)
  actor.act.movements.push({
    id: row.id,
    kind,
    occurredAt: new Date(occurredAt).toISOString(),
    cause: [cause.kind, cause.id, cause.no],
    reverses: movement.reverses ?? null,
    lines: lines.map((l) => [l.item, l.drugId, l.lotId, l.code, l.from, l.to, l.quantity]),
    evidence: movement.evidence ?? {},
  })
  if (movement.reason) actor.act.personal[`movement.${row.id}.reason`] = movement.reason
  return row.id
}

interface Known {
  readonly accounts: ReadonlyMap<number, Account>
  readonly drugs: ReadonlyMap<number, Drug>
}

async function lookUp(tx: Tx, lines: readonly Line[]): Promise<Known> {
  const accountIds = [...new Set(lines.flatMap((l) => [l.from, l.to]))]
  const drugIds = [...new Set(lines.map((l) => l.drugId))]
  const accounts = await tx<Account[]>`
    select id, kind, title, inside from ledger.account
    where org_id = core.current_org() and id = any (${accountIds}::bigint[])`
  const drugs = await tx<Drug[]>`
    select id, name, spec, unit, content_unit, content_per_unit, container from ledger.drug
    where org_id = core.current_org() and id = any (${drugIds}::bigint[])`
  return { accounts: new Map(accounts.map((a) => [a.id, a])), drugs: new Map(drugs.map((d) => [d.id, d])) }
}

async function writeEntries(tx: Tx, actor: Actor, movementId: number, lines: readonly Line[]): Promise<void> {
  await tx`
    insert into ledger.entry (org_id, movement_id, line, recorded_at, item, drug_id, lot_id, code, source_id, destination_id, quantity)
    select ${actor.orgId}, ${movementId}, l.line, ${actor.at}::timestamptz, l.item, l.drug_id, l.lot_id, l.code, l.source_id, l.destination_id, l.quantity
    from unnest(${lines.map((l) => l.item)}::text[], ${lines.map((l) => l.drugId)}::bigint[], ${lines.map((l) => l.lotId)}::bigint[],
      ${lines.map((l) => l.code)}::text[], ${lines.map((l) => l.from)}::bigint[], ${lines.map((l) => l.to)}::bigint[],
      ${lines.map((l) => l.quantity)}::bigint[]) with ordinality
      as l (item, drug_id, lot_id, code, source_id, destination_id, quantity, line)`
}

async function moveBalances(tx: Tx, actor: Actor, lines: readonly Line[], known: Known): Promise<void> {
  const deltas = deltasOf(lines)
  // As text: the driver takes an array of booleans for one boolean, and writes any string in a boolean[] as false.
  const inside = deltas.map((d) => (known.accounts.get(d.account)?.inside === true ? 'true' : 'false'))
  try {
    await tx`
      select ledger.apply(${actor.orgId}, ${actor.at}, ${deltas.map((d) => d.account)}::bigint[], ${deltas.map((d) => d.item)}::text[],
        ${deltas.map((d) => d.lotId)}::bigint[], ${deltas.map((d) => d.code)}::text[], ${deltas.map((d) => d.drugId)}::bigint[],
        ${inside}::text[]::boolean[], ${deltas.map((d) => d.delta)}::bigint[])`
  } catch (error) {
    if (sqlState(error) !== 'ZS001') throw error
    throw shortfall(String((error as { detail?: string }).detail), known)
  }
}

/** The database names the row that would go negative; people need the place and the drug. */
function shortfall(detail: string, known: Known): Refusal {
  const row = JSON.parse(detail) as {
    account: number
    item: string
    code: string
    drug: number
    have: number
    want: number
  }
  const drug = known.drugs.get(row.drug)
  const place = known.accounts.get(row.account)?.title ?? '—'
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
