import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  listReceipts,
  listScans,
  readReceipt,
  type ReceiptDetail,
  type ReceiptLine,
  type ReceiptLot,
} from './contract.ts'
import { countLines } from './store.ts'

const page = (input: { page: number; pageSize: number }) => ({
  limit: input.pageSize,
  offset: (input.page - 1) * input.pageSize,
})

const head = (tx: Tx) => tx`
  r.id, r.org_id, o.name as org_name, r.no, s.name as supplier, l.name as location, r.delivery_no, r.arrived_at, r.state, r.signed_at, r.version,
  r.supplier_id, r.location_id, r.quality_state, r.conclusion, su.name as signed_by, su.title as signed_title, wu.name as witnessed_by, wu.title as witness_title, cu.name as created_by,
  c.drugs::int, c.expected_units::int, c.accepted_units::int, c.short_units::int`

const from = (tx: Tx) => tx`
  from receipt.receipt_now r
  join identity.org o on o.id = r.org_id
  join partner.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
  join place.location l on l.org_id = r.org_id and l.id = r.location_id
  join identity.app_user cu on cu.org_id = r.org_id and cu.id = r.created_by
  left join identity.app_user su on su.org_id = r.org_id and su.id = r.signed_by
  left join identity.app_user wu on wu.org_id = r.org_id and wu.id = r.witnessed_by
  cross join lateral (
    select count(distinct li.drug_id) as drugs, coalesce(sum(li.expected_units), 0) as expected_units,
      coalesce(sum((select sum(sc.units) from receipt.scan sc where sc.org_id = li.org_id and sc.line_id = li.id and not sc.damaged)), 0) as accepted_units,
      coalesce(sum((select sum(di.units) from receipt.discrepancy di where di.org_id = li.org_id and di.line_id = li.id and di.kind = 'short')), 0) as short_units
    from receipt.line li where li.org_id = r.org_id and li.receipt_id = r.id) c`

type Head = Omit<ReceiptDetail, 'lines' | 'lots' | 'discrepancies' | 'manifest' | 'eventId'>

async function linesOf(tx: Tx, receiptId: number): Promise<ReceiptLine[]> {
  const counts = new Map((await countLines(tx, receiptId)).map((c) => [c.id, c]))
  const rows = await tx<
    Omit<ReceiptLine, 'expectedUnits' | 'acceptedUnits' | 'damagedUnits' | 'shortUnits'>[]
  >`
    select li.id, li.line, li.drug_id, d.name, d.spec, d.unit, d.drug_class, po.no as order_no, ol.invoice_no, f.form, coalesce(f.pack_units, 1) as pack_units,
      coalesce(f.pack_unit, d.unit) as pack_unit, f.manufacturer, li.lot_no, li.made, li.expiry,
      (select count(*)::int from receipt.scan sc where sc.org_id = li.org_id and sc.line_id = li.id and not sc.damaged) as packs
    from receipt.line li
    join catalogue.drug_name d on d.org_id = li.org_id and d.drug_id = li.drug_id
    left join catalogue.formulary f on f.org_id = li.org_id and f.drug_id = li.drug_id
    left join purchase.order_line ol on ol.org_id = li.org_id and ol.id = li.order_line_id
    left join purchase.purchase_order po on po.org_id = ol.org_id and po.id = ol.order_id
    where li.receipt_id = ${receiptId} order by li.line`
  return rows.map((r) => {
    const c = counts.get(r.id)
    return {
      ...r,
      expectedUnits: c?.expectedUnits ?? 0,
      acceptedUnits: c?.acceptedUnits ?? 0,
      damagedUnits: c?.damagedUnits ?? 0,
      shortUnits: c?.shortUnits ?? 0,
    }
  })
}

/** By line and lot, as the receipt register wants it. */
async function lotsOf(tx: Tx, receiptId: number): Promise<ReceiptLot[]> {
  return tx<ReceiptLot[]>`
    select sc.line_id, sc.lot_no, min(sc.made) as made, sc.expiry,
      coalesce(sum(sc.units) filter (where not sc.damaged), 0)::int as units, coalesce(sum(sc.units) filter (where sc.damaged), 0)::int as damaged_units,
      (count(*) filter (where not sc.damaged))::int as packs, (count(*) filter (where sc.damaged))::int as damaged_packs
    from receipt.scan sc where sc.receipt_id = ${receiptId} group by sc.line_id, sc.lot_no, sc.expiry order by sc.line_id, sc.expiry, sc.lot_no`
}

export const receiptQueries: Route[] = [
  on(listReceipts, async (tx, _actor, input) => {
    const { limit, offset } = page(input)
    const like = input.q ? contains(input.q) : null
    const where = tx`
      where r.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${input.state ?? null}::text is null or r.state = ${input.state ?? null})
        and (${like}::text is null or r.no ilike ${like} or r.delivery_no ilike ${like} or s.name ilike ${like})`
    const rows = await tx<
      Head[]
    >`select ${head(tx)} ${from(tx)} ${where} order by r.created_at desc, r.id desc limit ${limit} offset ${offset}`
    const [count] = await tx<{ total: number }[]>`
      select count(*) as total from receipt.receipt_now r join partner.supplier s on s.org_id = r.org_id and s.id = r.supplier_id ${where}`
    return { rows: [...rows], total: count?.total ?? 0 }
  }),

  on(readReceipt, async (tx, _actor, { id }) => {
    const [row] = await tx<Head[]>`select ${head(tx)} ${from(tx)} where r.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const discrepancies = await tx<ReceiptDetail['discrepancies']>`
      select x.id, x.kind, x.line_id, x.units, x.code, x.note, u.name as recorded_by, x.recorded_at
      from receipt.discrepancy x join identity.app_user u on u.org_id = x.org_id and u.id = x.recorded_by
      where x.receipt_id = ${id} order by x.id limit 1000`
    const [manifest] = await tx<ReceiptDetail['manifest'][]>`
      select count(*) filter (where m.level = 1)::int as packs, count(*) filter (where m.level > 1)::int as cartons,
        (count(*) filter (where m.level = 1 and m.code not in (select code from receipt.scan where receipt_id = ${id})))::int as waiting
      from receipt.manifest m where m.receipt_id = ${id}`
    const [event] = await tx<{ eventId: number }[]>`
      select event_id from ledger.movement where cause_kind = 'receipt' and cause_id = ${id} order by id limit 1`
    return {
      ...row,
      lines: await linesOf(tx, id),
      lots: await lotsOf(tx, id),
      discrepancies: [...discrepancies],
      manifest: manifest ?? { packs: 0, waiting: 0, cartons: 0 },
      eventId: event?.eventId ?? null,
    }
  }),

  on(listScans, async (tx, _actor, input) => {
    const { limit, offset } = page(input)
    const where = tx`
      where sc.receipt_id = ${input.id} and (${input.lineId ?? null}::bigint is null or sc.line_id = ${input.lineId ?? null})`
    const rows = await tx`
      select sc.code, sc.line_id, sc.units, sc.lot_no, sc.expiry, sc.damaged, sc.entered, u.name as scanned_by, sc.scanned_at
      from receipt.scan sc join identity.app_user u on u.org_id = sc.org_id and u.id = sc.scanned_by
      ${where} order by sc.scanned_at desc, sc.code desc limit ${limit} offset ${offset}`
    const [count] = await tx<{ total: number }[]>`select count(*) as total from receipt.scan sc ${where}`
    return { rows: [...rows] as never, total: count?.total ?? 0 }
  }),
]
