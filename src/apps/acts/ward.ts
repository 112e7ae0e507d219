import type { Client } from '../client.ts'
import { dayOf } from '#core/clock.ts'
import { checkItems, readCheckForm, signCheck } from '#features/baseStock/checkContract.ts'
import { decideBase, readExchange, requestBase } from '#features/baseStock/contract.ts'
import { countAll, openHandover, readHandover, settleDay, signHandover } from '#features/handover/contract.ts'
import { acceptTransfer, createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { signedBy, type World } from '../journey/world.ts'
import { picksFor } from './stock.ts'

const head = 'liuguodong@lushan'

/** Asked for by the ward, approved by the head of pharmacy. `units`: drug code → base and minimum. */
export async function approveBase(
  world: World,
  of: {
    place: string
    by: string
    reason: string
    units: Readonly<Record<string, readonly [base: number, min: number]>>
  },
): Promise<string> {
  const { id, no } = await (
    await world.as(of.by)
  ).call(requestBase, {
    placeId: world.place(of.place),
    effectiveFrom: dayOf(world.now()),
    reason: of.reason,
    lines: Object.entries(of.units).map(([code, [units, minUnits]]) => ({
      drugId: world.drug(code),
      units,
      minUnits,
    })),
  })
  await (await world.as(head)).call(decideBase, { id, approve: true })
  return no
}

/** 月检查: everything in order, every lot as booked, the ward's nurse signs with the pharmacist. */
export async function checkMonth(
  world: World,
  of: { place: string; by: string; with: string },
): Promise<string> {
  const client = await world.as(of.by)
  const placeId = world.place(of.place)
  const { month, lines } = await client.call(readCheckForm, { placeId })
  const { no } = await client.call(
    signCheck,
    {
      placeId,
      month,
      items: checkItems.map((item) => ({ item, good: true })),
      lines: lines.map((l) => ({ lotId: l.lotId, counted: l.book })),
    },
    signedBy(of.with),
  )
  return no
}

export interface Way {
  readonly place: string
  readonly from: string
  readonly by: string
  readonly sender: string
  readonly checker: string
}

/** 以空换新: everything that is proven, asked for, sent by two and signed for. Undefined: there was nothing. */
export async function exchangeAll(
  world: World,
  way: Way,
): Promise<{ asked: string; sent: string; units: number } | undefined> {
  const [ward, sender] = [await world.as(way.by), await world.as(way.sender)]
  const [locationId, sourceLocationId] = [world.place(way.place), world.place(way.from)]
  const { lines } = await ward.call(readExchange, { placeId: locationId })
  const exchange = lines.flatMap(({ caseKind, caseId, lotId, units }) =>
    units > 0 ? [{ caseKind, caseId, lotId, units }] : [],
  )
  if (exchange.length === 0) return undefined
  const wants = new Map<number, number>()
  for (const l of lines) wants.set(l.drugId, (wants.get(l.drugId) ?? 0) + l.units)
  const asked = [...wants].flatMap(([drugId, units]) => (units > 0 ? [{ drugId, units }] : []))
  const requisition = await ward.call(createRequisition, {
    locationId,
    sourceLocationId,
    lines: asked,
    exchange,
  })
  const picks = await picksFor(sender, sourceLocationId, asked)
  const route = { requisitionId: requisition.id, sourceLocationId, destinationLocationId: locationId, picks }
  const sent = await sender.call(sendTransfer, route, signedBy(way.checker))
  await ward.call(acceptTransfer, { id: sent.id, picks })
  return { asked: requisition.no, sent: sent.no, units: exchange.reduce((n, x) => n + x.units, 0) }
}

/** A shift handed over, or a day settled, with every line as the books say. */
export async function countedAsBooked(
  world: World,
  of: { place: string; kind: 'shift' | 'day'; by: string; with: string },
): Promise<string> {
  const client = await world.as(of.by)
  const { id, no } = await client.call(openHandover, { placeId: world.place(of.place), kind: of.kind })
  await client.call(countAll, { id })
  await signCounted(client, id, of.kind, of.with)
  return no
}

export async function signCounted(
  client: Client,
  id: number,
  kind: 'shift' | 'day',
  other: string,
): Promise<void> {
  const { version } = await client.call(readHandover, { id })
  await client.call(kind === 'shift' ? signHandover : settleDay, { id, version }, signedBy(other))
}
