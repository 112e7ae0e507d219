import { countAccess, explainAccess, openAccess } from '#core/countFirst/contract.ts'
import { picksFor } from '#apps/acts/stock.ts'
import { setRule } from '#features/drawerAccess/contract.ts'
import { sendTransfer } from '#features/requisition/contract.ts'
import { issueTo, surgery } from './bedside.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const [head, pharmacist] = ['liuguodong@lushan', 'liqian@lushan']

/** 取前清点: the rule of a place, an issue and a transfer refused without a count, and an opening for nothing. Off again at the end. */
export async function countedFirst(world: World): Promise<void> {
  const placeId = world.place('B01')
  const manager = await world.as(head)
  const client = await world.as(pharmacist)
  await manager.call(setRule, {
    placeId,
    mode: 'blind',
    acts: ['issue', 'send'],
    minutes: 10,
    reason: '上月盘点不符',
  })
  const uncounted = await refused(issueTo(world, { ...surgery, refNo: 'SS-1123-010', drugs: { PS1005: 1 } }))
  const drugIds = [world.drug('PS1005')]
  const picks = await picksFor(client, placeId, [{ drugId: drugIds[0] ?? 0, units: 1 }])
  const way = { sourceLocationId: placeId, destinationLocationId: world.place('A01') }
  const unsent = await refused(client.call(sendTransfer, { ...way, picks }, signedBy('hezhiyuan@lushan')))
  const { id, no, lots } = await client.call(openAccess, { placeId, purpose: 'issue', drugIds })
  const seen = lots.every((l) => l.book === null) ? '不显示账面' : '显示账面'
  // Who counts here finds what the books say.
  const open = { placeId, mode: 'open', minutes: 10, reason: '核对账面' } as const
  await manager.call(setRule, open)
  const shown = await client.call(openAccess, { placeId, purpose: 'issue', drugIds })
  const lines = shown.lots.map((l) => ({ lotId: l.lotId, units: l.book ?? 0 }))
  await client.call(countAccess, { id, lines })
  const nothing = await client.call(openAccess, { placeId, purpose: 'issue', drugIds })
  await client.call(explainAccess, { id: nothing.id, reason: 'orderCancelled' })
  await manager.call(setRule, { placeId, mode: 'off', minutes: 10, reason: '试行结束' })
  world.say(
    `${no} 手术药房取前清点（盲点，${seen}）：没有点就领（${uncounted}）、就调拨（${unsent}）；${nothing.no} 空开，医嘱取消`,
  )
}
