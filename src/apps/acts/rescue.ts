import { matchOrder } from '#features/emergency/contract.ts'
import { issueForRescue, readIssue, rescuePeople, type RescueReason } from '#features/issue/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import type { Client } from '#apps/client.ts'
import { assert } from '#core/refusal.ts'
import { signedBy, type World } from '../journey/world.ts'
import { picksFor } from './stock.ts'

export interface RescueOrder {
  readonly place: string
  readonly drug: string
  readonly units: number
  readonly reason: RescueReason
  readonly room: string
  readonly patient: { name?: string; sex: '男' | '女'; age: number; recordNo?: string }
  /** By name: who gave the word, whose hand it is in. */
  readonly doctor: string
  readonly holder: string
  /** By account: who draws, who stands beside. */
  readonly by: string
  readonly with: string
}

/** 抢救用药: drawn on a doctor's word by two, into the hand of one of them. */
export async function drawForRescue(
  world: World,
  order: RescueOrder,
): Promise<{ id: number; no: string; codes: string[] }> {
  const client = await world.as(order.by)
  const { prescribers, holders } = await client.call(rescuePeople, {})
  const personOf = (list: typeof holders, name: string) => {
    const found = list.find((p) => p.name === name)
    assert(found, `${name} may stand on a rescue`)
    return found.userId
  }
  const locationId = world.place(order.place)
  const want = [{ drugId: world.drug(order.drug), units: order.units }]
  // The pharmacy says which codes expire first; who draws would scan what lies in front.
  const picks = await picksFor(await world.as('liqian@lushan'), locationId, want)
  const { reason, room, patient } = order
  const people = {
    doctorId: personOf(prescribers, order.doctor),
    holderId: personOf(holders, order.holder),
  }
  const { id, no } = await client.call(
    issueForRescue,
    { reason, room, locationId, patient, ...people, picks },
    signedBy(order.with),
  )
  const issue = await client.call(readIssue, { id })
  return { id, no, codes: issue.drugs.flatMap((d) => d.units.map((u) => u.code)) }
}

/** All of it opened and given, so many content units from each ampoule. */
export async function giveAll(
  client: Client,
  { id, codes }: { id: number; codes: readonly string[] },
  content: number,
): Promise<void> {
  await client.call(openUnits, { id, units: codes.map((code) => ({ code })) })
  await client.call(administer, { id, route: '静脉注射', doses: codes.map((code) => ({ code, content })) })
}

/** The order's number, and the doctor who gave the word signs for it. */
export const confirmOrder = (client: Client, id: number, orderNo: string, doctor: string) =>
  client.call(matchOrder, { id, orderNo }, signedBy(doctor))
