import { createIssue, readIssue, type IssueDetail } from '#features/issue/contract.ts'
import { administer, openUnits, recordBreakage, returnUnopened, waste } from '#features/residue/contract.ts'
import { evidenceOf, wasteStages } from '#apps/acts/evidence.ts'
import { picksFor } from '#apps/acts/stock.ts'
import type { Client } from '#apps/client.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const doctor = 'chensiyuan@lushan'
const theatreNurse = 'zhoujing@lushan'

interface IssueOrder {
  readonly place: string
  readonly dispenser: string
  readonly checker: string
  readonly kind: 'surgery' | 'prescription'
  readonly refNo: string
  readonly title: string
  readonly room: string
  readonly patient: { name: string; sex: '男' | '女'; age: number; recordNo: string; idNo?: string }
  readonly diagnosis: string
  readonly doctor: string
  readonly anaesthetist?: string
  readonly holder: string
  /** drug code → units, planned and taken */
  readonly drugs: Record<string, number>
}

/** 4 领用: dispenser and checker, first to expire first, boxes split into named ampoules. */
export async function issueTo(world: World, order: IssueOrder): Promise<number> {
  const client = await world.as(order.dispenser)
  const locationId = world.place(order.place)
  const plan = Object.entries(order.drugs).map(([code, units]) => ({ drugId: world.drug(code), units }))
  const picks = await picksFor(client, locationId, plan)
  const { kind, refNo, title, room, patient, diagnosis } = order
  const doctorId = await world.person(order.doctor)
  const people = {
    doctorId,
    anaesthetistId: order.anaesthetist ? await world.person(order.anaesthetist) : undefined,
    holderId: await world.person(order.holder),
  }
  const made = await client.call(
    createIssue,
    { kind, refNo, title, room, patient, diagnosis, locationId, ...people, plan, picks },
    signedBy(order.checker),
  )
  const labels = made.labels.map((l) => `…${l.code.slice(-8)}`).join(' ')
  world.say(
    `${made.no} ${title} ${refNo}：${order.holder}领 ${picks.reduce((n, p) => n + p.units, 0)} 支，拆零 ${labels || '无'}`,
  )
  return made.id
}

export const surgery: IssueOrder = {
  place: 'B01',
  dispenser: 'liqian@lushan',
  checker: 'hezhiyuan@lushan',
  kind: 'surgery',
  refNo: 'SS-1123-009',
  title: '腹腔镜胆囊切除术',
  room: '手术 2 间',
  patient: { name: '邓永和', sex: '男', age: 54, recordNo: '0482119916', idNo: '430104197203152218' },
  diagnosis: '胆囊结石伴慢性胆囊炎',
  doctor: '陈思远',
  anaesthetist: '陈思远',
  holder: '陈思远',
  drugs: { NAR017: 2, NAR020: 1 },
}

export const ward: IssueOrder = {
  place: 'W03',
  dispenser: 'pengli@lushan',
  checker: 'hezhiyuan@lushan',
  kind: 'prescription',
  refNo: 'MZ-1123-031',
  title: '癌痛爆发痛处置',
  room: '18 床',
  patient: { name: '罗桂芳', sex: '女', age: 67, recordNo: '0488230571', idNo: '430121195901077421' },
  diagnosis: '肺癌骨转移',
  doctor: '孙立',
  holder: '赵敏',
  drugs: { NAR002: 3 },
}

const unitsOf = (issue: IssueDetail, drugId: number) =>
  issue.drugs.find((d) => d.drugId === drugId)?.units ?? []

/** The residue before, while and after it is poured away. */
const wasteScenes = (liquid: number) => ({
  弃前: { liquid, ampoules: 2 },
  弃中: { liquid: liquid / 2, ampoules: 2, pouring: true },
  弃后: { liquid: 0, ampoules: 2 },
})

export function wastePhotos(world: World, client: Client, liquid: number) {
  return evidenceOf(wasteStages, (stage) => world.photograph(client, wasteScenes(liquid)[stage]))
}

/** 5 使用与残余 in the theatre: 2 ampoules of 50 µg, 70 µg given, 30 µg wasted before a witness, one unit returned. */
export async function useInTheatre(world: World, id: number): Promise<void> {
  const client = await world.as(doctor)
  const issue = await client.call(readIssue, { id })
  const [a, b] = unitsOf(issue, world.drug('NAR017')).map((u) => u.code)
  const whole = unitsOf(issue, world.drug('NAR020'))[0]
  if (!a || !b || !whole) throw new Error('the surgery holds its three units')
  await client.call(openUnits, { id, units: [{ code: a }] })
  await client.call(administer, { id, doses: [{ code: a, content: 30 }], route: '静脉注射' })
  await client.call(openUnits, { id, units: [{ code: b }] })
  await client.call(administer, {
    id,
    doses: [
      { code: a, content: 20 },
      { code: b, content: 5 },
    ],
    route: '静脉注射',
  })
  await client.call(administer, { id, doses: [{ code: b, content: 15 }], route: '静脉注射' })
  const photos = await wastePhotos(world, client, 0.6)
  const rest = {
    id,
    items: [{ code: b, content: 30 }],
    place: '污物间水池',
    method: '倒入下水道' as const,
    evidence: photos,
  }
  const alone = await refused(client.call(waste, rest, signedBy(doctor)))
  await client.call(waste, rest, signedBy(theatreNurse))
  world.say(`开启 2 支 100 μg，给药 70 μg，弃去 30 μg（三张照片，周婧见证；本人自证被拒 ${alone}）`)
  const pharmacist = await world.as('liqian@lushan')
  await pharmacist.call(
    returnUnopened,
    { id, locationId: world.place('B01'), items: [{ code: whole.code, units: 1 }] },
    signedBy(theatreNurse),
  )
  world.say('瑞芬太尼 1 支未开启，整支退回手术药房')
}

/** 5 使用与残余 on the ward: one ampoule used in part, one whole, one broken before two people. */
export async function useOnWard(world: World, id: number): Promise<void> {
  const client = await world.as('zhaomin@lushan')
  const issue = await client.call(readIssue, { id })
  const [a, b, c] = unitsOf(issue, world.drug('NAR002')).map((u) => u.code)
  if (!a || !b || !c) throw new Error('the ward holds its three units')
  await client.call(openUnits, { id, units: [{ code: a }, { code: b }] })
  await client.call(administer, { id, doses: [{ code: a, content: 10_000 }], route: '皮下注射' })
  await client.call(administer, { id, doses: [{ code: b, content: 5_000 }], route: '皮下注射' })
  const photos = await wastePhotos(world, client, 0.5)
  await client.call(
    waste,
    { id, items: [{ code: b, content: 5_000 }], place: '治疗室水池', method: '倒入下水道', evidence: photos },
    signedBy('sunli@lushan'),
  )
  const shards = await world.photograph(client, { syringe: false, liquid: 0, ampoules: 3, broken: true })
  const fall = {
    id,
    unit: { code: c },
    place: '治疗室',
    reason: '取药时落地，碎片已收齐',
    evidence: { 碎片: shards },
  }
  await client.call(recordBreakage, fall, signedBy('sunli@lushan'))
  world.say('吗啡 3 支：给药 15 mg，弃去 5 mg，破碎 1 支（10 mg 损失，碎片交回）')
}
