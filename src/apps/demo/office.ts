import { dayOf } from '#core/clock.ts'
import { listCases, openFinding } from '#features/inspection/caseContract.ts'
import { signPatrol, signSpecial } from '#features/inspection/contract.ts'
import { readOverview } from '#features/supervision/contract.ts'
import { fileReport, lastPeriod, putRight, specimens, walkOf } from '../journey/office.ts'
import { deliver } from './endOfLife.ts'
import { signedBy, type World } from '../journey/world.ts'

const dayMs = 86_400_000

/** Last month, so that there is a month to report: one box of fentanyl patches came. */
export const lastMonth = (world: World): Promise<void> =>
  deliver(world, {
    drug: 'NAR015',
    prefix: '8137719',
    lotNo: 'P2605021',
    expiry: '2029-04-30',
    seed: 911,
    units: 5,
  })

/** Five days ago: two walked, three things did not agree; one of them is overdue today, one waits to be looked at. */
export async function inspected(world: World): Promise<void> {
  const failures = {
    S08: { finding: '手术药房 11 月 1 日夜班交接缺接班人签字', account: 'hezhiyuan@lushan', days: 3 },
    S04: { finding: '住院药房柜顶摄像头角度偏，拍不到回收箱', account: 'pengli@lushan', days: 10 },
    S06: { finding: '抽点瑞芬太尼 1 盒与标签批号书写不清', account: 'liqian@lushan', days: 7 },
  }
  const client = await world.as('lizhenhua@lushan')
  const walk = await walkOf(world, 'special', { places: ['B01', 'C01'], failures })
  walk.results = await Promise.all(
    walk.results.map(async (r) =>
      r.item === 'S04'
        ? { ...r, photos: [await world.photograph(client, { liquid: 0, ampoules: 2, syringe: false })] }
        : r,
    ),
  )
  await client.call(signSpecial, walk, signedBy('wangxuemei@lushan'))
  await specimens(world, ['林悦'])
}

/** A night's walk of the ward, everything in order. */
export async function patrolled(world: World): Promise<void> {
  const nurse = await world.as('zhaomin@lushan')
  await nurse.call(signPatrol, await walkOf(world, 'patrol', { places: ['W03'] }))
}

/** Yesterday: one thing is put right and waits; the authority came and wants an answer; the list of the quarter is sent. */
export async function answered(world: World): Promise<void> {
  const { rows } = await (await world.as('liqian@lushan')).call(listCases, { source: 'own', q: '瑞芬太尼' })
  await putRight(world, rows[0]?.no ?? '', 'liqian@lushan', '重贴标签，双人核对本柜全部瑞芬太尼')
  const city = await world.as('hemingyuan@cswjw')
  const { institutions } = await city.call(readOverview, {})
  const hospital = institutions.find((i) => i.name.includes('麓山'))?.orgId ?? 0
  const dueOn = dayOf(new Date(world.now().getTime() + 10 * dayMs))
  const place = '住院药房'
  await city.call(openFinding, {
    hospitalId: hospital,
    place,
    basis: '麻醉药品和精神药品管理条例 第四十八条',
    problem: '专用账册两笔领用签字不全，须补正并说明原因',
    dueOn,
  })
  await fileReport(world, 'people', lastPeriod('people', world.now()))
  await fileReport(world, 'monthly', lastPeriod('monthly', world.now()), false)
}
