import { tell, witnessOf, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { accountOf } from '#core/ledger/accounts.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { takeLines } from '#core/ledger/takes.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { returnToSupplier } from './contract.ts'
import { checkDelivered, checkSource } from './rules.ts'
import { checkNotListed, deliveredOf, supplierOf } from './store.ts'

/** Codes of which nothing is left here are free for whoever receives them next. */
async function release(tx: Tx, actor: Actor, lines: readonly Line[]): Promise<void> {
  const codes = [...new Set(lines.map((l) => l.code).filter((c) => c !== ''))]
  const gone = await tx<{ code: string }[]>`
    select c.code from unnest(${codes}::text[]) as c (code)
    where not exists (select from ledger.balance b where b.org_id = ${actor.orgId} and b.code = c.code and b.code <> '' and b.inside and b.quantity > 0)`
  await tx`select ledger.release_codes(${gone.map((g) => g.code)}::text[], ${actor.at})`
}

export const supplierReturnCommands: Route[] = [
  on(returnToSupplier, async (tx, actor, input) => {
    const from = await accountOf(tx, actor, input.accountId)
    checkSource(from.kind)
    const supplier = await supplierOf(tx, actor.orgId, input.supplierId)
    await tx`select pg_advisory_xact_lock(hashtextextended(${`quarantine/${actor.orgId}/${from.id}`}, 0))`
    const want = { from: from.id, to: supplier.accountId, picks: input.picks, act: '退货' }
    // In a red box nothing is split any more: what lies there has its code.
    const { lines } = await takeLines(tx, actor, want, from.kind === 'location')
    const leaving = lines.filter((l) => l.to === supplier.accountId)
    if (leaving.length === 0) throw new Refusal('NOT_FOUND')
    const wanted = new Map<number, number>()
    for (const l of leaving) wanted.set(l.lotId, (wanted.get(l.lotId) ?? 0) + l.quantity)
    checkDelivered(
      await deliveredOf(tx, actor.orgId, supplier.accountId, [...wanted.keys()]),
      wanted,
      supplier.name,
    )
    if (from.kind === 'quarantine') await checkNotListed(tx, actor.orgId, leaving)
    const id = actor.eventId
    const no = await documentNo(tx, actor, 'TH')
    const cause = { kind: 'supplierReturn', id, no }
    const movementId = await post(tx, actor, { kind: 'returnToSupplier', cause, lines, reason: input.reason })
    await release(tx, actor, leaving)
    await tx`
      insert into supplier_return.record (org_id, id, no, supplier_id, account_id, reason_kind, reason, confirmation_no, confirmed_by,
        movement_id, returned_by, witnessed_by, returned_at)
      overriding system value
      values (${actor.orgId}, ${id}, ${no}, ${input.supplierId}, ${from.id}, ${input.reasonKind}, ${input.reason}, ${input.confirmationNo},
        ${input.confirmedBy}, ${movementId}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at})`
    const units = leaving.reduce((n, l) => n + l.quantity, 0)
    const personal = { reason: input.reason, confirmedBy: input.confirmedBy }
    tell(actor, cause, { units, supplier: supplier.name, confirmationNo: input.confirmationNo }, personal)
    return { id, no, movementId, units }
  }),
]
