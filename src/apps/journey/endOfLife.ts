import { dayOf } from '#core/clock.ts'
import { assert } from '#core/refusal.ts'
import { listPlaces } from '#features/places/contract.ts'
import { borrowIn } from '#features/borrowing/contract.ts'
import { openIncident } from '#features/incident/contract.ts'
import { receivePatientReturn } from '#features/patientReturn/contract.ts'
import { listCodes, moveToQuarantine } from '#features/quarantine/contract.ts'
import { returnToSupplier } from '#features/supplierReturn/contract.ts'
import {
  acceptWriteOff,
  applyWriteOff,
  approveWriteOff,
  attendWriteOff,
  executeWriteOff,
  listAuthorities,
  listCandidates,
  readWriteOff,
} from '#features/writeOff/contract.ts'
import { signedBy, type World } from './world.ts'

const keeper = 'wangxuemei@lushan'
const second = 'lizhenhua@lushan'

/** Some of what one place holds of a drug, code by code. */
async function stockAt(world: World, account: string, place: string, drug: string) {
  const client = await world.as(account)
  const { rows } = await client.call(listPlaces, { pageSize: 500 })
  const accountId = rows.find((p) => p.placeId === world.place(place))?.accountId
  assert(accountId !== undefined, `${place} has an account`)
  const { rows: codes } = await client.call(listCodes, { accountId, drugId: world.drug(drug) })
  return codes.map((c) => ({ ...c, accountId }))
}

/** 移入待查: three ampoules of a box with a doubtful look leave the vault's stock. */
export async function quarantineSome(world: World): Promise<void> {
  const client = await world.as(keeper)
  const [box] = await stockAt(world, keeper, 'A01', 'NAR017')
  assert(box, 'the vault holds sufentanil')
  const done = await client.call(
    moveToQuarantine,
    {
      locationId: world.place('A01'),
      boxLocationId: world.place('A09'),
      reasonKind: 'quality',
      reason: '瓶身有可见异物，待厂家答复',
      picks: [{ code: box.code, units: 3 }],
    },
    signedBy(second),
  )
  world.say(`${done.no} 移入待查 ${done.units} 支，逐支贴码 ${done.labels.length} 张`)
}

/** 申请报损: all that waits, or so many units of it; approved by the head and sent to the health authority. */
export async function applySome(
  world: World,
  reason: string,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  const client = await world.as(keeper)
  const head = await world.as('liuguodong@lushan')
  const { rows } = await client.call(listCandidates, {})
  let left = most
  const items = rows.flatMap((r) => {
    const units = Math.min(r.units, left)
    left -= units
    const pick = r.code ? { code: r.code, units } : { lotId: r.lotId, units }
    return units > 0 ? [{ accountId: r.accountId, picks: [pick] }] : []
  })
  const made = await client.call(applyWriteOff, { reason, items })
  const [authority] = (await head.call(listAuthorities, {})).rows
  assert(authority, 'the hospital is supervised')
  await head.call(approveWriteOff, { id: made.id, authorityId: authority.orgId })
  world.say(`${made.no} 申请报损 ${made.units} 支，已批准送${authority.name}`)
  return made.id
}

/** The inspectors stand there, and what was applied for is destroyed before them. */
export async function destroyAttended(world: World, id: number): Promise<void> {
  const city = await world.as('hemingyuan@cswjw')
  await city.call(attendWriteOff, {
    id,
    arrivedAt: world.now().toISOString(),
    first: { name: '贺明远', certificateNo: '湘卫执 010086' },
    second: { name: '邹平', certificateNo: '湘卫执 010114' },
    remark: '品种、批号、数量与清单一致',
  })
  const client = await world.as(second)
  const { lines } = await client.call(readWriteOff, { id })
  const evidence = {
    毁前: await world.photograph(client, { syringe: false, liquid: 0, ampoules: 3 }),
    毁中: await world.photograph(client, { syringe: false, liquid: 0, ampoules: 2, broken: true }),
    毁后: await world.photograph(client, { syringe: false, liquid: 0, ampoules: 3, broken: true }),
  }
  const counts = lines.map((l) => ({ lotId: l.lotId, units: l.units }))
  await client.call(
    executeWriteOff,
    { id, place: '后勤楼 102', method: '砸碎', counts, evidence },
    signedBy('hezhiyuan@lushan'),
  )
}

