import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { readDelivery } from '#core/codes/delivery.ts'
import { classify } from '#core/codes/code.ts'
import type { Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  cancelReceipt,
  loadDelivery,
  receiptStateTitle,
  registerDiscrepancy,
  scanOne,
  setLot,
  signReceipt,
  startReceipt,
  takeFile,
  unscan,
  withdrawDiscrepancy,
} from './contract.ts'
import { candidate, judge } from './counting.ts'
import { openUnits } from './rules.ts'
import { postReceipt } from './signing.ts'
import {
  countLines,
  insertScans,
  leavesInFile,
  lockReceipt,
  manifestRows,
  productsOf,
  sourceOfLot,
  touch,
  waitingInFile,
  type ReceiptHead,
} from './store.ts'

/** One's own receipt while it is being counted. Refuses: NOT_FOUND, DOCUMENT_CLOSED. */
async function counting(tx: Tx, actor: Actor, id: number): Promise<ReceiptHead> {
  const receipt = await lockReceipt(tx, actor.orgId, id)
  if (!receipt) throw new Refusal('NOT_FOUND')
  if (receipt.state !== 'counting')
    throw new Refusal('DOCUMENT_CLOSED', { no: receipt.no, state: receiptStateTitle[receipt.state] })
  return receipt
}

const subject = (r: { id: number; no: string }) => ({ kind: 'receipt', id: r.id, no: r.no })

interface ExpectedLine {
  readonly drugId: number
  readonly units: number
  readonly orderLineId: number | null
}

/** What is still to come of the orders, in their order. */
async function expectedOf(
  tx: Tx,
  actor: Actor,
  supplierId: number,
  orderIds: readonly number[],
): Promise<ExpectedLine[]> {
  if (orderIds.length === 0) return []
  const orders = await tx`
    select id from purchase.purchase_order
    where org_id = ${actor.orgId} and supplier_id = ${supplierId} and id = any (${orderIds as number[]}::bigint[]) and cancelled_at is null`
  if (orders.length !== new Set(orderIds).size) throw new Refusal('NOT_FOUND')
  return tx<ExpectedLine[]>`
    select ol.drug_id, ol.id as order_line_id, (ol.units - coalesce(r.units, 0))::int as units
    from purchase.order_line ol
    left join lateral (
      select sum(s.units) as units from receipt.line l
      join receipt.receipt_now rc on rc.org_id = l.org_id and rc.id = l.receipt_id and rc.state = 'signed'
      join receipt.scan s on s.org_id = l.org_id and s.line_id = l.id and not s.damaged
      where l.org_id = ol.org_id and l.order_line_id = ol.id) r on true
    where ol.org_id = ${actor.orgId} and ol.order_id = any (${orderIds as number[]}::bigint[]) and ol.units > coalesce(r.units, 0)
    order by ol.order_id, ol.line`
}

const numberOrNull = (fact: unknown): number | null => (typeof fact === 'number' ? fact : null)
const textOrNull = (fact: unknown): string | null => (typeof fact === 'string' ? fact : null)

/** Refuses NOT_FOUND where a drug is not in this hospital's formulary. */
async function requireDrugs(tx: Tx, actor: Actor, drugIds: readonly number[]): Promise<void> {
  const wanted = [...new Set(drugIds)]
  const found =
    await tx`select 1 from ledger.drug where org_id = ${actor.orgId} and id = any (${wanted}::bigint[])`
  if (found.length !== wanted.length) throw new Refusal('NOT_FOUND')
}

/**
 * Writes a line's lot and mends what was scanned of the same lot: a lot has one expiry. Refuses: NOT_FOUND,
 * CODE_DATE_ORDER, LOT_MISMATCH where the books or the supplier's file know the lot by another expiry.
 */
async function writeLot(
  tx: Tx,
  actor: Actor,
  receiptId: number,
  input: { lineId: number; lotNo: string; made?: string; expiry: string },
): Promise<void> {
  const { lineId, lotNo, made, expiry } = input
  const known = await sourceOfLot(tx, actor.orgId, receiptId, lineId, lotNo)
  if (known && known.expiry !== expiry) throw new Refusal('LOT_MISMATCH', { lot: lotNo, known: known.expiry })
  const [line] = await tx<{ line: number }[]>`
    update receipt.line set lot_no = ${lotNo}, made = ${made ?? null}, expiry = ${expiry}
    where org_id = ${actor.orgId} and receipt_id = ${receiptId} and id = ${lineId} returning line`
  if (!line) throw new Refusal('NOT_FOUND')
  if (made && made >= expiry) throw new Refusal('CODE_DATE_ORDER', { line: line.line, expiry, made })
  await tx`
    update receipt.scan set expiry = ${expiry}, made = coalesce(${made ?? null}, made)
    where org_id = ${actor.orgId} and receipt_id = ${receiptId} and lot_no = ${lotNo}
      and line_id in (select o.id from receipt.line o join receipt.line l on l.org_id = o.org_id and l.receipt_id = o.receipt_id and l.drug_id = o.drug_id
        where l.org_id = ${actor.orgId} and l.id = ${lineId})`
}

