import { picksFor } from '#apps/acts/stock.ts'
import { createOrder } from '#features/purchase/contract.ts'
import {
  loadDelivery,
  readReceipt,
  registerDiscrepancy,
  setLot,
  signReceipt,
  startReceipt,
  takeFile,
} from '#features/receipt/contract.ts'
import { listStock } from '#features/stock/contract.ts'
import { acceptTransfer, createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { dayOf } from '#core/clock.ts'
import type { Flow } from './agenda.ts'
import { shelfLife, supplyMistakes } from './distributions.ts'
import type { Level } from './levels.ts'
import { packs, secret, type Person } from './people.ts'
import type { Random } from './random.ts'
import { signedBy, type Site } from './site.ts'

const dayMs = 86_400_000

export interface Wanted {
  readonly drug: string
  readonly units: number
}

/** What a place lacks, in whole boxes: what is there and not expired, and what is on its way, against its levels. */
export async function lacking(
  site: Site,
  keeper: Person,
  place: { readonly code: string; readonly title: string },
  levels: readonly Level[],
): Promise<Wanted[]> {
  const client = await site.as(keeper)
  const { rows } = await client.call(listStock, { kind: 'location', q: place.title, pageSize: 500 })
  const today = dayOf(site.now())
  return levels.flatMap(({ drug, low, high }) => {
    const lots = rows.filter(
      (r) => r.drugId === site.drug(drug) && r.expiry >= today && r.account === place.title,
    )
    const have = lots.reduce((n, r) => n + r.quantity, 0) + site.coming.have(place.code, drug)
    const pack = packs[drug]?.units ?? 10
    return have >= low ? [] : [{ drug, units: Math.ceil((high - have) / pack) * pack }]
  })
}

const announce = (site: Site, place: string, wanted: readonly Wanted[], sign: 1 | -1) => {
  for (const w of wanted) site.coming.change(place, w.drug, sign * w.units)
}

/** Boxes that a thief among the people of this act hides today. */
export interface Hiding {
  readonly account: string
  readonly code: string
  readonly chance: number
}

interface Box {
  readonly code: string
  readonly drug: string
  readonly lotNo: string
  readonly made: string
}

export interface Delivery {
  readonly wanted: readonly Wanted[]
  readonly arrivesAt: number
  readonly keepers: readonly [Person, Person]
  readonly hiding: Hiding | undefined
  readonly random: Random
  /** Makes box codes that nobody had before. */
  readonly newCode: (prefix: string) => string
}

/** 采购、到货、两人签字入库: by the supplier's file, as a vault does it. */
export async function* deliveryFlow(site: Site, d: Delivery): Flow {
  const [keeper, second] = d.keepers
  const supplierId = site.supplier('CX')
  const lines = d.wanted.map((w) => ({ drugId: site.drug(w.drug), units: w.units, price: '8.600000' }))
  const today = () => dayOf(site.now())
  const buyer = await site.as(keeper)
  const { orderId, no: orderNo } = await buyer.call(createOrder, { supplierId, orderedOn: today(), lines })

  announce(site, 'A01', d.wanted, 1)
  yield d.arrivesAt
  const client = await site.as(keeper)
  const { id, no } = await client.call(startReceipt, {
    supplierId,
    locationId: site.place('A01'),
    deliveryNo: `SH${orderNo.replaceAll('-', '')}`,
    orderIds: [orderId],
  })
  const { lines: open } = await client.call(readReceipt, { id })
  const boxes: Box[] = []
  for (const want of d.wanted) {
    const line = open.find((l) => l.drugId === site.drug(want.drug))
    const lot = newLot(d.random, want.drug, today())
    await client.call(setLot, { id, lineId: line?.id ?? 0, ...lot })
    const pack = packs[want.drug]
    const count = want.units / (pack?.units ?? 10)
    for (let i = 0; i < count; i++)
      boxes.push({ code: d.newCode(pack?.prefix ?? ''), drug: want.drug, lotNo: lot.lotNo, made: lot.made })
  }
  const missing = missingBox(d, boxes)
  const there = boxes.filter((b) => b !== missing?.box)
  await client.call(loadDelivery, { id }, { file: deliveryFile(no, there) })
  await takeAll(site, keeper, id)
  if (missing) {
    const line = open.find((l) => l.drugId === site.drug(missing.box.drug))
    const units = packs[missing.box.drug]?.units ?? 10
    const note = '外箱封签完好，少一盒'
    await client.call(registerDiscrepancy, { id, kind: 'short', lineId: line?.id ?? 0, units, note })
    const { kind, code, account } = missing
    const at = site.now().toISOString()
    site.truth.supply({
      kind,
      code,
      account,
      at,
      documentNo: no,
      drug: missing.box.drug,
      units,
      movementId: null,
    })
  }
  const damaged = d.random.chance(supplyMistakes.damagedBox) ? there[0] : undefined
  if (damaged) {
    const units = packs[damaged.drug]?.units ?? 10
    const note = '盒角压碎，疑有破损'
    await client.call(registerDiscrepancy, { id, kind: 'damaged', units, code: damaged.code, note })
  }
  const { version } = await client.call(readReceipt, { id })
  const sound = {
    qualityState: '外观、封签完好',
    conclusion: damaged || missing ? '部分合格入库' : '合格入库',
  } as const
  await client.call(signReceipt, { id, version, ...sound }, signedBy(second, secret))
  announce(site, 'A01', d.wanted, -1)
}

function missingBox(d: Delivery, boxes: readonly Box[]) {
  const { hiding, random } = d
  const honest = random.chance(supplyMistakes.shortBox)
  const box = boxes[random.int(0, boxes.length - 1)]
  if (!box) return undefined
  if (hiding && random.chance(hiding.chance))
    return { box, kind: 'scheme' as const, code: hiding.code, account: hiding.account }
  return honest
    ? { box, kind: 'mistake' as const, code: 'shortDelivery', account: d.keepers[0].account }
    : undefined
}

function newLot(
  random: Random,
  drug: string,
  today: string,
): { lotNo: string; made: string; expiry: string } {
  const life = random.chance(shelfLife.shortDated)
    ? random.int(shelfLife.shortLow, shelfLife.shortHigh)
    : random.int(shelfLife.low, shelfLife.high)
  const inDays = (n: number) => new Date(Date.parse(today) + n * dayMs).toISOString().slice(0, 10)
  const letter = String.fromCharCode(65 + (Number(drug.slice(-2)) % 26))
  return {
    lotNo: `${letter}${today.slice(2, 4)}${today.slice(5, 7)}${today.slice(8)}${random.int(10, 99)}`,
    made: inDays(life - 1_080),
    expiry: inDays(life),
  }
}

/** 码上放心 TXT, as the supplier's system writes it. */
function deliveryFile(no: string, boxes: readonly Box[]): Uint8Array {
  const rows = boxes.map((b) => [b.code, b.drug, b.lotNo, b.made].join(','))
  return Buffer.from([`$湖南楚湘医药有限公司,${no}`, ...rows, '#', ''].join('\n'))
}

/** A receipt of the simulation has far fewer boxes than this many batches of 500. */
const mostBatches = 50

async function takeAll(site: Site, keeper: Person, id: number): Promise<void> {
  const client = await site.as(keeper)
  let after: string | null = ''
  for (let batch = 0; after !== null && batch < mostBatches; batch++)
    after = (await client.call(takeFile, { id, after, limit: 500 })).next
}

export interface Transfer {
  readonly to: string
  readonly wanted: readonly Wanted[]
  readonly keepers: readonly [Person, Person]
  readonly taker: Person
  readonly hiding: Hiding | undefined
  readonly random: Random
}

/** 请领、调拨、签收: asked for, sent by two an hour later, counted by the other side. */
export async function* transferFlow(site: Site, t: Transfer): Flow {
  const [from, to] = [site.place('A01'), site.place(t.to)]
  const [sender, second] = t.keepers
  const lines = t.wanted.map((w) => ({ drugId: site.drug(w.drug), units: w.units }))
  const asked = await (
    await site.as(t.taker)
  ).call(createRequisition, {
    locationId: to,
    sourceLocationId: from,
    lines,
  })
  announce(site, t.to, t.wanted, 1)
  yield site.now().getTime() + t.random.int(20, 50) * 60_000
  const vault = await site.as(sender)
  const picks = await picksFor(vault, from, lines)
  if (picks.length === 0) return announce(site, t.to, t.wanted, -1)
  const sent = await vault.call(
    sendTransfer,
    { requisitionId: asked.id, sourceLocationId: from, destinationLocationId: to, picks },
    signedBy(second, secret),
  )
  yield site.now().getTime() + t.random.int(10, 30) * 60_000
  const hides = t.hiding !== undefined && t.random.chance(t.hiding.chance)
  const miscounts = t.random.chance(supplyMistakes.recount)
  const missing = picks.length > 1 && (hides || miscounts) ? picks.slice(-1) : []
  const found = picks.slice(0, picks.length - missing.length)
  const note = missing.length > 0 ? '少一盒，待查' : undefined
  const taker = await site.as(t.taker)
  const done = await taker.call(acceptTransfer, { id: sent.id, picks: found, note })
  announce(site, t.to, t.wanted, -1)
  const [box] = missing
  if (!box) return
  site.truth.supply({
    kind: hides ? 'scheme' : 'mistake',
    code: hides ? (t.hiding?.code ?? '') : 'recount',
    account: t.taker.account,
    at: site.now().toISOString(),
    documentNo: sent.no,
    drug: drugOfBox(box.code),
    units: box.units,
    movementId: done.movementId,
  })
  if (hides) return
  yield site.now().getTime() + t.random.int(45, 300) * 60_000
  const again = await site.as(t.taker)
  await again.call(acceptTransfer, { id: sent.id, picks: missing, note: '在推车下层找到，补签收' })
}

const drugOfBox = (code: string): string =>
  Object.entries(packs).find(([, p]) => code.startsWith(p.prefix))?.[0] ?? ''