/** 退货: a sound box goes back because the wrong strength was sent. */
export async function sendBackToSupplier(world: World, drug = 'PS1005'): Promise<void> {
  const client = await world.as(keeper)
  const [box] = await stockAt(world, keeper, 'A01', drug)
  assert(box, 'the vault holds a box')
  const done = await client.call(
    returnToSupplier,
    {
      supplierId: world.supplier('CX'),
      accountId: box.accountId,
      picks: [{ code: box.code, units: box.units }],
      reasonKind: 'wrong',
      reason: '规格发错，供应商同意退回',
      confirmationNo: 'CX-TH-20261120-07',
      confirmedBy: '罗建军',
    },
    signedBy(second),
  )
  world.say(`${done.no} 退货 ${done.units} 支`)
}

/** 患者交回: tablets from elsewhere, whose family brings the rest. */
export async function takeBackFromPatient(world: World): Promise<void> {
  const client = await world.as('pengli@lushan')
  const done = await client.call(
    receivePatientReturn,
    {
      locationId: world.place('C01'),
      patient: { name: '罗桂英', recordNo: '0482771016' },
      agent: { name: '罗建国', idNo: '430104196803120034' },
      reason: '患者去世',
      items: [{ drugId: world.drug('NAR031'), lotNo: 'Q2603011', expiry: '2028-02-28', units: 14 }],
    },
    signedBy('liqian@lushan'),
  )
  world.say(`${done.no} 患者交回 ${done.units} 片`)
}

/** 紧急借入: morphine for a rescue, from a wholesaler; still to be given back and filed. */
export async function borrowForRescue(world: World): Promise<void> {
  const client = await world.as(keeper)
  const done = await client.call(
    borrowIn,
    {
      partner: '湖南湘康医药股份有限公司',
      partnerKind: 'wholesaler',
      reason: '车祸伤员 5 人同时手术，库存不足',
      locationId: world.place('A01'),
      items: [{ drugId: world.drug('NAR025'), units: 10, lotNo: 'D2607003', expiry: '2029-06-30' }],
    },
    signedBy(second),
  )
  world.say(`${done.no} 紧急借入 ${done.units} 支`)
}

/** 丢失: one ampoule is missing after a count; nothing reported yet. */
export async function missOne(world: World): Promise<number> {
  const client = await world.as('liqian@lushan')
  const made = await client.call(openIncident, {
    kind: 'loss',
    foundAt: world.now().toISOString(),
    foundPlace: '手术药房',
    foundBy: '李倩、何志远',
    summary: '交班清点瑞芬太尼少 1 支，复点仍少；已封存药柜，停止发药，正在调取视频。',
    drugs: [{ drugId: world.drug('NAR020'), units: 1 }],
  })
  world.say(`${made.no} 登记丢失，冻结 ${made.held} 条记录`)
  return made.id
}

/** What ends other than in a patient: used by tests and the demonstration. */
export async function endOfLife(world: World): Promise<void> {
  await quarantineSome(world)
  const id = await applySome(world, '质量问题', 1)
  const city = await world.as('hemingyuan@cswjw')
  await city.call(acceptWriteOff, { id, outcome: 'accepted', visitOn: dayOf(world.now()) })
  await destroyAttended(world, id)
  await applySome(world, '质量问题', 1)
  await sendBackToSupplier(world)
  await takeBackFromPatient(world)
  await borrowForRescue(world)
  await missOne(world)
}
