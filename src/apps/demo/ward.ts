import { listOwed, recover } from '#features/recovery/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import {
  countAll,
  countLine,
  explainDifference,
  openHandover,
  planShifts,
  readHandover,
} from '#features/handover/contract.ts'
import { readIssue } from '#features/issue/contract.ts'
import { approveBase, checkMonth, countedAsBooked, exchangeAll, signCounted, type Way } from '../acts/ward.ts'
import { issueTo, ward } from '../journey/bedside.ts'
import { transfer } from '../journey/supply.ts'
import { signedBy, type World } from '../journey/world.ts'

const nurse = 'zhaomin@lushan'
const other = 'zhoujing@lushan'
const pharmacist = 'pengli@lushan'
const checker = 'hezhiyuan@lushan'
const way: Way = { place: 'W03', from: 'C01', by: nurse, sender: pharmacist, checker }

/** Two wards get their base and are filled from 住院药房; shifts are planned, the pharmacies are settled each day. */
export async function wardBegins(world: World): Promise<void> {
  const reason = '按近三个月日均用量核定'
  await approveBase(world, { place: 'W03', by: nurse, reason, units: { NAR002: [12, 4], NAR012: [5, 2] } })
  await approveBase(world, { place: 'W04', by: nurse, reason, units: { NAR002: [6, 3], NAR012: [10, 4] } })
  const leg = { from: 'C01', sender: pharmacist, checker, taker: nurse }
  await transfer(world, { ...leg, to: 'W03', wants: { NAR002: 12, NAR012: 5 } })
  await transfer(world, { ...leg, to: 'W04', wants: { NAR002: 6, NAR012: 8 } })
  const head = await world.as('liuguodong@lushan')
  const shifts = [
    { name: '夜班', end: '08:00' },
    { name: '白班', end: '20:00' },
  ]
  await head.call(planShifts, { placeId: world.place('W03'), shifts, blind: false, settles: false })
  await head.call(planShifts, { placeId: world.place('W04'), shifts: [], blind: true, settles: false })
  await head.call(planShifts, { placeId: world.place('C01'), shifts: [], blind: false, settles: true })
}

/** So many ampoules of morphine are drawn, given and their empties brought back. */
export async function wardUses(world: World, refNo: string, units: number, back: number): Promise<void> {
  const id = await issueTo(world, { ...ward, checker, refNo, drugs: { NAR002: units } })
  const client = await world.as(nurse)
  const codes = (await client.call(readIssue, { id })).drugs[0]?.units.map((u) => u.code) ?? []
  const used = codes.slice(0, Math.max(back, 1))
  await client.call(openUnits, { id, units: used.map((code) => ({ code })) })
  const doses = used.map((code) => ({ code, content: 10_000 }))
  await client.call(administer, { id, doses, route: '皮下注射' })
  if (back === 0) return
  const receiver = await world.as(pharmacist)
  const { rows } = await receiver.call(listOwed, { issueId: id, pageSize: 50 })
  const items = rows.slice(0, back).map((r) => ({ code: r.code }))
  await receiver.call(recover, { issueId: id, binLocationId: world.place('C02'), items }, signedBy(nurse))
}

export const wardChecked = (world: World) => checkMonth(world, { place: 'W03', by: pharmacist, with: nurse })

export const wardExchanges = (world: World) => exchangeAll(world, way)

export const wardShift = (world: World, morning: boolean) =>
  countedAsBooked(world, {
    place: 'W03',
    kind: 'shift',
    by: morning ? other : nurse,
    with: morning ? nurse : other,
  })

export const pharmacySettles = (world: World) =>
  countedAsBooked(world, { place: 'C01', kind: 'day', by: pharmacist, with: checker })

/** An evening on which one ampoule was missing until somebody remembered where it was. */
export async function wardShiftShort(world: World): Promise<void> {
  const client = await world.as(nurse)
  const { id } = await client.call(openHandover, { placeId: world.place('W03'), kind: 'shift' })
  const line = (await client.call(readHandover, { id })).lines.find((l) => l.item === 'intact')
  await client.call(countAll, { id })
  if (line) {
    const { item, lotId } = line
    await client.call(countLine, { id, item, lotId, units: (line.book ?? 1) - 1 })
    const reason = '18 床取药后未登记，已通知补记'
    await client.call(explainDifference, { id, item, lotId, kind: 'unrecorded', reason })
  }
  await signCounted(client, id, 'shift', other)
}
