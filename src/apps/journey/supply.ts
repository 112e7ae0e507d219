import {
  createRequisition,
  acceptTransfer,
  readTransfer,
  sendTransfer,
} from '#features/requisition/contract.ts'
import { handOver } from '#features/requisition/carrierContract.ts'
import { createOrder, listOrders, openOrders } from '#features/purchase/contract.ts'
import { importOrders, previewImport } from '#features/purchase/importContract.ts'
import {
  listScans,
  loadDelivery,
  readReceipt,
  registerDiscrepancy,
  scanOne,
  setLot,
  signReceipt,
  startReceipt,
  takeFile,
  unscan,
} from '#features/receipt/contract.ts'
import { whoAmI } from '#core/identity/contract.ts'
import { picksFor } from '#apps/acts/stock.ts'
import type { CallFailed, Client } from '#apps/client.ts'
import { sample, signedBy, type World } from './world.ts'

const keeper = 'wangxuemei@lushan'
const second = 'lizhenhua@lushan'
const sound = { qualityState: '外观、封签完好', conclusion: '合格入库' } as const

/** 1 采购单: the HIS export in GB18030, and one order by hand. */
export async function orders(world: World): Promise<void> {
  const client = await world.as(keeper)
  const fileName = 'purchase-orders-gb18030.csv'
  const preview = await client.call(previewImport, { fileName }, { file: sample(fileName) })
  const { counts } = await client.call(importOrders, { fileName }, { file: sample(fileName) })
  world.say(`导入 ${fileName}：${preview.counts.rows} 行，${counts.goodOrders} 张采购单`)
  const again = await refused(
    client.call(importOrders, { fileName: 'purchase-orders.xlsx' }, { file: sample('purchase-orders.xlsx') }),
  )
  world.say(`同样的单再导入 .xlsx：拒绝（${again}）`)
  const supplierId = world.supplier('XK')
  const lines = [
    {
      drugId: world.drug('NAR025'),
      units: 20,
      price: '4.250000',
      invoiceCode: '4300262130',
      invoiceNo: '00418820',
    },
  ]
  const made = await client.call(createOrder, { supplierId, orderedOn: '2026-11-10', lines })
  world.say(`手工录入 ${made.no}：盐酸哌替啶 20 支`)
}

export async function refused(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    return (error as CallFailed).code
  }
  throw new Error('an act that must be refused went through')
}

async function orderOf(client: Client, externalNo: string): Promise<{ orderId: number; supplierId: number }> {
  const { rows } = await client.call(listOrders, { pageSize: 100 })
  const found = rows.find((r) => r.externalNo === externalNo)
  if (!found) throw new Error(`order ${externalNo} is not there`)
  return found
}

/** 2 收货: the TXT delivery with a short, a damaged and a surplus box. */
export async function receiveText(world: World): Promise<void> {
  const client = await world.as(keeper)
  const { orderId, supplierId } = await orderOf(client, 'CG2026111000187')
  const open = await client.call(openOrders, { supplier: supplierId })
  const locationId = world.place('A01')
  const { id, no } = await client.call(startReceipt, {
    supplierId,
    locationId,
    deliveryNo: 'CX26112300871',
    orderIds: [orderId],
  })
  world.say(`${no} 开始收货：湖南楚湘医药，待收采购单 ${open.rows.length} 张，选 CG2026111000187`)
  const file = await client.call(loadDelivery, { id }, { file: sample('delivery-msfx-gb18030.txt') })
  world.say(`载入 ${file.format}（${file.encoding}）：${file.packs} 盒`)
  await giveLots(
    client,
    id,
    {
      NAR017: ['S2609118', '2028-08-31'],
      NAR020: ['R2608042', '2028-07-31'],
      NAR012: ['F2609027', '2029-08-31'],
      PS1005: ['M2609033', '2029-02-28'],
    },
    world,
  )
  const surplus = await refused(client.call(scanOne, { id, raw: '81550930684120937745' }))
  world.say(`扫到本单没有的哌替啶：不收（${surplus}），登记多送`)
  await client.call(registerDiscrepancy, {
    id,
    kind: 'surplus',
    units: 10,
    code: '81550930684120937745',
    note: '随货夹带 1 盒哌替啶，已放待查柜',
  })
  await takeAll(world, client, id)
  await shortAndDamaged(world, client, id)
  await sign(world, client, id)
}

async function giveLots(
  client: Client,
  id: number,
  lots: Record<string, [lot: string, expiry: string]>,
  world: World,
): Promise<void> {
  const { lines } = await client.call(readReceipt, { id })
  for (const [code, [lotNo, expiry]] of Object.entries(lots)) {
    const line = lines.find((l) => l.drugId === world.drug(code))
    if (line) await client.call(setLot, { id, lineId: line.id, lotNo, expiry })
  }
}

async function takeAll(world: World, client: Client, id: number): Promise<void> {
  let [after, taken] = ['', 0]
  for (;;) {
    const step = await client.call(takeFile, { id, after, limit: 500 })
    taken += step.taken
    if (step.refused[0]) world.say(`  不收 ${step.refused[0].code}：${step.refused[0].text}`)
    if (step.next === null) break
    after = step.next
  }
  world.say(`按随货文件点收 ${taken} 盒`)
}

