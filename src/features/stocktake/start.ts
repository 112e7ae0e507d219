import { randomBytes } from 'node:crypto'
import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { classify } from '#core/codes/code.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { knownCode } from '#core/ledger/codes.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { startStocktake } from './contract.ts'
import { drawOf, weightOf, type Risk } from './drawing.ts'
import { maxRows } from './store.ts'
import { scopeWords } from './scope.ts'

type Input = InputOf<typeof startStocktake>

interface Found extends Risk {
  readonly locationId: number
  readonly accountId: number
  readonly item: string
  readonly drugId: number
  readonly lotId: number
}

/** Every lot that the books have in the chosen places, in the order in which one walks, with what a draw weighs. */
async function foundIn(tx: Tx, actor: Actor, input: Input, lotId: number | null): Promise<Found[]> {
  return tx<Found[]>`
    select p.id as location_id, b.account_id, b.item, b.drug_id, b.lot_id, n.drug_class,
      (select ${dayOf(actor.at)}::date - (max(c.counted_at) at time zone 'Asia/Shanghai')::date from ledger.counted c
        where c.org_id = p.org_id and c.account_id = b.account_id and c.lot_id = b.lot_id and c.item = b.item) as days_uncounted,
      (select count(*)::int from ledger.discrepancy x where x.org_id = p.org_id and x.account_id = b.account_id and x.drug_id = b.drug_id
        and x.found_at > ${actor.at}::timestamptz - interval '365 days') as differences,
      (select count(*)::int from ledger.entry e where e.org_id = p.org_id and e.source_id = b.account_id and e.drug_id = b.drug_id
        and e.lot_id = b.lot_id and e.recorded_at > ${actor.at}::timestamptz - interval '30 days') as movements
    from place.location p
    join lateral (
      select x.account_id, x.item, x.drug_id, x.lot_id from ledger.balance x
      where x.org_id = p.org_id and x.account_id = p.account_id and x.quantity > 0
        and x.item = case p.kind when 'recovery' then 'container' else 'intact' end
      group by 1, 2, 3, 4) b on true
    join catalogue.drug_name n on n.org_id = p.org_id and n.drug_id = b.drug_id
    join ledger.lot l on l.org_id = p.org_id and l.id = b.lot_id
    where p.org_id = ${actor.orgId} and p.id = any (${input.locationIds}::bigint[]) and p.kind <> 'quarantine'
      and (${input.drugIds === undefined}::boolean or b.drug_id = any (${input.drugIds ?? []}::bigint[]))
      and (${input.drugClass ?? null}::text is null or n.drug_class = ${input.drugClass ?? null})
      and (${input.lotNo || null}::text is null or l.lot_no = ${input.lotNo || null})
      and (${input.expiringBefore ?? null}::date is null or l.expiry < ${input.expiringBefore ?? null}::date)
      and (${lotId}::bigint is null or b.lot_id = ${lotId})
    order by p.code, n.name, n.spec, l.expiry, l.lot_no, b.lot_id limit ${maxRows + 1}`
}

const keyOf = (f: Found) => `${f.accountId}/${f.item}/${f.lotId}`

async function writeRows(tx: Tx, actor: Actor, id: number, rows: readonly Found[]): Promise<void> {
  await tx`
    insert into stocktake.row (org_id, stocktake_id, seq, location_id, account_id, item, drug_id, lot_id, asked_at)
    select ${actor.orgId}, ${id}, r.seq, r.location_id, r.account_id, r.item, r.drug_id, r.lot_id, ${actor.at}::timestamptz
    from unnest(${rows.map((r) => r.locationId)}::bigint[], ${rows.map((r) => r.accountId)}::bigint[], ${rows.map((r) => r.item)}::text[],
      ${rows.map((r) => r.drugId)}::bigint[], ${rows.map((r) => r.lotId)}::bigint[]) with ordinality
      as r (location_id, account_id, item, drug_id, lot_id, seq)`
}

async function writeDraw(
  tx: Tx,
  actor: Actor,
  id: number,
  found: readonly (Found & { weight: number })[],
  chosen: ReadonlySet<string>,
): Promise<void> {
  await tx`
    insert into stocktake.draw_candidate (org_id, stocktake_id, account_id, item, lot_id, weight, chosen)
    select ${actor.orgId}, ${id}, c.account_id, c.item, c.lot_id, c.weight, c.chosen = 'yes'
    from unnest(${found.map((f) => f.accountId)}::bigint[], ${found.map((f) => f.item)}::text[], ${found.map((f) => f.lotId)}::bigint[],
      ${found.map((f) => f.weight)}::int[], ${found.map((f) => (chosen.has(keyOf(f)) ? 'yes' : 'no'))}::text[])
      as c (account_id, item, lot_id, weight, chosen)`
}

/**
 * Opens a stocktake before two. It freezes nothing. A drawn sample is recorded with its seed in this act's event, before
 * anybody has counted. Refuses: NOT_FOUND, COUNT_NOTHING, COUNT_TOO_LARGE, CODE_NEVER_RECEIVED.
 */
export async function start(tx: Tx, actor: Actor, input: Input) {
  const places = await tx<{ id: number; name: string }[]>`
    select id, name from place.location
    where org_id = ${actor.orgId} and id = any (${input.locationIds}::bigint[]) and kind <> 'quarantine' order by code`
  if (places.length !== new Set(input.locationIds).size) throw new Refusal('NOT_FOUND')
  await checkPlan(tx, actor, input.planId)
  const lot = input.raw ? await knownCode(tx, actor.orgId, classify(input.raw).normalised) : undefined
  const found = await foundIn(tx, actor, input, lot?.lotId ?? null)
  if (found.length === 0) throw new Refusal('COUNT_NOTHING')
  if (found.length > maxRows) throw new Refusal('COUNT_TOO_LARGE', { limit: maxRows })
  const seed = input.sample === undefined ? null : randomBytes(16).toString('hex')
  const weighed = found.map((f) => ({ ...f, key: keyOf(f), weight: weightOf(f) }))
  const chosen = new Set(
    seed === null ? weighed.map((f) => f.key) : drawOf(seed, weighed, input.sample ?? 0).map((f) => f.key),
  )
  const rows = weighed.filter((f) => chosen.has(f.key))
  const no = await documentNo(tx, actor, 'PD')
  const scope = scopeWords(
    input,
    places.map((p) => p.name),
    lot?.lotNo,
  )
  const [made] = await tx<{ id: number }[]>`
    insert into stocktake.stocktake (org_id, no, title, scope, plan_id, blind, seed, counted_by, second_by, started_at, resumed_at)
    values (${actor.orgId}, ${no}, ${input.title}, ${scope}, ${input.planId ?? null}, ${input.blind}, ${seed}, ${actor.userId},
      ${witnessOf(actor).userId}, ${actor.at}, ${actor.at})
    returning id`
  assert(made, 'an inserted stocktake has a number')
  await writeRows(tx, actor, made.id, rows)
  if (seed !== null) await writeDraw(tx, actor, made.id, weighed, chosen)
  tell(
    actor,
    { kind: 'stocktake', id: made.id, no },
    { blind: input.blind, rows: rows.length, candidates: found.length, seed },
  )
  return { id: made.id, no, rows: rows.length }
}

async function checkPlan(tx: Tx, actor: Actor, planId: number | undefined): Promise<void> {
  if (planId === undefined) return
  const [plan] =
    await tx`select 1 from stocktake.plan where org_id = ${actor.orgId} and id = ${planId} and stopped_at is null`
  if (!plan) throw new Refusal('NOT_FOUND')
}
