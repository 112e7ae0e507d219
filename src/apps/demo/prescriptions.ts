import { codesOf } from '../../../samples/generate.ts'
import { createDepartment, createPlace } from '#features/places/contract.ts'
import { dispense, fourChecks, voidPrescription, writePrescription } from '#features/prescription/contract.ts'
import { setDispensary } from '#features/prescription/limitContract.ts'
import { addPaper, openLongTerm } from '#features/prescription/longTermContract.ts'
import { takePapers } from '#features/prescription/paperContract.ts'
import { readReceipt, scanOne, setLot, signReceipt, startReceipt } from '#features/receipt/contract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import { listDepartments } from '#features/places/contract.ts'
import { transfer } from '../journey/supply.ts'
import { newcomer, probationPrescription } from '../journey/newcomer.ts'
import { signedBy, type World } from '../journey/world.ts'

const [doctor, pharmacist, checker, head, keeper, second] = [
  'sunli@lushan',
  'pengli@lushan',
  'hezhiyuan@lushan',
  'liuguodong@lushan',
  'wangxuemei@lushan',
  'lizhenhua@lushan',
]

export interface OutPatient {
  readonly name: string
  readonly sex: '男' | '女'
  readonly birthYear: number
  readonly recordNo: string
  readonly idNo: string
  readonly diagnosis: string
}

export const luo: OutPatient = {
  name: '罗桂芳',
  sex: '女',
  birthYear: 1959,
  recordNo: '0488230571',
  idNo: '430121195901077421',
  diagnosis: '肺癌骨转移',
}
export const tang: OutPatient = {
  name: '汤文斌',
  sex: '男',
  birthYear: 1981,
  recordNo: '0488230999',
  idNo: '430104198105120011',
  diagnosis: '带状疱疹后神经痛',
}
export const he: OutPatient = {
  name: '何秀兰',
  sex: '女',
  birthYear: 1948,
  recordNo: '0488231204',
  idNo: '430122194803040026',
  diagnosis: '多发性骨髓瘤',
}

/** 门诊药房 with its window and its bin. */
export async function openWindow(world: World): Promise<void> {
  const client = await world.as(head)
  const { rows } = await client.call(listDepartments, {})
  const parentId = rows.find((d) => d.code === '01')?.departmentId
  const { departmentId } = await client.call(createDepartment, {
    code: '0104',
    name: '门诊药房',
    ...(parentId === undefined ? {} : { parentId }),
  })
  const place = { tier: 2, departmentId } as const
  const store = await client.call(createPlace, { ...place, code: 'D01', name: '门诊药房', kind: 'store' })
  await client.call(createPlace, { ...place, code: 'D02', name: '门诊药房回收箱', kind: 'recovery' })
  await client.call(setDispensary, { locationId: store.placeId, kind: 'outpatient' })
  const takenBy = await world.person('孙立')
  const paper = {
    series: 'narcotic',
    prefix: 'HM',
    firstNo: 20_260_001,
    lastNo: 20_260_100,
    takenBy,
  } as const
  await client.call(takePapers, paper)
}

/** Tablets and patches come in, and a window's stock goes out to 门诊药房. */
export async function fillWindow(world: World): Promise<void> {
  const client = await world.as(keeper)
  const wants = {
    NAR031: ['8166010', 8, 80, 'Q2606015', '2029-05-31'],
    NAR015: ['8137719', 6, 30, 'P2605020', '2028-10-31'],
  } as const
  const { id } = await client.call(startReceipt, {
    supplierId: world.supplier('XK'),
    locationId: world.place('A01'),
    lines: Object.entries(wants).map(([code, [, , units]]) => ({ drugId: world.drug(code), units })),
  })
  const receipt = await client.call(readReceipt, { id })
  for (const [code, [prefix, boxes, , lotNo, expiry]] of Object.entries(wants)) {
    const lineId = receipt.lines.find((l) => l.drugId === world.drug(code))?.id ?? 0
    await client.call(setLot, { id, lineId, lotNo, expiry })
    for (const raw of codesOf(prefix, boxes, 31)) await client.call(scanOne, { id, raw })
  }
  const { version } = await client.call(readReceipt, { id })
  await client.call(
    signReceipt,
    { id, version, qualityState: '外观、封签完好', conclusion: '合格入库' },
    signedBy(second),
  )
  const leg = { from: 'A01', to: 'D01', sender: keeper, checker: second, taker: pharmacist }
  await transfer(world, { ...leg, wants: { NAR002: 30, NAR031: 60, NAR015: 20 } })
}

