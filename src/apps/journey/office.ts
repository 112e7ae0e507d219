import { dayOf } from '#core/clock.ts'
import {
  endFinding,
  measureCase,
  openFinding,
  verifyCase,
  listCases,
} from '#features/inspection/caseContract.ts'
import { checklistOn, type InspectionKind } from '#features/inspection/checklist.ts'
import { signPatrol, signSpecial } from '#features/inspection/contract.ts'
import { listStaff } from '#features/staff/contract.ts'
import { signedBy, type World } from './world.ts'

const dayMs = 86_400_000

export interface Failure {
  readonly finding: string
  readonly account: string
  readonly days: number
}

/** A walk over the list of the day: everything agrees but these. */
export async function walkOf(
  world: World,
  kind: InspectionKind,
  { places, failures = {} }: { places: readonly string[]; failures?: Readonly<Record<string, Failure>> },
) {
  const { version, items } = checklistOn(kind, dayOf(world.now()))
  const staff = (await (await world.as('liuguodong@lushan')).call(listStaff, { pageSize: 500 })).rows
  return {
    listVersion: version,
    beganAt: new Date(world.now().getTime() - 20 * 60_000).toISOString(),
    placeIds: places.map((code) => world.place(code)),
    results: items.map(({ code }) => {
      const bad = failures[code]
      if (!bad) return { item: code, outcome: 'pass' as const }
      const responsibleId = staff.find((p) => p.account === bad.account)?.userId ?? 0
      const dueOn = dayOf(new Date(world.now().getTime() + bad.days * dayMs))
      return { item: code, outcome: 'fail' as const, finding: bad.finding, responsibleId, dueOn }
    }),
  }
}

/** A photograph, as proof that something was put right. */
const proofOf = async (world: World, account: string) =>
  world.photograph(await world.as(account), { syringe: false, liquid: 0, ampoules: 2 })

/** Put right by whoever is responsible. */
export async function putRight(world: World, no: string, account: string, text: string): Promise<number> {
  const client = await world.as(account)
  const caseId = (await client.call(listCases, { q: no })).rows[0]?.caseId ?? 0
  await client.call(measureCase, { caseId, text, proof: await proofOf(world, account) })
  return caseId
}

/** 专项检查 by two, 值班巡查 by one, a rectification closed by a third, and what the authority found. */
export async function inspections(world: World, lushan: number): Promise<void> {
  const theatre = await world.as('liqian@lushan')
  const failures = { S08: { finding: '11 月 21 日夜班交接缺接班人签字', account: 'pengli@lushan', days: 7 } }
  const special = await walkOf(world, 'special', { places: ['B01', 'C01'], failures })
  const { no, opened } = await theatre.call(signSpecial, special, signedBy('wangxuemei@lushan'))
  const nurse = await world.as('zhaomin@lushan')
  const patrol = await nurse.call(signPatrol, await walkOf(world, 'patrol', { places: ['W03'] }))
  const [own] = (await theatre.call(listCases, { source: 'own' })).rows
  const caseId = await putRight(world, own?.no ?? '', 'pengli@lushan', '补签并对夜班人员重申交接要求')
  const head = await world.as('liuguodong@lushan')
  await head.call(verifyCase, { caseId, outcome: 'close', text: '查看交接本，已补签' })
  const city = await world.as('hemingyuan@cswjw')
  const found = await city.call(openFinding, {
    hospitalId: lushan,
    place: '住院药房',
    basis: '麻醉药品和精神药品管理条例 第四十八条',
    problem: '专用账册一笔缺领用签字',
    dueOn: dayOf(new Date(world.now().getTime() + 14 * dayMs)),
  })
  await putRight(world, found.no, 'liuguodong@lushan', '补签，并核对当月全部领用记录')
  await city.call(endFinding, { caseId: found.caseId, outcome: 'close', text: '资料复核，已整改' })
  world.say(`${no} 专项检查，整改 ${opened} 项；${patrol.no} 值班巡查；${found.no} 上级检查已销号`)
}
