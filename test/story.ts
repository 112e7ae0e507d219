import { destroyContainers } from '#features/destruction/contract.ts'
import { listBins, recover } from '#features/recovery/contract.ts'
import { acceptTransfer, createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { administer, openUnits, recordBreakage, returnUnopened, waste } from '#features/residue/contract.ts'
import { mapOf, photo, receiveBoxes, type Received, type Surroundings } from './flow.ts'
import { witness, type Hospital } from './harness.ts'
import { hand, loopOf, type Loop } from './loop.ts'

export interface Story {
  readonly at: Surroundings
  readonly received: Received
  /** The box that was split, and the labels of its ten ampoules as far as they were issued. */
  readonly box: string
  readonly labels: string[]
  readonly issueId: number
  readonly issueNo: string
  readonly transferId: number
  readonly transferNo: string
  readonly destructionNo: string
}

export const minutesLater = (h: Hospital, n: number): void => h.clock.advance(n * 60_000)

/**
 * One box's life through the real commands: three boxes of sufentanil received in the vault, two sent to the theatre
 * pharmacy, six ampoules of one of them issued to 陈思远. 01 and 02 are used up, given back empty and destroyed; 03 is
 * opened, half given and half wasted, its empty still owed; 04 breaks; 05 comes back whole; 06 stays in his hand.
 */
export async function oneBox(h: Hospital): Promise<Story> {
  const at = await loopOf(h)
  const received = await receiveBoxes(h, {
    drug: 'NAR017',
    boxes: 3,
    lotNo: 'S2609118',
    expiry: '2028-08-31',
  })
  const [box = '', other = ''] = received.codes
  minutesLater(h, 10)
  const transfer = await moved(h, at, received.drugId, [box, other])
  minutesLater(h, 10)
  const issue = await issued(at, box)
  const labels = issue.codes
  minutesLater(h, 10)
  await used(h, issue.id, labels)
  const destructionNo = await recovered(h, at, issue.id, labels)
  return {
    at,
    received,
    box,
    labels,
    issueId: issue.id,
    issueNo: issue.no,
    transferId: transfer.id,
    transferNo: transfer.no,
    destructionNo,
  }
}

async function moved(h: Hospital, at: Surroundings, drugId: number, codes: string[]) {
  const [keeper, dispenser] = [await h.as('wangxuemei@lushan'), await h.as('liqian@lushan')]
  const [vault, pharmacy] = [at.place('A01').id, at.place('B01').id]
  const asked = await dispenser.call(createRequisition, {
    locationId: pharmacy,
    sourceLocationId: vault,
    lines: [{ drugId, units: 20 }],
  })
  const picks = codes.map((code) => ({ code, units: 10 }))
  const input = { requisitionId: asked.id, sourceLocationId: vault, destinationLocationId: pharmacy, picks }
  const sent = await keeper.call(sendTransfer, input, witness('lizhenhua@lushan'))
  minutesLater(h, 5)
  await dispenser.call(acceptTransfer, { id: sent.id, picks })
  return sent
}

async function issued(at: Loop, box: string) {
  return hand(at, box, 6, {
    refNo: 'SS-1123-014',
    room: '手术 4 间',
    patient: { name: '罗桂英', sex: '女', age: 56, recordNo: '0482771016' },
    doctorId: at.user('linyue@lushan'),
    fefoReason: undefined,
  })
}

async function used(h: Hospital, id: number, labels: readonly string[]): Promise<void> {
  const [doctor, dispenser] = [await h.as('chensiyuan@lushan'), await h.as('liqian@lushan')]
  const [one = '', two = '', three = '', four = '', five = ''] = labels
  await doctor.call(openUnits, { id, units: [one, two, three].map((code) => ({ code })) })
  const doses = [
    { code: one, content: 50 },
    { code: two, content: 50 },
    { code: three, content: 30 },
  ]
  await doctor.call(administer, { id, doses, route: '静脉注射' })
  const evidence = {
    弃前: await photo(doctor),
    弃中: await photo(doctor),
    弃后: await photo(doctor),
  }
  const wasted = {
    id,
    items: [{ code: three, content: 20 }],
    place: '手术 4 间水池',
    method: '倒入下水道' as const,
    evidence,
  }
  await doctor.call(waste, wasted, witness('zhoujing@lushan'))
  const broken = {
    id,
    unit: { code: four },
    place: '手术 4 间',
    reason: '落地',
    evidence: { 碎片: await photo(doctor) },
  }
  await doctor.call(recordBreakage, broken, witness('zhoujing@lushan'))
  const at = await mapOf(h)
  await dispenser.call(
    returnUnopened,
    { id, locationId: at.place('B01').id, items: [{ code: five, units: 1 }] },
    witness('chensiyuan@lushan'),
  )
}

async function recovered(
  h: Hospital,
  at: Surroundings,
  issueId: number,
  labels: readonly string[],
): Promise<string> {
  const [dispenser, binLocationId] = [await h.as('liqian@lushan'), at.place('B02').id]
  const items = labels.slice(0, 2).map((code) => ({ code }))
  await dispenser.call(recover, { issueId, binLocationId, items }, witness('zhoujing@lushan'))
  const bins = await dispenser.call(listBins, { binLocationId })
  const evidence = {
    毁前: await photo(dispenser),
    毁中: await photo(dispenser),
    毁后: await photo(dispenser),
  }
  const input = {
    binLocationId,
    place: '后勤楼 102',
    method: '砸碎' as const,
    reason: '空安瓿销毁',
    evidence,
    items: bins.rows.map((r) => ({ lotId: r.lotId, units: r.units })),
  }
  return (await dispenser.call(destroyContainers, input, witness('liuguodong@lushan'))).no
}