export const receiptCommands: Route[] = [
  on(startReceipt, async (tx, actor, input) => {
    const [place] = await tx`
      select 1 from place.location where org_id = ${actor.orgId} and id = ${input.locationId} and kind in ('store', 'cabinet') and stopped_at is null`
    const [supplier] =
      await tx`select 1 from partner.supplier where org_id = ${actor.orgId} and id = ${input.supplierId} and stopped_at is null`
    if (!place || !supplier) throw new Refusal('NOT_FOUND')
    if (input.arrivedAt && Date.parse(input.arrivedAt) > Date.parse(actor.at))
      throw new Refusal('TIME_IN_FUTURE')
    await requireDrugs(
      tx,
      actor,
      input.lines.map((l) => l.drugId),
    )
    const expected = [
      ...(await expectedOf(tx, actor, input.supplierId, input.orderIds)),
      ...input.lines.map((l) => ({ drugId: l.drugId, units: l.units, orderLineId: null })),
    ]
    if (expected.length === 0) throw new Refusal('INPUT_INVALID')
    const no = await documentNo(tx, actor, 'SH')
    const [row] = await tx<{ id: number }[]>`
      insert into receipt.receipt (org_id, no, supplier_id, location_id, delivery_no, arrived_at, created_by, created_at)
      values (${actor.orgId}, ${no}, ${input.supplierId}, ${input.locationId}, ${input.deliveryNo ?? null},
        ${input.arrivedAt ?? actor.at}, ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an inserted receipt has a number')
    for (const [i, l] of expected.entries()) {
      await tx`
        insert into receipt.line (org_id, receipt_id, line, drug_id, order_line_id, expected_units)
        values (${actor.orgId}, ${row.id}, ${i + 1}, ${l.drugId}, ${l.orderLineId}, ${l.units})`
    }
    tell(actor, subject({ id: row.id, no }), { supplierId: input.supplierId, lines: expected })
    return { id: row.id, no }
  }),

  on(setLot, async (tx, actor, input) => {
    const receipt = await counting(tx, actor, input.id)
    if (input.expiry < dayOf(actor.at))
      throw new Refusal('LOT_EXPIRED', { lot: input.lotNo, expiry: input.expiry, act: '入库' })
    await writeLot(tx, actor, receipt.id, input)
    await touch(tx, actor.orgId, receipt.id)
    tell(actor, subject(receipt), { lineId: input.lineId, lotNo: input.lotNo, expiry: input.expiry })
    return { ok: true as const }
  }),

  on(loadDelivery, async (tx, actor, input) => {
    const receipt = await counting(tx, actor, input.id)
    assert(actor.upload, 'an upload endpoint has a body')
    const file = await readDelivery(actor.upload)
    const keyOf = (code: string) =>
      /^8\d{19}$/.test(code) ? code.slice(0, 7) : (classify(code).productKey ?? '')
    const keyed = file.codes.map((c) => ({ ...c, level: c.level as number, key: keyOf(c.code) }))
    const products = await productsOf(tx, actor.orgId, [...new Set(keyed.map((c) => c.key))])
    const lines = await countLines(tx, receipt.id)
    // Only relation files carry levels; elsewhere the code's own product part says which package it is.
    if (file.format !== 'RELATION_XML') for (const c of keyed) c.level = products.get(c.key)?.level ?? c.level
    const packs = keyed.filter((c) => c.level === 1)
    const ours = packs.filter((c) => lines.some((l) => l.drugId === products.get(c.key)?.drugId))
    if (ours.length === 0) {
      const first = packs[0]
      const named = products.get(first?.key ?? '')?.drug ?? first?.drugName ?? first?.code ?? ''
      throw new Refusal('RECEIPT_FILE_MISMATCH', { detail: named })
    }
    await tx`delete from receipt.manifest where org_id = ${actor.orgId} and receipt_id = ${receipt.id}`
    await tx`
      insert into receipt.manifest (org_id, receipt_id, code, raw, level, parent, drug_id, lot_no, made, expiry)
      select ${actor.orgId}, ${receipt.id}, c.code, c.raw, c.level, c.parent, c.drug_id, c.lot_no, c.made, c.expiry
      from unnest(${keyed.map((c) => c.code)}::text[], ${keyed.map((c) => c.raw)}::text[], ${keyed.map((c) => c.level)}::int[],
        ${keyed.map((c) => c.parent ?? null)}::text[], ${keyed.map((c) => products.get(c.key)?.drugId ?? null)}::bigint[],
        ${keyed.map((c) => c.lotNo ?? null)}::text[], ${keyed.map((c) => c.made ?? null)}::date[], ${keyed.map((c) => c.expiry ?? null)}::date[])
        as c (code, raw, level, parent, drug_id, lot_no, made, expiry)`
    await touch(tx, actor.orgId, receipt.id)
    tell(actor, subject(receipt), {
      format: file.format,
      documentNo: file.documentNo ?? null,
      codes: keyed.length,
    })
    return {
      format: file.format,
      encoding: file.encoding,
      documentNo: file.documentNo ?? null,
      packs: packs.length,
      cartons: keyed.length - packs.length,
    }
  }),

  on(scanOne, async (tx, actor, input) => {
    const receipt = await counting(tx, actor, input.id)
    const one = candidate(input.raw, input.typed ? 'typed' : 'scan')
    const code = one.trace.normalised
    const inFile = (await manifestRows(tx, actor.orgId, receipt.id, [code])).get(code)
    const carton = inFile && inFile.level > 1 ? await leavesInFile(tx, actor.orgId, receipt.id, code) : []
    const candidates = carton.length > 0 ? carton.map((leaf) => candidate(leaf.raw, 'carton')) : [one]
    const { accepted, refused } = await judge(tx, actor, receipt, candidates)
    const [no] = refused.filter(
      (r) => r.refusal.code !== 'CODE_SCANNED_TWICE' || candidates.length === 1 || accepted.length === 0,
    )
    if (no)
      throw new Refusal(
        no.refusal.code,
        no.refusal.facts,
        refused.slice(0, 50).map((r) => ({ code: r.refusal.code, field: r.code, facts: r.refusal.facts })),
      )
    await insertScans(tx, actor.orgId, receipt.id, actor.userId, actor.at, accepted)
    await touch(tx, actor.orgId, receipt.id)
    const first = accepted[0]
    assert(first, 'an accepted scan has a pack')
    tell(actor, subject(receipt), { scanned: accepted.map((a) => a.code) })
    return {
      packs: accepted.length,
      lineId: first.lineId,
      code,
      lotNo: first.lotNo,
      expiry: first.expiry,
      units: accepted.reduce((n, a) => n + a.units, 0),
    }
  }),

  on(takeFile, async (tx, actor, input) => {
    const receipt = await counting(tx, actor, input.id)
    const waiting = await waitingInFile(tx, actor.orgId, receipt.id, input.after, input.limit)
    const { accepted, refused } = await judge(
      tx,
      actor,
      receipt,
      waiting.map((m) => candidate(m.raw, 'file')),
    )
    if (accepted.length > 0) {
      await insertScans(tx, actor.orgId, receipt.id, actor.userId, actor.at, accepted)
      await touch(tx, actor.orgId, receipt.id)
    }
    const refusedRows = refused.map(({ code, refusal }) => ({
      code,
      refusal: refusal.code as string,
      text: refusal.message,
      lineId: numberOrNull(refusal.facts['lineId']),
      lotNo: textOrNull(refusal.facts['lot']),
    }))
    tell(actor, subject(receipt), {
      scanned: accepted.map((a) => a.code),
      refused: refusedRows.map((r) => [r.code, r.refusal]),
    })
    const next = waiting.length === input.limit ? (waiting.at(-1)?.code ?? null) : null
    return { taken: accepted.length, refused: refusedRows, next }
  }),

  on(unscan, async (tx, actor, input) => {
    const receipt = await counting(tx, actor, input.id)
    // A carton is withdrawn as it was scanned: with all its packs.
    const inside = await leavesInFile(tx, actor.orgId, receipt.id, input.code)
    const codes = inside.length > 0 ? inside.map((m) => m.code) : [input.code]
    const gone = await tx`
      delete from receipt.scan where org_id = ${actor.orgId} and receipt_id = ${receipt.id} and code = any (${codes}::text[]) returning 1`
    if (gone.length === 0) throw new Refusal('NOT_FOUND')
    await tx`
      delete from receipt.discrepancy
      where org_id = ${actor.orgId} and receipt_id = ${receipt.id} and kind = 'damaged' and code = any (${codes}::text[])`
    await touch(tx, actor.orgId, receipt.id)
    tell(actor, subject(receipt), { withdrawn: input.code })
    return { ok: true as const }
  }),

  on(registerDiscrepancy, async (tx, actor, input) => {
    const receipt = await counting(tx, actor, input.id)
    const pack =
      input.kind === 'damaged' && input.code
        ? await markDamaged(tx, actor, receipt.id, input.code)
        : undefined
    const { lineId, units } = pack ?? { lineId: input.lineId, units: input.units }
    const line = (await countLines(tx, receipt.id)).find((l) => l.id === lineId)
    if (!line && (input.kind !== 'surplus' || lineId !== undefined)) throw new Refusal('NOT_FOUND')
    if (line && !pack && input.kind !== 'surplus' && units > openUnits(line)) {
      throw new Refusal('RECEIPT_OVER', { drug: line.drug, expected: `${line.expectedUnits} ${line.unit}` })
    }
    const [row] = await tx<{ id: number }[]>`
      insert into receipt.discrepancy (org_id, receipt_id, line_id, kind, units, code, note, recorded_by, recorded_at)
      values (${actor.orgId}, ${receipt.id}, ${lineId ?? null}, ${input.kind}, ${units}, ${input.code ?? null}, ${input.note},
        ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an inserted row has a number')
    await touch(tx, actor.orgId, receipt.id)
    tell(actor, subject(receipt), { kind: input.kind, units, code: input.code ?? null }, { note: input.note })
    return { id: row.id }
  }),

  on(withdrawDiscrepancy, async (tx, actor, input) => {
    const receipt = await counting(tx, actor, input.id)
    const [gone] = await tx<{ kind: string; code: string | null }[]>`
      delete from receipt.discrepancy where org_id = ${actor.orgId} and receipt_id = ${receipt.id} and id = ${input.discrepancyId}
      returning kind, code`
    if (!gone) throw new Refusal('NOT_FOUND')
    if (gone.kind === 'damaged' && gone.code) {
      await tx`update receipt.scan set damaged = false where org_id = ${actor.orgId} and receipt_id = ${receipt.id} and code = ${gone.code}`
    }
    await touch(tx, actor.orgId, receipt.id)
    tell(actor, subject(receipt), { withdrawn: input.discrepancyId })
    return { ok: true as const }
  }),

  on(cancelReceipt, async (tx, actor, input) => {
    const receipt = await counting(tx, actor, input.id)
    await tx`update receipt.receipt set state = 'cancelled' where org_id = ${actor.orgId} and id = ${receipt.id}`
    tell(actor, subject(receipt), {}, { reason: input.reason })
    return { ok: true as const }
  }),

  on(signReceipt, async (tx, actor, input) => {
    const receipt = await counting(tx, actor, input.id)
    if (receipt.version !== input.version) throw new Refusal('DOCUMENT_CHANGED', { no: receipt.no })
    const posted = await postReceipt(tx, actor, receipt, input)
    tell(actor, subject(receipt), {
      qualityState: input.qualityState,
      conclusion: input.conclusion,
      acceptedUnits: posted.acceptedUnits,
    })
    return posted
  }),
]

/**
 * A scanned pack found damaged goes to quarantine instead of stock, all of it. Refuses: NOT_FOUND where it was not
 * scanned, ALREADY_EXISTS where it is registered.
 */
async function markDamaged(
  tx: Tx,
  actor: Actor,
  receiptId: number,
  code: string,
): Promise<{ lineId: number; units: number }> {
  const [pack] = await tx<{ lineId: number; units: number; damaged: boolean }[]>`
    select line_id, units, damaged from receipt.scan where org_id = ${actor.orgId} and receipt_id = ${receiptId} and code = ${code}`
  if (!pack) throw new Refusal('NOT_FOUND')
  if (pack.damaged) throw new Refusal('ALREADY_EXISTS', { what: '破损登记', value: code })
  await tx`update receipt.scan set damaged = true where org_id = ${actor.orgId} and receipt_id = ${receiptId} and code = ${code}`
  return pack
}
