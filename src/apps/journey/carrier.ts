import { setCarrierRule, type CarrierMode } from '#features/requisition/carrierContract.ts'
import type { World } from './world.ts'

/** 运送规则 of the way from the vault to 住院药房, said by who keeps places. */
export async function carriersFor(world: World, mode: CarrierMode, reason: string): Promise<void> {
  const [sourceLocationId, destinationLocationId] = [world.place('A01'), world.place('C01')]
  const way = { sourceLocationId, destinationLocationId }
  await (await world.as('liuguodong@lushan')).call(setCarrierRule, { ...way, mode, minutes: 30, reason })
  if (mode === 'required') world.say(`运送规则：一级库到住院药房须写运送人，路上限 30 分钟（${reason}）`)
}
