import type { Actor } from '#core/actor.ts'
import { unitCode } from '#core/codes/code.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { dayOf } from '#core/clock.ts'
import { sink } from './accounts.ts'
import { findCodes, type KnownCode } from './codes.ts'
import type { Line } from './rules.ts'

/** So many units of one code (a box, or an ampoule's own label), or of one lot that bears no codes. */
export type Pick =
  | { readonly code: string; readonly units: number }
  | { readonly lotId: number; readonly units: number }

export interface Picked {
  readonly lines: Line[]
  /** Units per drug, for the comparison with what was asked for. */
  readonly unitsByDrug: ReadonlyMap<number, number>
  /** Labels that were made by splitting boxes, in order. */
  readonly labels: { readonly code: string; readonly parent: string; readonly unitNo: number }[]
}

interface Want {
  readonly from: number
  readonly to: number
  readonly picks: readonly Pick[]
  /** true: what leaves a box gets its own label (拆零), so that every ampoule in a hand has a name. */
  readonly label: boolean
  /** The verb for the refusal of an expired lot: 发出, 领用. */
  readonly act: string
  /** `taken`: an expired lot may move too, because it goes back to where it is kept. Refused when absent. */
  readonly expired?: 'taken'
}

/**
 * Lines that take the picks out of one account into another. Refuses: CODE_NEVER_RECEIVED, LOT_EXPIRED,
 * QUANTITY_NOT_POSITIVE, CODE_SCANNED_TWICE.
 */
export async function pickLines(tx: Tx, actor: Actor, want: Want): Promise<Picked> {
  const codes = want.picks.flatMap((p) => ('code' in p ? [p.code] : []))
  const twice = codes.find((c, i) => codes.indexOf(c) !== i)
  if (twice !== undefined) throw new Refusal('CODE_SCANNED_TWICE', { code: twice })
  const known = await findCodes(tx, actor.orgId, codes)
  const lines: Line[] = []
  const labels: Picked['labels'] = []
  const unitsByDrug = new Map<number, number>()
  for (const pick of [...want.picks].sort(bySplitOrder)) {
    if (!Number.isInteger(pick.units) || pick.units < 1) throw new Refusal('QUANTITY_NOT_POSITIVE')
    const lot = 'code' in pick ? known.get(pick.code) : await uncodedLot(tx, actor, pick.lotId)
    if (!lot) throw new Refusal('CODE_NEVER_RECEIVED', { code: 'code' in pick ? pick.code : '' })
    if (want.expired !== 'taken') refuseExpired(lot, want.act, actor.at)
    unitsByDrug.set(lot.drugId, (unitsByDrug.get(lot.drugId) ?? 0) + pick.units)
    const box = 'code' in pick && want.label && lot.units > 1 ? (lot as KnownCode) : undefined
    if (box) lines.push(...(await splitLines(tx, actor, box, pick.units, want, labels)))
    else
      lines.push({
        item: 'intact',
        drugId: lot.drugId,
        lotId: lot.lotId,
        code: 'code' in pick ? pick.code : '',
        from: want.from,
        to: want.to,
        quantity: pick.units,
      })
  }
  return { lines, unitsByDrug, labels }
}

/** Boxes are split in the order of their codes, so that two acts never wait for each other in a circle. */
const bySplitOrder = (a: Pick, b: Pick): number => {
  const [x, y] = ['code' in a ? a.code : '', 'code' in b ? b.code : '']
  return x < y ? -1 : x > y ? 1 : 0
}

function refuseExpired(lot: { lotNo: string; expiry: string }, act: string, at: string): void {
  if (lot.expiry < dayOf(at)) throw new Refusal('LOT_EXPIRED', { lot: lot.lotNo, expiry: lot.expiry, act })
}

