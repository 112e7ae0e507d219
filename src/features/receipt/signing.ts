import { witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { classify } from '#core/codes/code.ts'
import type { Tx } from '#core/db.ts'
import { lotOf, registerCodes } from '#core/ledger/codes.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { checkComplete, checkConclusion } from './rules.ts'
import { countLines, knownOf, type ReceiptHead } from './store.ts'

interface Counted {
  readonly code: string
  readonly raw: string
  readonly drugId: number
  readonly units: number
  readonly lotNo: string
  readonly made: string | null
  readonly expiry: string
  readonly damaged: boolean
}

/** Posts what was counted: sound packs into the store, damaged ones into quarantine; the rest stays recorded. */
export async function postReceipt(
  tx: Tx,
  actor: Actor,
  receipt: ReceiptHead,
  input: { qualityState: string; conclusion: string },
): Promise<{ movementId: number | null; acceptedUnits: number }> {
  const scans = await tx<Counted[]>`
    select s.code, s.raw, l.drug_id, s.units, s.lot_no, s.made, s.expiry, s.damaged
    from receipt.scan s join receipt.line l on l.org_id = s.org_id and l.id = s.line_id
    where s.org_id = ${actor.orgId} and s.receipt_id = ${receipt.id} order by s.code`
  const lines = await countLines(tx, receipt.id)
  checkComplete(lines, scans.length > 0, (drugId) => lines.find((l) => l.drugId === drugId)?.unit ?? '')
  const accepted = scans.filter((s) => !s.damaged)
  checkConclusion(
    input.conclusion,
    accepted.reduce((n, s) => n + s.units, 0),
  )
  checkLots(scans, dayOf(actor.at))
  const lots = await lotsOf(tx, actor, scans)
  await registerCodes(
    tx,
    actor,
    scans.map((s) => ({ code: classify(s.raw), drugId: s.drugId, lotId: lots(s), units: s.units })),
  )
  await refuseReceived(tx, actor, receipt, scans)
  const lineTo =
    (to: number) =>
    (s: Counted): Line => ({
      item: 'intact',
      drugId: s.drugId,
      lotId: lots(s),
      code: s.code,
      from: receipt.supplierAccountId,
      to,
      quantity: s.units,
    })
  const cause = { kind: 'receipt', id: receipt.id, no: receipt.no }
  const sound = accepted.map(lineTo(receipt.locationAccountId))
  const damaged = scans.filter((s) => s.damaged)
  const movementId = sound.length > 0 ? await post(tx, actor, { kind: 'receive', cause, lines: sound }) : null
  if (damaged.length > 0) {
    await post(tx, actor, {
      kind: 'receiveDamaged',
      cause,
      lines: damaged.map(lineTo(await quarantineOf(tx, actor))),
    })
  }
  await tx`
    update receipt.receipt set state = 'signed', quality_state = ${input.qualityState}, conclusion = ${input.conclusion},
      movement_id = ${movementId}, signed_by = ${actor.userId}, witnessed_by = ${witnessOf(actor).userId}, signed_at = ${actor.at}
    where org_id = ${actor.orgId} and id = ${receipt.id}`
  return { movementId, acceptedUnits: sound.reduce((n, l) => n + l.quantity, 0) }
}

/** A lot may have expired between counting and signing. */
function checkLots(scans: readonly Counted[], today: string): void {
  const late = scans.find((s) => s.expiry < today)
  if (late) throw new Refusal('LOT_EXPIRED', { lot: late.lotNo, expiry: late.expiry, act: '入库' })
}

/**
 * Another receipt of this hospital may have brought the same code since it was scanned. Runs after the codes are
 * claimed, which makes two signings of one code wait for each other. Refuses: CODE_IN_STOCK_HERE.
 */
async function refuseReceived(
  tx: Tx,
  actor: Actor,
  receipt: ReceiptHead,
  scans: readonly Counted[],
): Promise<void> {
  const { taken } = await knownOf(
    tx,
    actor.orgId,
    receipt.id,
    scans.map((s) => s.code),
  )
  const twice = [...taken.values()].find((t) => t.received)
  if (twice) throw new Refusal('CODE_IN_STOCK_HERE', { code: twice.code, place: twice.place ?? '已全部用出' })
}

async function lotsOf(tx: Tx, actor: Actor, scans: readonly Counted[]): Promise<(s: Counted) => number> {
  const ids = new Map<string, number>()
  const keyOf = (s: Counted) => `${s.drugId}|${s.lotNo}|${s.expiry}`
  for (const s of scans) if (!ids.has(keyOf(s))) ids.set(keyOf(s), await lotOf(tx, actor, s))
  return (s) => {
    const id = ids.get(keyOf(s))
    assert(id !== undefined, 'every counted pack has a lot')
    return id
  }
}

/** Where damaged packs wait for the authority (待查). Refuses NOT_FOUND where the hospital has no such place. */
async function quarantineOf(tx: Tx, actor: Actor): Promise<number> {
  const [row] = await tx<{ accountId: number }[]>`
    select account_id from place.location where org_id = ${actor.orgId} and kind = 'quarantine' and stopped_at is null order by id limit 1`
  if (!row) throw new Refusal('NOT_FOUND')
  return row.accountId
}
