import { orders, receiveText, transfer } from '#apps/journey/supply.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import type { AccountKind, Item } from '#core/ledger/kind.ts'
import { openOffice, type Office } from './browser.ts'
import { openHouse, type House } from './house.ts'

export interface Stocked {
  readonly house: House
  readonly office: Office
  readonly world: World
}

/** A house on a Monday afternoon whose vault has received a delivery and whose theatre pharmacy has units of it, by drug code. */
export async function openStocked(wants: Readonly<Record<string, number>>): Promise<Stocked> {
  const house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  const office = await openOffice(house.address, house.clock.now)
  const world = await openWorld(house.send, () => {}, house.clock.now)
  await orders(world)
  await receiveText(world)
  await transfer(world, {
    from: 'A01',
    to: 'B01',
    wants,
    sender: 'wangxuemei@lushan',
    checker: 'lizhenhua@lushan',
    taker: 'liqian@lushan',
  })
  return { house, office, world }
}

/** Units, or another item, that lie in accounts of this kind. */
export async function unitsIn(house: House, kind: AccountKind, item: Item = 'intact'): Promise<number> {
  const [found] = await house.platform.auditor.transaction(
    (tx) => tx<{ units: number }[]>`
      select coalesce(sum(b.quantity), 0)::int as units from ledger.balance b
      join ledger.account a on a.org_id = b.org_id and a.id = b.account_id where a.kind = ${kind} and b.item = ${item}`,
  )
  return found?.units ?? 0
}
