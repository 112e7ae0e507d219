import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { classify } from '#core/codes/code.ts'
import type { Tx } from '#core/db.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { recover } from './contract.ts'
import { containersOf, type Owed } from './store.ts'

type Item = { code: string } | { lotId: number; units: number }

export const recoveryCommands: Route[] = [
  on(recover, async (tx, actor, input) => {
    const [issue] = await tx<{ id: number; no: string; accountId: number; holder: string }[]>`
      select i.id, i.no, i.account_id, u.name as holder from issue.issue i
      join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
      where i.org_id = ${actor.orgId} and i.id = ${input.issueId}`
    const [bin] = await tx<{ accountId: number }[]>`
      select account_id from place.location where org_id = ${actor.orgId} and id = ${input.binLocationId} and kind = 'recovery' and stopped_at is null`
    if (!issue || !bin) throw new Refusal('NOT_FOUND')
    const owed = await containersOf(tx, actor.orgId, issue.accountId)
    const lines = input.items.flatMap((item) => matched(item, owed, issue.holder, issue.accountId, bin.accountId))
    const no = await documentNo(tx, actor, 'KA')
    const cause = { kind: 'issue', id: issue.id, no: issue.no }
    const movementId = await post(tx, actor, { kind: 'recover', cause, lines })
    const id = await insertRecovery(tx, actor, { no, issueId: issue.id, bin: input.binLocationId, movementId })
    tell(actor, { kind: 'recovery', id, no }, { issueId: issue.id, bin: input.binLocationId })
    const total = owed.reduce((n, o) => n + o.owed, 0)
    return { id, no, movementId, stillOwed: total - lines.reduce((n, l) => n + l.quantity, 0) }
  }),
]

/** Lines for one item, taken off what is owed. Refuses CONTAINER_NOT_OWED where lot or number do not match. */
function matched(item: Item, owed: Owed[], holder: string, custody: number, bin: number): Line[] {
  const code = 'code' in item ? classify(item.code).normalised : undefined
  const fitting = owed.filter((o) => (code !== undefined ? o.code === code : 'lotId' in item && o.lotId === item.lotId))
  let want = 'units' in item ? item.units : 1
  const lines: Line[] = []
  for (const o of fitting) {
    const take = Math.min(want, o.left)
    if (take === 0) continue
    o.left -= take
    want -= take
    lines.push({ item: 'container', drugId: o.drugId, lotId: o.lotId, code: o.code, from: custody, to: bin, quantity: take })
  }
  if (want > 0) {
    const lot = fitting[0]?.lotNo ?? (code !== undefined ? code : '—')
    throw new Refusal('CONTAINER_NOT_OWED', { name: holder, lot, container: fitting[0]?.container ?? '空安瓿' })
  }
  return lines
}

async function insertRecovery(tx: Tx, actor: Actor, r: { no: string; issueId: number; bin: number; movementId: number }): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into recovery.recovery (org_id, no, issue_id, bin_location_id, received_by, returned_by, recovered_at, movement_id)
    values (${actor.orgId}, ${r.no}, ${r.issueId}, ${r.bin}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at}, ${r.movementId})
    returning id`
  assert(row, 'an inserted recovery has a number')
  return row.id
}