type Papers = readonly ('certificate' | 'patientId' | 'consent')[]

/** 建档 with the papers that were brought. */
export async function openRecord(world: World, p: OutPatient, papers: Papers): Promise<void> {
  const client = await world.as(doctor)
  const { name, sex, birthYear, recordNo, idNo, diagnosis } = p
  const { id } = await client.call(openLongTerm, {
    name,
    sex,
    birthYear,
    recordNo,
    idNo,
    diagnosis,
    category: p === tang ? 'chronic' : 'cancer',
    certificateHospital: '长沙市麓山中心医院',
    certificateGrade: '三级',
    certificateOn: '2026-10-08',
    examination: '持续疼痛，弱阿片类控制不佳，评分 7，无呼吸系统禁忌',
  })
  for (const kind of papers) {
    const sha256 = await world.photograph(client, { syringe: false, liquid: 0, ampoules: 1 })
    await client.call(addPaper, { id, kind, sha256 })
  }
}

interface Ordered {
  readonly code: string
  readonly units: number
  readonly dose: number
  readonly times: number
  readonly perDays: number
  readonly route: string
}
export const ampoules: Ordered = {
  code: 'NAR002',
  units: 6,
  dose: 10_000,
  times: 2,
  perDays: 1,
  route: '皮下注射',
}
export const patches: Ordered = {
  code: 'NAR015',
  units: 5,
  dose: 4_200,
  times: 1,
  perDays: 3,
  route: '透皮贴敷',
}
export const tablets: Ordered = {
  code: 'NAR031',
  units: 14,
  dose: 10_000,
  times: 2,
  perDays: 1,
  route: '口服',
}

export async function prescribe(
  world: World,
  p: OutPatient,
  order: Ordered,
  category: 'general' | 'cancer' | 'chronic',
): Promise<number> {
  const { code, ...line } = order
  const { name, sex, recordNo, idNo, diagnosis } = p
  const written = await (
    await world.as(doctor)
  ).call(writePrescription, {
    encounter: 'outpatient',
    category,
    useAt: 'home',
    payment: '医保',
    patient: { name, sex, age: 2026 - p.birthYear, recordNo, idNo },
    diagnosis,
    verifiedHow: '居民身份证',
    lines: [{ drugId: world.drug(code), ...line }],
  })
  return written.id
}

export async function dispenseTo(
  world: World,
  id: number,
  p: Pick<OutPatient, 'idNo'>,
  order: Ordered,
): Promise<void> {
  const client = await world.as(pharmacist)
  const locationId = world.place('D01')
  const want = { locationId, drugId: world.drug(order.code), units: order.units }
  const picks = (await client.call(suggestPicks, want)).picks.map(({ code, units }) => ({ code, units }))
  const checked = fourChecks.map((c) => c.key)
  await client.call(
    dispense,
    { id, locationId, takenBy: 'patient', takerIdNo: p.idNo, checked, picks },
    signedBy(checker),
  )
}

/** The first days of the week: two long-term patients get theirs, a third brings half of his papers. */
export async function clinicDays(world: World): Promise<void> {
  await openRecord(world, luo, ['certificate', 'patientId', 'consent'])
  await openRecord(world, tang, ['certificate', 'patientId', 'consent'])
  await openRecord(world, he, ['certificate'])
  await dispenseTo(world, await prescribe(world, luo, ampoules, 'cancer'), luo, ampoules)
  await dispenseTo(world, await prescribe(world, tang, patches, 'chronic'), tang, patches)
}

/** Today: one waits whose empties are still at home, one waits that is plain, one was written wrong, one waits for a signature. */
export async function clinicToday(world: World): Promise<void> {
  await prescribe(world, luo, ampoules, 'cancer')
  const other = { ...tang, name: '易卫国', recordNo: '0488231377', idNo: '430103197006210035' }
  const wrong = await prescribe(world, other, { ...tablets, units: 12 }, 'general')
  await (await world.as(doctor)).call(voidPrescription, { id: wrong, reason: '数量写错，重开' })
  await prescribe(world, other, tablets, 'general')
  await newcomer(world)
  await probationPrescription(world)
}
