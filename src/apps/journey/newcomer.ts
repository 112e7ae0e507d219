import { dayOf } from '#core/clock.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { writePrescription } from '#features/prescription/contract.ts'
import { countersignPrescription } from '#features/prescription/countersignContract.ts'
import { dispense, fourChecks } from '#features/prescription/contract.ts'
import { createStaff, markStay } from '#features/staff/contract.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const dayMs = 86_400_000
const patient = {
  name: '彭玉兰',
  sex: '女',
  age: 39,
  recordNo: '0488250021',
  idNo: '430102198708120043',
} as const

/** 曾可, a physician on probation for six months. */
export async function newcomer(world: World): Promise<void> {
  const head = await world.as('liuguodong@lushan')
  const { userId } = await head.call(createStaff, {
    account: 'zengke',
    name: '曾可',
    title: '肿瘤内科住院医师',
    roles: ['PRESCRIBER'],
    password: demoPassword,
  })
  const validFrom = dayOf(world.now())
  const validTo = dayOf(new Date(world.now().getTime() + 180 * dayMs))
  await head.call(markStay, { id: userId, kind: 'probation', validFrom, validTo, reason: '入职试用' })
}

/** What 曾可 writes: tablets for a week. */
export async function probationPrescription(world: World): Promise<{ id: number; no: string }> {
  const line = { drugId: world.drug('NAR031'), units: 14, dose: 10_000, times: 2, perDays: 1, route: '口服' }
  return (await world.as('zengke@lushan')).call(writePrescription, {
    encounter: 'outpatient',
    category: 'general',
    useAt: 'home',
    payment: '医保',
    patient,
    diagnosis: '带状疱疹后神经痛',
    verifiedHow: '居民身份证',
    lines: [line],
  })
}

/** Nothing is handed out before 孙立 has looked at it and signed. */
export async function onProbation(world: World): Promise<void> {
  await newcomer(world)
  const { id, no } = await probationPrescription(world)
  const early = await refused(
    (await world.as('pengli@lushan')).call(
      dispense,
      {
        id,
        locationId: world.place('C01'),
        takenBy: 'patient',
        takerIdNo: patient.idNo,
        checked: fourChecks.map((c) => c.key),
        picks: [{ code: '81660100000000000001', units: 14 }],
      },
      signedBy('hezhiyuan@lushan'),
    ),
  )
  await (await world.as('sunli@lushan')).call(countersignPrescription, { id, outcome: 'signed' })
  world.say(`${no} 试用期医师曾可开具（审核签名前发药：${early}），孙立审核签名`)
}
