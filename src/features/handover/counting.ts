import { tell, type Actor } from '#core/actor.ts'
import { classify } from '#core/codes/code.ts'
import type { DrugName } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { knownCode } from '#core/ledger/codes.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { countAll, countLine, scanCount, type HandoverItem } from './contract.ts'
import { standingOf, type Head, type Standing } from './lines.ts'
import { grow, lockOpen } from './store.ts'

const ofHandover = (h: { id: number; no: string }) => ({ kind: 'handover', id: h.id, no: h.no })

interface Counted {
  readonly item: HandoverItem
  readonly drugId: number
  readonly lotId: number
  readonly book: number
  readonly counted: number
}

async function writeCounts(
  tx: Tx,
  actor: Actor,
  h: Head,
  counts: readonly Counted[],
  entered: 'typed' | 'scan' | 'agreed',
): Promise<void> {
  await tx`
    insert into handover.count (org_id, handover_id, item, drug_id, lot_id, book_units, counted_units, entered, counted_by, counted_at)
    select ${actor.orgId}, ${h.id}, c.item, c.drug_id, c.lot_id, c.book, c.counted, ${entered}, ${actor.userId}, ${actor.at}
    from unnest(${counts.map((c) => c.item)}::text[], ${counts.map((c) => c.drugId)}::bigint[], ${counts.map((c) => c.lotId)}::bigint[],
      ${counts.map((c) => c.book)}::int[], ${counts.map((c) => c.counted)}::int[]) as c (item, drug_id, lot_id, book, counted)`
}

const lineIn = (lines: readonly Standing[], item: HandoverItem, lotId: number) =>
  lines.find((l) => l.item === item && l.lotId === lotId)

/** A lot that is in nobody's books here may still lie in the cabinet: it becomes a line with nothing on the books. */
async function lineFor(
  tx: Tx,
  h: Head,
  item: HandoverItem,
  lotId: number,
): Promise<Omit<Counted, 'counted'>> {
  const line = lineIn(await standingOf(tx, h), item, lotId)
  if (line) return line
  const [lot] = await tx<{ drugId: number }[]>`
    select drug_id from ledger.lot where org_id = ${h.orgId} and id = ${lotId}`
  if (!lot) throw new Refusal('NOT_FOUND')
  return { item, drugId: lot.drugId, lotId, book: 0 }
}

export const handoverCounting: Route[] = [
  on(countLine, async (tx, actor, input) => {
    const h = await lockOpen(tx, actor.orgId, input.id)
    const line = await lineFor(tx, h, input.item, input.lotId)
    await writeCounts(tx, actor, h, [{ ...line, counted: input.units }], 'typed')
    tell(actor, ofHandover(h), {
      item: input.item,
      lotId: input.lotId,
      counted: input.units,
      book: line.book,
    })
    return { version: await grow(tx, h) }
  }),

  on(countAll, async (tx, actor, { id }) => {
    const h = await lockOpen(tx, actor.orgId, id)
    if (h.blind) throw new Refusal('HANDOVER_BLIND')
    const open = (await standingOf(tx, h)).filter((s) => s.counted === null)
    await writeCounts(
      tx,
      actor,
      h,
      open.map((s) => ({ ...s, counted: s.book })),
      'agreed',
    )
    tell(actor, ofHandover(h), { agreed: open.map((s) => [s.item, s.lotId, s.book]) })
    return { version: await grow(tx, h) }
  }),

  on(scanCount, async (tx, actor, { id, raw }) => {
    const h = await lockOpen(tx, actor.orgId, id)
    const known = await knownCode(tx, actor.orgId, classify(raw).normalised)
    const [here] = await tx<(DrugName & { units: number })[]>`
      select n.drug_id, n.name, n.spec, n.unit, n.drug_class, coalesce(b.quantity, 0)::int as units
      from catalogue.drug_name n
      left join ledger.balance b on b.org_id = n.org_id and b.account_id = ${h.accountId} and b.item = 'intact'
        and b.lot_id = ${known.lotId} and b.code = ${known.code}
      where n.org_id = ${actor.orgId} and n.drug_id = ${known.drugId}`
    assert(here, 'a code that was received has its drug')
    if (here.units === 0) throw new Refusal('CODE_NOT_HERE', { code: known.code, place: h.place })
    // What an opened box still holds is counted by eye: its code would only repeat what the books say.
    if (here.units < known.units)
      throw new Refusal('HANDOVER_BOX_OPEN', { code: known.code, lot: known.lotNo })
    const fresh = await tx`
      insert into handover.scanned (org_id, handover_id, code, lot_id, units, scanned_at)
      values (${actor.orgId}, ${h.id}, ${known.code}, ${known.lotId}, ${here.units}, ${actor.at}) on conflict do nothing returning 1`
    if (fresh.length === 0) throw new Refusal('CODE_SCANNED_TWICE', { code: known.code })
    const line = lineIn(await standingOf(tx, h), 'intact', known.lotId)
    const counted = (line?.counted ?? 0) + here.units
    const { lotId, drugId } = known
    await writeCounts(
      tx,
      actor,
      h,
      [{ item: 'intact', drugId, lotId, book: line?.book ?? 0, counted }],
      'scan',
    )
    tell(actor, ofHandover(h), { code: known.code, lotId, counted })
    return { ...here, code: known.code, lotId, lotNo: known.lotNo, counted, version: await grow(tx, h) }
  }),
]
