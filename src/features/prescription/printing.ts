import { tell } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { printPrescription, type PrintedRx } from './contract.ts'
import { detailOf } from './queries.ts'

/** Lots and labels that went to the patient or into the hand, as the books have them. */
async function lotsOf(tx: Tx, movementId: number): Promise<PrintedRx['lots']> {
  const rows = await tx<PrintedRx['lots']>`
    select e.drug_id, l.lot_no, coalesce(array_agg(e.code order by e.code) filter (where e.code <> ''), '{}') as codes, sum(e.quantity)::int as units
    from ledger.movement m
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.item = 'intact'
    join ledger.account a on a.org_id = e.org_id and a.id = e.destination_id and a.kind in ('patient', 'custody')
    join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
    where m.id = ${movementId} group by e.drug_id, l.lot_no order by e.drug_id, l.lot_no limit 100`
  return [...rows]
}

/** 药品金额 at the last purchase price of each drug; null where one was never bought at a price. */
async function amountOf(tx: Tx, prescriptionId: number): Promise<string | null> {
  const [row] = await tx<{ amount: string | null }[]>`
    select case when count(*) = count(b.price) then to_char(sum(l.units * b.price), 'FM999999990.00') end as amount
    from prescription.line l
    left join lateral (select o.price from purchase.order_line o where o.org_id = l.org_id and o.drug_id = l.drug_id and o.price > 0
      order by o.id desc limit 1) b on true
    where l.prescription_id = ${prescriptionId}`
  return row?.amount ?? null
}

export const printingRoutes: Route[] = [
  on(printPrescription, async (tx, actor, { id }) => {
    const rx = await detailOf(tx, actor, id)
    // An authority reads; it does not make papers of a hospital.
    if (rx.orgId !== actor.orgId) throw new Refusal('NOT_FOUND')
    if (rx.state === 'void') throw new Refusal('DOCUMENT_CLOSED', { no: rx.no, state: '作废' })
    if (rx.state === 'unsigned')
      throw new Refusal('RX_UNSIGNED', { no: rx.no, doctor: rx.prescriber, act: '打印' })
    const [org] = await tx<{ name: string }[]>`select name from identity.org where id = ${actor.orgId}`
    const { patient } = rx
    tell(actor, { kind: 'prescription', id, no: rx.no }, { printed: true, revealed: 'patient' })
    return {
      orgName: org?.name ?? '',
      rx,
      patient,
      amount: await amountOf(tx, id),
      lots: rx.filled ? await lotsOf(tx, rx.filled.movementId) : [],
      printedAt: actor.at,
      printedBy: actor.name,
    }
  }),
]
