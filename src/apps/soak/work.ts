import { randomBytes } from 'node:crypto'
import { breakageStages, evidenceOf, wasteStages } from '#apps/acts/evidence.ts'
import { codesInHand, picksFor } from '#apps/acts/stock.ts'
import type { Client } from '#apps/client.ts'
import { uploadEvidence } from '#core/files/contract.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import { destroyContainers, destructionStages } from '#features/destruction/contract.ts'
import { createIssue, listIssues, readIssue } from '#features/issue/contract.ts'
import { readReceipt, scanOne, setLot, signReceipt, startReceipt } from '#features/receipt/contract.ts'
import { listBins, recover } from '#features/recovery/contract.ts'
import { acceptTransfer, createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { administer, openUnits, recordBreakage, waste } from '#features/residue/contract.ts'
import { listStock, readLedger, summariseStock } from '#features/stock/contract.ts'
import { readInstitution, readOverview } from '#features/supervision/contract.ts'
import { traceLife } from '#features/trace/contract.ts'
import { another, signed, type Crew } from './crew.ts'

/** A case between two pieces of work: drawn, or used and its empties owed. */
interface Case {
  readonly id: number
  readonly holder: string
  readonly codes: readonly string[]
}

/** What lies ready for the next person. Bounded: a full desk is cleared before more is put on it. */
export interface Desk {
  readonly drawn: Case[]
  readonly owed: Case[]
  seen: string
  serial: number
}

export const newDesk = (): Desk => ({
  drawn: [],
  owed: [],
  seen: '',
  // Codes that no earlier soak on the same database has used.
  serial: 100_000_000 + (Date.now() % 800_000_000),
})

const drug = { code: 'NAR017', prefix: '8190236', units: 10, content: 50 } as const
const most = 200

type Piece = (crew: Crew, desk: Desk) => Promise<void>

/** Three boxes counted and signed into the vault, sent to the theatre pharmacy and accepted there. */
const supply: Piece = async (crew, desk) => {
  const keeper = crew.one('keeper')
  const codes = await received(crew, keeper, desk)
  const dispenser = crew.one('dispenser')
  const [from, to] = [crew.place('A01'), crew.place('B01')]
  const lines = [{ drugId: crew.drug(drug.code), units: codes.length * drug.units }]
  const asked = await dispenser.call(createRequisition, { locationId: to, sourceLocationId: from, lines })
  const picks = codes.map((code) => ({ code, units: drug.units }))
  const way = { requisitionId: asked.id, sourceLocationId: from, destinationLocationId: to, picks }
  const reason = { fefoReason: '按箱整件出库' }
  const second = signed(another('keeper', keeper.account))
  const sent = await keeper.call(sendTransfer, { ...way, ...reason }, second)
  await dispenser.call(acceptTransfer, { id: sent.id, picks })
  desk.seen = codes[0] ?? desk.seen
}

async function received(crew: Crew, keeper: Client, desk: Desk): Promise<string[]> {
  const boxes = 3
  const drugId = crew.drug(drug.code)
  const { id } = await keeper.call(startReceipt, {
    supplierId: crew.supplier('CX'),
    locationId: crew.place('A01'),
    lines: [{ drugId, units: boxes * drug.units }],
  })
  const [line] = (await keeper.call(readReceipt, { id })).lines
  await keeper.call(setLot, { id, lineId: line?.id ?? 0, lotNo: 'SOAK2601', expiry: '2031-12-31' })
  const codes = Array.from({ length: boxes }, () => {
    desk.serial += 1
    return `${drug.prefix}${desk.serial}${String(desk.serial % 9_973).padStart(4, '0')}`
  })
  for (const raw of codes) await keeper.call(scanOne, { id, raw })
  const { version } = await keeper.call(readReceipt, { id })
  const sound = { qualityState: '外观、封签完好', conclusion: '合格入库' } as const
  await keeper.call(signReceipt, { id, version, ...sound }, signed(another('keeper', keeper.account)))
  return codes
}

const issue: Piece = async (crew, desk) => {
  const dispenser = crew.one('dispenser')
  const holder = crew.one('holder').account
  const locationId = crew.place('B01')
  const plan = [{ drugId: crew.drug(drug.code), units: 2 }]
  const picks = await picksFor(dispenser, locationId, plan)
  if (picks.reduce((n, p) => n + p.units, 0) < 2) return supply(crew, desk)
  desk.serial += 1
  const made = await dispenser.call(
    createIssue,
    {
      kind: 'surgery',
      refNo: `SS-${desk.serial}`,
      title: '腹腔镜胆囊切除术',
      room: '手术 2 间',
      locationId,
      patient: { name: '何建国', sex: '男', age: 61, recordNo: `0${desk.serial}` },
      diagnosis: '胆囊结石',
      doctorId: crew.user(holder),
      holderId: crew.user(holder),
      plan,
      picks,
    },
    signed(another('dispenser', dispenser.account)),
  )
  desk.drawn.push({ id: made.id, holder, codes: codesInHand(picks, made.labels) })
}

/** One ampoule given whole, the other in part and the rest poured away; one in twenty falls. */
const use: Piece = async (crew, desk) => {
  const c = desk.drawn.shift()
  if (!c) return issue(crew, desk)
  const { id, codes } = c
  const holder = crew.as(c.holder)
  const [a = '', b = ''] = codes
  const falls = id % 20 === 0
  await holder.call(openUnits, { id, units: (falls ? [a] : [a, b]).map((code) => ({ code })) })
  const doses = [{ code: a, content: drug.content }, ...(falls ? [] : [{ code: b, content: 20 }])]
  await holder.call(administer, { id, doses, route: '静脉注射' })
  if (falls) {
    const evidence = await evidenceOf(breakageStages, () => picture(holder))
    const fall = { id, unit: { code: b }, place: '手术 2 间', reason: '取药时落地，碎片已收齐', evidence }
    await holder.call(recordBreakage, fall, signed('zhoujing@lushan'))
  } else {
    const evidence = await evidenceOf(wasteStages, () => picture(holder))
    const rest = {
      id,
      items: [{ code: b, content: 30 }],
      place: '污物间水池',
      method: '倒入下水道' as const,
      evidence,
    }
    await holder.call(waste, rest, signed('zhoujing@lushan'))
  }
  desk.owed.push(c)
}

const bringBack: Piece = async (crew, desk) => {
  const c = desk.owed.shift()
  if (!c) return use(crew, desk)
  const dispenser = crew.one('dispenser')
  const items = c.codes.map((code) => ({ code }))
  const to = { issueId: c.id, binLocationId: crew.place('B02'), items }
  const { stillOwed } = await dispenser.call(recover, to, signed(c.holder))
  if (stillOwed > 0) crew.meter.fail('recovery.receive', 'STILL_OWED')
  desk.seen = c.codes[0] ?? desk.seen
}

/** The bin is emptied; what another brought meanwhile stays for the next time. */
const destroy: Piece = async (crew) => {
  const dispenser = crew.one('dispenser')
  const binLocationId = crew.place('B02')
  const { rows } = await dispenser.call(listBins, { binLocationId, pageSize: 20 })
  if (rows.length === 0) return
  const evidence = await evidenceOf(destructionStages, () => picture(dispenser))
  const items = rows.map((r) => ({ lotId: r.lotId, units: r.units }))
  const how = { place: '后勤楼 102', method: '砸碎', reason: '空安瓿销毁' } as const
  const second = signed(another('dispenser', dispenser.account))
  await dispenser.call(destroyContainers, { binLocationId, items, ...how, evidence }, second)
}

const look: Piece = async (crew, desk) => {
  const reader = crew.one('keeper')
  const drugId = crew.drug(drug.code)
  await reader.call(summariseStock, {})
  await reader.call(listStock, { pageSize: 50 })
  await reader.call(readLedger, { drugId, tier: 2 })
  const { rows } = await crew.one('dispenser').call(listIssues, { pageSize: 20, state: 'pending' })
  if (rows[0]) await crew.one('dispenser').call(readIssue, { id: rows[0].id })
  if (desk.seen) await reader.call(traceLife, { code: desk.seen })
}

const watch: Piece = async (crew, desk) => {
  const inspector = crew.one('inspector')
  await inspector.call(readOverview, {})
  await inspector.call(readInstitution, { org: crew.org })
  await inspector.call(listAlerts, { org: crew.org, pageSize: 20 })
  if (desk.seen) await inspector.call(traceLife, { code: desk.seen })
}

/** The smallest bytes that are a whole picture to the server. */
async function picture(client: Client): Promise<string> {
  const file = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    randomBytes(32),
    Buffer.from([0xff, 0xd9]),
  ])
  return (await client.call(uploadEvidence, { takenAt: new Date().toISOString() }, { file })).sha256
}

/** Of a hundred pieces of work. As many cases are drawn as are used and brought back; supplies follow the need. */
const mix: readonly (readonly [share: number, piece: Piece])[] = [
  [20, issue],
  [20, use],
  [20, bringBack],
  [4, supply],
  [1, destroy],
  [25, look],
  [10, watch],
]

/** The piece of work that stands at this place (0 ≤ at < 1) of the mix; a full desk is cleared first. */
export function pieceAt(at: number, desk: Desk): Piece {
  if (desk.owed.length >= most) return bringBack
  if (desk.drawn.length >= most) return use
  let left = at * mix.reduce((n, [share]) => n + share, 0)
  for (const [share, piece] of mix) if ((left -= share) < 0) return piece
  return look
}
