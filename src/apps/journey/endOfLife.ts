import { assert } from '#core/refusal.ts'
import { listPlaces } from '#features/places/contract.ts'
import { listCodes, moveToQuarantine } from '#features/quarantine/contract.ts'
import {
  applyWriteOff,
  approveWriteOff,
  listAuthorities,
  listCandidates,
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
  return (await client.call(listCodes, { accountId, drugId: world.drug(drug) })).rows
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

/** What ends other than in a patient: used by tests and the demonstration. */
export async function endOfLife(world: World): Promise<void> {
  await quarantineSome(world)
  await applySome(world, '质量问题', 1)
}
