import { confirmOrder, drawForRescue, giveAll } from '#apps/acts/rescue.ts'
import { matchPrescription, rescueCandidates } from '#features/emergency/contract.ts'
import { writePrescription } from '#features/prescription/contract.ts'
import { recoverAll } from './closing.ts'
import { refused } from './supply.ts'
import type { World } from './world.ts'

const [nurse, doctor, other] = ['zhoujing@lushan', 'chensiyuan@lushan', 'linyue@lushan']
const patient = { name: '欧阳杰', sex: '男', age: 38, recordNo: '0488310027' } as const

/** 抢救用药: two drawn before there is an order, one of them matched to a prescription, one to an order kept elsewhere. */
export async function rescues(world: World): Promise<void> {
  const first = await rescue(world, patient)
  const physician = await world.as(doctor)
  await physician.call(writePrescription, {
    encounter: 'inpatient',
    category: 'inpatient',
    useAt: 'institution',
    payment: '医保',
    patient,
    diagnosis: '创伤性休克',
    emergencyReason: '抢救中无法核对证件',
    lines: [{ drugId: world.drug('NAR017'), units: 1, dose: 50, times: 1, perDays: 1, route: '静脉注射' }],
  })
  const [fits] = (await physician.call(rescueCandidates, { id: first.id })).rows
  await physician.call(matchPrescription, { id: first.id, prescriptionId: fits?.prescriptionId ?? 0 })
  const second = await rescue(world, { sex: '女', age: 60 })
  const nobody = await refused(confirmOrder(await world.as(nurse), second.id, 'YZ-1123-0415', other))
  await confirmOrder(await world.as(nurse), second.id, 'YZ-1123-0415', doctor)
  world.say(
    `${first.no} 抢救先取 1 支，补办处方 ${fits?.no ?? ''}；${second.no} 补办医嘱 YZ-1123-0415，由口头医嘱医师签字（他人签字：${nobody}）`,
  )
}

async function rescue(
  world: World,
  who: { name?: string; sex: '男' | '女'; age: number; recordNo?: string },
) {
  const drawn = await drawForRescue(world, {
    place: 'B01',
    drug: 'NAR017',
    units: 1,
    reason: 'trauma',
    room: '抢救室 2 床',
    patient: who,
    doctor: '陈思远',
    holder: '周婧',
    by: nurse,
    with: other,
  })
  await giveAll(await world.as(nurse), drawn, 50)
  await recoverAll(world, drawn.id, { receiver: 'liqian@lushan', bringer: nurse, bin: 'B02' })
  return drawn
}
