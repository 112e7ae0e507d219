import { assays } from './assay.ts'
import { issueTo, surgery, useInTheatre, useOnWard, ward } from './bedside.ts'
import { closedLoop, destroyAll, recoverAll, supervise } from './closing.ts'
import { countedFirst } from './access.ts'
import { carriersFor } from './carrier.ts'
import { stoodStill } from './downtime.ts'
import { purchasing } from './purchasing.ts'
import { governed } from './governance.ts'
import { pumped } from './infusion.ts'
import { rescues } from './rescue.ts'
import { fileReport, inspections, lastPeriod, specimens } from './office.ts'
import { payments } from './payment.ts'
import { prescriptions } from './prescription.ts'
import { onProbation } from './newcomer.ts'
import { prescriptionReviews } from './prescriptionReview.ts'
import { reclassified } from './reclassification.ts'
import { setLimits } from './limits.ts'
import { monthlyPlan, stocktake } from './count.ts'
import { orders, receiveText, receiveXml, transfer } from './supply.ts'
import { exchangeForEmpties, handOver, monthlyCheck, wardBase } from './ward.ts'
import type { World } from './world.ts'

export interface Travelled {
  readonly surgeryId: number
  readonly wardId: number
  readonly closed: boolean
}

const [keeper, second, theatre, checker, wardPharmacy, nurse] = [
  'wangxuemei@lushan',
  'lizhenhua@lushan',
  'liqian@lushan',
  'hezhiyuan@lushan',
  'pengli@lushan',
  'zhaomin@lushan',
]

/** One ampoule's whole life, and the authority watching: the seven steps of the main job, over the interface. */
export async function travel(
  world: World,
  lushan: number,
  settle: () => Promise<void> = async () => {},
  /** What only the platform's owner can do: a drug's class changes. */
  announce?: () => Promise<void>,
): Promise<Travelled> {
  world.say('\n  印鉴卡与购用计划')
  await purchasing(world)
  world.say('\n1 采购单')
  await orders(world)
  world.say('\n2 收货')
  await receiveText(world)
  await receiveXml(world)
  await payments(world)
  world.say('\n3 调拨')
  await transfer(world, {
    from: 'A01',
    to: 'B01',
    wants: { NAR017: 40, NAR020: 20, PS1005: 10 },
    sender: keeper,
    checker: second,
    taker: theatre,
    shortBoxes: 1,
  })
  await carriersFor(world, 'required', '上月一次在途 3 小时')
  await transfer(world, {
    from: 'A01',
    to: 'C01',
    wants: { NAR002: 30 },
    sender: keeper,
    checker: second,
    taker: wardPharmacy,
    carrier: theatre,
  })
  await carriersFor(world, 'off', '试行结束')
  await transfer(world, {
    from: 'C01',
    to: 'W03',
    wants: { NAR002: 6 },
    sender: wardPharmacy,
    checker: theatre,
    taker: nurse,
  })
  await wardBase(world, 6)
  await setLimits(world, [
    { place: 'B01', drug: 'NAR017', lowUnits: 60, highUnits: 120, maxDays: 15 },
    { place: 'C01', drug: 'NAR002', lowUnits: 10, highUnits: 60 },
  ])
  world.say('\n4 领用')
  const surgeryId = await issueTo(world, surgery)
  const wardId = await issueTo(world, { ...ward, checker })
  world.say('\n5 使用与残余')
  await useInTheatre(world, surgeryId)
  await useOnWard(world, wardId)
  world.say('\n  残余抽检')
  await assays(world)
  world.say('\n  泵注')
  await pumped(world)
  world.say('\n6 空安瓿回收与销毁')
  await recoverAll(world, surgeryId, { receiver: theatre, bringer: 'zhoujing@lushan', bin: 'B02' })
  await recoverAll(world, wardId, { receiver: wardPharmacy, bringer: nurse, bin: 'C02', byLot: true })
  world.say('\n  取前清点、抢救用药、停机补录')
  await countedFirst(world)
  await rescues(world)
  await stoodStill(world)
  world.say('\n  处方与发药')
  await prescriptions(world)
  await onProbation(world)
  await destroyAll(world, 'B02')
  await destroyAll(world, 'C02')
  world.say('\n  三级库：以空换新、交接班')
  await exchangeForEmpties(world)
  await monthlyCheck(world)
  await handOver(world)
  world.say('\n  盘点')
  await stocktake(world, { planId: await monthlyPlan(world) })
  world.say('\n  检查、报送、留样、制度')
  await inspections(world, lushan)
  await specimens(world)
  await governed(world)
  for (const kind of ['monthly', 'people'] as const)
    await fileReport(world, kind, lastPeriod(kind, world.now()))
  world.say('\n  处方点评')
  await prescriptionReviews(world)
  if (announce) {
    world.say('\n  重分类')
    await announce()
    await reclassified(world)
  }
  await settle()
  world.say('\n7 主管部门')
  await supervise(world, surgeryId, lushan)
  world.say('\n闭环核对表')
  return { surgeryId, wardId, closed: await closedLoop(world, lushan) }
}