async function uncodedLot(tx: Tx, actor: Actor, lotId: number) {
  const [row] = await tx<{ lotId: number; drugId: number; lotNo: string; expiry: string }[]>`
    select id as lot_id, drug_id, lot_no, expiry from ledger.lot where org_id = ${actor.orgId} and id = ${lotId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return { ...row, units: 1 }
}

/** 拆零: so many units leave the box's code and come back under labels of their own, then go on. */
async function splitLines(
  tx: Tx,
  actor: Actor,
  box: KnownCode,
  units: number,
  want: Want,
  labels: Picked['labels'],
): Promise<Line[]> {
  // Numbers on labels are given out one splitter at a time per box.
  await tx`select pg_advisory_xact_lock(hashtextextended(${`${actor.orgId}/${box.code}`}, 0))`
  const relabelled = await sink(tx, actor, 'relabelled')
  const free = await freeLabels(tx, actor.orgId, box)
  if (units > free.length)
    throw new Refusal('BALANCE_SHORT', { place: '这盒', drug: box.code, have: free.length, want: units })
  const made = free.slice(0, units).map((unitNo) => ({ unitNo, code: unitCode(box.code, unitNo) }))
  await tx`
    insert into ledger.code (org_id, code, kind, raw, drug_id, lot_id, units, parent, unit_no, first_seen_at)
    select ${actor.orgId}, c.code, 'UNIT', c.code, ${box.drugId}, ${box.lotId}, 1, ${box.code}, c.no, ${actor.at}::timestamptz
    from unnest(${made.map((m) => m.code)}::text[], ${made.map((m) => m.unitNo)}::int[]) as c (code, no)
    on conflict do nothing`
  labels.push(...made.map((m) => ({ ...m, parent: box.code })))
  const line = (code: string, from: number, to: number, quantity: number): Line => ({
    item: 'intact',
    drugId: box.drugId,
    lotId: box.lotId,
    code,
    from,
    to,
    quantity,
  })
  return [
    line(box.code, want.from, relabelled.id, units),
    ...made.flatMap((m) => [line(m.code, relabelled.id, want.from, 1), line(m.code, want.from, want.to, 1)]),
  ]
}

/** Numbers of a box that no label bears now: never given out, or put back into the box by a reversal. */
export async function freeLabels(
  tx: Tx,
  orgId: number,
  box: { code: string; units: number },
): Promise<number[]> {
  // From the box's own labels, each looked up by its code: the account that labels come from has a balance of every label ever.
  const rows = await tx<{ n: number }[]>`
    select c.unit_no as n from ledger.code c
    cross join lateral (
      select b.account_id from ledger.balance b
      where b.org_id = ${orgId} and b.code = c.code and b.code <> '' and b.quantity <> 0 offset 0) b
    join ledger.account a on a.org_id = ${orgId} and a.id = b.account_id and a.kind = 'relabelled'
    where c.org_id = ${orgId} and c.parent = ${box.code}`
  const taken = new Set(rows.map((r) => r.n))
  return Array.from({ length: box.units }, (_, i) => i + 1).filter((n) => !taken.has(n))
}

interface StockLot {
  readonly drugId: number
  readonly lotNo: string
  readonly expiry: string
  readonly quantity: number
}

/**
 * FEFO: is there stock of an earlier lot that the picks pass over? Returns that lot, or undefined. Expired lots
 * do not count: they may not be used at all.
 */
export function passedOver(
  stock: readonly StockLot[],
  picked: readonly StockLot[],
  today: string,
): StockLot | undefined {
  const taken = new Map<string, number>()
  const keyOf = (s: StockLot) => `${s.drugId}|${s.lotNo}`
  for (const p of picked) taken.set(keyOf(p), (taken.get(keyOf(p)) ?? 0) + p.quantity)
  for (const p of picked) {
    const earlier = stock
      .filter(
        (s) =>
          s.drugId === p.drugId &&
          s.expiry >= today &&
          s.expiry < p.expiry &&
          s.quantity > (taken.get(keyOf(s)) ?? 0),
      )
      .sort((a, b) => (a.expiry < b.expiry ? -1 : 1))[0]
    if (earlier) return earlier
  }
  return undefined
}
