import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { confirmChange, listChanges, readChange, type ChangeDetail } from './contract.ts'
import { checkConfirm, stateOf } from './rules.ts'
import { changesOf, hashOf, openPrescriptions, peopleWithout, stockOf } from './store.ts'

async function list(tx: Tx, actor: Actor, { org }: InputOf<typeof listChanges>) {
  const today = dayOf(actor.at)
  const rows = await changesOf(tx, org ?? actor.orgId, actor.at)
  return { rows: rows.map(({ note: _, ...c }) => ({ ...c, state: stateOf(c, today) })) }
}

async function read(tx: Tx, actor: Actor, input: InputOf<typeof readChange>): Promise<ChangeDetail> {
  const { day } = input
  const org = input.org ?? actor.orgId
  const [change] = await changesOf(tx, org, actor.at, day)
  if (!change) throw new Refusal('NOT_FOUND')
  const stock = await stockOf(tx, org, day)
  const [lines, unfitLines] = [stock.length, stock.filter((l) => l.unfit !== null).length]
  return {
    ...change,
    lines,
    unfitLines,
    state: stateOf({ ...change, lines }, dayOf(actor.at)),
    stock: [...stock],
    people: [...(await peopleWithout(tx, org, actor.at, day))],
    prescriptions: [...(await openPrescriptions(tx, org, actor.at, day))],
    listHash: hashOf(day, stock),
  }
}

async function confirm(tx: Tx, actor: Actor, input: InputOf<typeof confirmChange>) {
  const { day, listHash, note } = input
  const change = await read(tx, actor, { day })
  checkConfirm(change, { listHash, note }, { today: dayOf(actor.at), listHash: change.listHash })
  const no = await documentNo(tx, actor, 'CL')
  const [row] = await tx<{ id: number }[]>`
    insert into reclassification.confirmation (org_id, no, effective_on, list_hash, note, confirmed_by, witness_id, confirmed_at)
    values (${actor.orgId}, ${no}, ${day}, ${Buffer.from(listHash, 'hex')}, ${note || null}, ${actor.userId}, ${witnessOf(actor).userId},
      ${actor.at}) returning id`.catch((error: unknown) => {
    if (brokenConstraint(error) === 'confirmation_once') throw new Refusal('RECLASS_CONFIRMED', { day })
    throw error
  })
  assert(row, 'an inserted confirmation has a number')
  const s = change.stock
  await tx`
    insert into reclassification.confirmed_line (org_id, confirmation_id, drug_id, lot_id, account_id, old_class, new_class, units, unfit)
    select ${actor.orgId}, ${row.id}, d, l, a, o, n, u, nullif(x, '')
    from unnest(${s.map((r) => r.drugId)}::bigint[], ${s.map((r) => r.lotId)}::bigint[], ${s.map((r) => r.accountId)}::bigint[],
      ${s.map((r) => r.oldClass)}::text[], ${s.map((r) => r.newClass)}::text[], ${s.map((r) => r.units)}::bigint[],
      ${s.map((r) => r.unfit ?? '')}::text[]) as t (d, l, a, o, n, u, x)`
  const facts = { day, listHash, lines: s.length, unfitLines: change.unfitLines }
  tell(actor, { kind: 'reclassification', id: row.id, no }, facts, { note })
  return { no }
}

export const reclassificationRoutes: Route[] = [
  on(listChanges, list),
  on(readChange, read),
  on(confirmChange, confirm),
]
