import { photo } from '../../samples/photo.ts'
import { issueTo, surgery } from '#apps/journey/bedside.ts'
import { openWorld, signedBy, type World } from '#apps/journey/world.ts'
import { uploadEvidence } from '#core/files/contract.ts'
import { listIssues, readIssue } from '#features/issue/contract.ts'
import { recover } from '#features/recovery/contract.ts'
import { administer, openUnits, returnUnopened, waste } from '#features/residue/contract.ts'
import { traceLife, type Life } from '#features/trace/contract.ts'
import type { House } from './house.ts'

// What the tour shows beside the demonstration's week: acted within the last hour, over the interface.

const nurse = 'zhoujing@lushan'
let photographs = 90_000

async function codesOf(world: World, id: number): Promise<string[]> {
  const issue = await (await world.as('liqian@lushan')).call(readIssue, { id })
  return issue.drugs.flatMap((d) => d.units.map((u) => u.code))
}

/** Two ampoules opened, 70 µg given, 30 µg wasted, one unit returned, one shell back and one still owed. */
export async function oneShellOwed(house: House): Promise<number> {
  const { clock, send } = house
  clock.goTo(new Date(Date.now() - 56 * 60_000))
  const world = await openWorld(send, () => {}, clock.now, 50_000)
  const id = await issueTo(world, { ...surgery, refNo: 'SS-1123-018' })
  const [doctor, pharmacist] = [await world.as('chensiyuan@lushan'), await world.as('liqian@lushan')]
  const [a = '', b = '', whole = ''] = await codesOf(world, id)
  const give = async (doses: { code: string; content: number }[]) => {
    clock.goOn(6)
    await doctor.call(administer, { id, doses, route: '静脉注射' })
  }
  clock.goOn(5)
  await doctor.call(openUnits, { id, units: [{ code: a }] })
  await give([{ code: a, content: 30 }])
  clock.goOn(4)
  await doctor.call(openUnits, { id, units: [{ code: b }] })
  await give([
    { code: a, content: 20 },
    { code: b, content: 5 },
  ])
  await give([{ code: b, content: 15 }])
  const shot = async (liquid: number, pouring = false) => {
    clock.goOn(0.4)
    const file = photo({ liquid, ampoules: 2, pouring, seed: photographs++ })
    return (await doctor.call(uploadEvidence, { takenAt: clock.now().toISOString() }, { file })).sha256
  }
  clock.goOn(9)
  const evidence = { 弃前: await shot(0.6), 弃中: await shot(0.3, true), 弃后: await shot(0) }
  await doctor.call(
    waste,
    { id, items: [{ code: b, content: 30 }], place: '手术室污物间', method: '倒入下水道', evidence },
    signedBy(nurse),
  )
  clock.goOn(4)
  const items = [{ code: whole, units: 1 }]
  await pharmacist.call(returnUnopened, { id, locationId: world.place('B01'), items }, signedBy(nurse))
  clock.goOn(2)
  await pharmacist.call(
    recover,
    { issueId: id, binLocationId: world.place('B02'), items: [{ code: a }] },
    signedBy(nurse),
  )
  clock.release()
  return id
}

/** A rest of 15 µg in 林悦's hand, and three opened ampoules whose shells come back just now. */
export async function inTheHand(house: House): Promise<{ rest: number; shells: string[] }> {
  const { clock, send } = house
  clock.goTo(new Date(Date.now() - 30 * 60_000))
  const world = await openWorld(send, () => {}, clock.now, 60_000)
  const lin = { doctor: '林悦', anaesthetist: '林悦', holder: '林悦' }
  const one = {
    ...surgery,
    ...lin,
    refNo: 'SS-1123-019',
    title: '宫腔镜检查',
    room: '手术 6 间',
    diagnosis: '子宫内膜息肉',
    drugs: { NAR017: 1 },
  }
  const rest = await issueTo(world, {
    ...one,
    patient: { name: '宋婉清', sex: '女', age: 38, recordNo: '0482120034' },
  })
  const three = {
    ...surgery,
    refNo: 'SS-1123-020',
    title: '开腹胃大部切除术',
    room: '手术 3 间',
    diagnosis: '胃窦部肿瘤',
    drugs: { NAR017: 3 },
  }
  const shells = await issueTo(world, {
    ...three,
    patient: { name: '魏长庚', sex: '男', age: 66, recordNo: '0482120107' },
  })
  clock.goOn(10)
  for (const [id, account] of [
    [rest, 'linyue@lushan'],
    [shells, 'chensiyuan@lushan'],
  ] as const) {
    const doctor = await world.as(account)
    const codes = await codesOf(world, id)
    await doctor.call(openUnits, { id, units: codes.map((code) => ({ code })) })
    await doctor.call(administer, {
      id,
      doses: codes.map((code) => ({ code, content: id === rest ? 35 : 50 })),
      route: '静脉注射',
    })
  }
  clock.release()
  return { rest, shells: await codesOf(world, shells) }
}

/** The box whose units are in the most different states. */
export async function richestBox(world: World): Promise<string> {
  const reader = await world.as('wangxuemei@lushan')
  const { rows } = await reader.call(listIssues, { pageSize: 100 })
  const boxes = new Set<string>()
  for (const { id } of rows) for (const code of await codesOf(world, id)) boxes.add(code.replace(/-\d+$/, ''))
  const worth = (life: Life) => new Set(life.units.map((u) => u.state)).size * 100 + life.units.length
  const lives: Life[] = []
  for (const code of boxes) lives.push(await reader.call(traceLife, { code }))
  return lives.toSorted((a, b) => worth(b) - worth(a))[0]?.code ?? ''
}
