import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { classify } from '#core/codes/code.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { findCodes } from '#core/ledger/codes.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { recover } from './contract.ts'
import { matchOwed, type Brought, type Take } from '#core/ledger/containers.ts'
import { containersOf, lockOwed } from './store.ts'

export const recoveryCommands: Route[] = [
  on(recover, async (tx, actor, input) => {
    const [issue] = await tx<{ id: number; no: string; accountId: number; holder: string }[]>`
      select i.id, i.no, i.account_id, u.name as holder from issue.issue i
      join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
      where i.org_id = ${actor.orgId} and i.id = ${input.issueId}`
    const [bin] = await tx<{ accountId: number }[]>`
      select account_id from place.location where org_id = ${actor.orgId} and id = ${input.binLocationId} and kind = 'recovery' and stopped_at is null`
    if (!issue || !bin) throw new Refusal('NOT_FOUND')
    await lockOwed(tx, actor.orgId, issue.id)
    const owed = await containersOf(tx, actor.orgId, issue.accountId)
    const takes = matchOwed(await broughtBy(tx, actor, input.items), owed, issue.holder)
    const lines = takes.map((t) => lineOf(t, issue.accountId, bin.accountId))
    const no = await documentNo(tx, actor, 'KA')
    const cause = { kind: 'issue', id: issue.id, no: issue.no }
    const movementId = await post(tx, actor, { kind: 'recover', cause, lines })
    const id = await insertRecovery(tx, actor, {
      no,
      issueId: issue.id,
      bin: input.binLocationId,
      movementId,
    })
    tell(actor, { kind: 'recovery', id, no }, { issueId: issue.id, bin: input.binLocationId })
    const total = owed.reduce((n, o) => n + o.owed, 0)
    return { id, no, movementId, stillOwed: total - lines.reduce((n, l) => n + l.quantity, 0) }
  }),
]

/** Codes as the books write them, in whatever spelling they were scanned. Refuses: CODE_NEVER_RECEIVED, CONTAINER_NOT_OWED. */
async function broughtBy(tx: Tx, actor: Actor, items: InputOf<typeof recover>['items']): Promise<Brought[]> {
  const brought = items.map((item) => ('code' in item ? { code: classify(item.code).normalised } : item))
  const known = await findCodes(
    tx,
    actor.orgId,
    brought.flatMap((b) => ('code' in b ? [b.code] : [])),
  )
  for (const b of brought)
    if ('code' in b && !known.has(b.code)) throw new Refusal('CODE_NEVER_RECEIVED', { code: b.code })
  return brought
}

function lineOf({ of, units }: Take, from: number, to: number): Line {
  return { item: 'container', drugId: of.drugId, lotId: of.lotId, code: of.code, from, to, quantity: units }
}

async function insertRecovery(
  tx: Tx,
  actor: Actor,
  r: { no: string; issueId: number; bin: number; movementId: number },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into recovery.recovery (org_id, no, issue_id, bin_location_id, received_by, returned_by, recovered_at, movement_id)
    values (${actor.orgId}, ${r.no}, ${r.issueId}, ${r.bin}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at}, ${r.movementId})
    returning id`
  assert(row, 'an inserted recovery has a number')
  return row.id
}