async function shortAndDamaged(world: World, client: Client, id: number): Promise<void> {
  const { lines } = await client.call(readReceipt, { id })
  const lineOf = (code: string) => lines.find((l) => l.drugId === world.drug(code))?.id ?? 0
  const boxOf = async (code: string) =>
    (await client.call(listScans, { id, lineId: lineOf(code), pageSize: 1 })).rows[0]?.code ?? ''
  await client.call(unscan, { id, code: await boxOf('NAR020') })
  await client.call(registerDiscrepancy, {
    id,
    kind: 'short',
    lineId: lineOf('NAR020'),
    units: 10,
    note: '外箱封签完好，缺第 12 盒',
  })
  const broken = await boxOf('NAR012')
  await client.call(registerDiscrepancy, {
    id,
    kind: 'damaged',
    lineId: lineOf('NAR012'),
    units: 10,
    code: broken,
    note: '盒角压碎，疑有破损',
  })
  world.say('登记 瑞芬太尼短少 1 盒、芬太尼破损 1 盒（入待查柜）')
}

async function sign(world: World, client: Client, id: number): Promise<void> {
  const { version, no } = await client.call(readReceipt, { id })
  const alone = await refused(client.call(signReceipt, { id, version, ...sound }))
  const done = await client.call(signReceipt, { id, version, ...sound }, signedBy(second))
  world.say(`${no} 一人签字被拒（${alone}）；王雪梅、李振华两人签字入库 ${done.acceptedUnits} 支`)
}

/** 2 收货: a carton of 50 boxes by its relation file, and six boxes by the warehouse file. */
export async function receiveXml(world: World): Promise<void> {
  const client = await world.as(keeper)
  const carton = await orderOf(client, 'CG2026111000188')
  const locationId = world.place('A01')
  const a = await client.call(startReceipt, {
    supplierId: carton.supplierId,
    locationId,
    orderIds: [carton.orderId],
  })
  const file = await client.call(loadDelivery, { id: a.id }, { file: sample('relation-gb2312.xml') })
  const top =
    /curCode="(\d{20})" packLayer="3"/.exec(
      new TextDecoder('gb18030').decode(sample('relation-gb2312.xml')),
    )?.[1] ?? ''
  const scanned = await client.call(scanOne, { id: a.id, raw: top })
  world.say(
    `载入 ${file.format}（${file.encoding}）；扫箱码 ${top}：带出 ${scanned.packs} 盒 ${scanned.units} 支`,
  )
  await sign(world, client, a.id)
  const boxes = await orderOf(client, 'CG2026111000189')
  const b = await client.call(startReceipt, {
    supplierId: boxes.supplierId,
    locationId,
    orderIds: [boxes.orderId],
  })
  await client.call(loadDelivery, { id: b.id }, { file: sample('warehouse.xml') })
  await takeAll(world, client, b.id)
  await sign(world, client, b.id)
}

interface Leg {
  readonly from: string
  readonly to: string
  readonly wants: Record<string, number>
  readonly sender: string
  readonly checker: string
  readonly taker: string
  /** Boxes that the other side does not find at first. */
  readonly shortBoxes?: number
  /** Who carries it, and signs for that beside the sender. */
  readonly carrier?: string
}

/** 3 调拨: asked for, sent by two, in transit, counted by the other side; a short one stays visible until found. */
export async function transfer(world: World, leg: Leg): Promise<void> {
  const [sender, taker] = [await world.as(leg.sender), await world.as(leg.taker)]
  const [from, to] = [world.place(leg.from), world.place(leg.to)]
  const lines = Object.entries(leg.wants).map(([code, units]) => ({ drugId: world.drug(code), units }))
  const asked = await taker.call(createRequisition, { locationId: to, sourceLocationId: from, lines })
  const picks = await picksFor(sender, from, lines)
  const way = { requisitionId: asked.id, sourceLocationId: from, destinationLocationId: to, picks }
  const named = leg.carrier
    ? { carrierId: (await (await world.as(leg.carrier)).call(whoAmI, {})).userId }
    : {}
  const sent = await sender.call(sendTransfer, { ...way, ...named }, signedBy(leg.checker))
  if (leg.carrier) {
    const untaken = await refused(taker.call(acceptTransfer, { id: sent.id, picks }))
    await sender.call(handOver, { id: sent.id }, signedBy(leg.carrier))
    world.say(`  ${sent.no} 没有签字带走就签收（${untaken}）；运送人签字带走`)
  }
  const missing = picks.slice(0, leg.shortBoxes ?? 0)
  const found = picks.slice(missing.length)
  const first = await taker.call(acceptTransfer, {
    id: sent.id,
    picks: found,
    note: missing.length > 0 ? `少 ${missing.length} 盒，待查` : undefined,
  })
  const units = picks.reduce((n, p) => n + p.units, 0)
  world.say(
    `${asked.no} → ${sent.no} ${leg.from}→${leg.to}：发 ${units} 支，签收后在途 ${first.inTransitUnits} 支`,
  )
  if (missing.length === 0) return
  const state = (await taker.call(readTransfer, { id: sent.id })).state
  await taker.call(acceptTransfer, { id: sent.id, picks: missing, note: '在推车下层找到，补签收' })
  world.say(`  ${sent.no} 状态 ${state}，找到后补签收，在途归零`)
}
