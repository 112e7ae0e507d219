import { dayOf } from '#core/clock.ts'
import { appoint, setTarget } from '#features/governance/contract.ts'
import { acknowledgePolicy, approvePolicy, draftPolicy } from '#features/governance/policyContract.ts'
import type { Area, Seat } from '#features/governance/rules.ts'
import { listStaff } from '#features/staff/contract.ts'
import type { World } from './world.ts'

const dayMs = 86_400_000

const seats: readonly { kind: Seat; name: string; post: string; duty: string }[] = [
  { kind: 'chair', name: '谭建国', post: '院长', duty: '全院麻精药品管理的第一责任人，每季度主持一次例会' },
  { kind: 'medical', name: '罗文静', post: '医务部主任', duty: '处方权授予与考核，处方点评' },
  { kind: 'pharmacy', name: '刘国栋', post: '药学部主任', duty: '采购、保管、调剂、账册与上报' },
  { kind: 'nursing', name: '易红梅', post: '护理部主任', duty: '病区基数、双人核对与余液处置的执行与检查' },
  { kind: 'manager', name: '王雪梅', post: '药库保管员', duty: '日常管理，每月检查各储存点' },
]

const texts: readonly { area: Area; title: string; text: string }[] = [
  {
    area: 'acceptance',
    title: '麻精药品验收制度',
    text: `一、货到即验，两人在场，逐盒扫码，清点到最小包装。
二、核对品名、规格、批号、有效期、数量与随货单，缺少或破损当场登记，双方签字。
三、验收记录保存到药品有效期满后五年。`,
  },
  {
    area: 'use',
    title: '麻精药品余液处置制度',
    text: `一、用药人抽取后余下的药液，须有另一人在场见证。
二、处置前、处置中、处置后各拍一张照片，两人签字。
三、空安瓿当班交回，批号与数量和领用一致。`,
  },
  {
    area: 'loss',
    title: '麻精药品丢失被盗报告制度',
    text: `一、发现账物不符，先双人复点，三十分钟内报药学部和保卫部。
二、确认丢失或被盗的，立即报公安、卫生健康和药品监督管理部门。
三、现场、监控和单据即时封存，任何人不得补改记录。`,
  },
  {
    area: 'patrol',
    title: '麻精药品值班巡查制度',
    text: `一、夜间和节假日由值班人员每班巡查一次储存点。
二、看门锁、报警、视频和温湿度，有异常当场处置并登记。`,
  },
]

/** A body that still lacks one seat, targets of the year, four policies in force of which one waits to be read, and a draft. */
export async function governed(world: World): Promise<void> {
  const [head, director] = [await world.as('liuguodong@lushan'), await world.as('tanjianguo@lushan')]
  const { rows: staff } = await head.call(listStaff, { pageSize: 500 })
  const userOf = (name: string) => staff.find((s) => s.name === name)?.userId
  const today = dayOf(world.now())
  for (const seat of seats) {
    const userId = userOf(seat.name)
    await head.call(appoint, {
      ...seat,
      since: today,
      documentNo: '麓山医发〔2026〕3 号',
      ...(userId ? { userId } : {}),
    })
  }
  const responsibleId = userOf('刘国栋') ?? 0
  const year = Number(today.slice(0, 4))
  for (const [text, measure] of [
    ['账物相符率 100%', '每月盘点，差异在时限内查清'],
    ['余液处置影像齐全率 100%', '按月抽查残余处置登记'],
  ] as const)
    await head.call(setTarget, { year, text, measure, responsibleId })
  const reviewOn = dayOf(new Date(world.now().getTime() + 365 * dayMs))
  for (const { area, title, text } of texts) {
    const { policyId } = await head.call(draftPolicy, { area, title, text, effectiveOn: today, reviewOn })
    if (area === 'patrol') continue
    await director.call(approvePolicy, { policyId, version: 1 })
    const readers = ['wangxuemei@lushan', 'lizhenhua@lushan', 'liqian@lushan', 'chensiyuan@lushan']
    for (const account of area === 'loss' ? readers.slice(2) : readers)
      await (await world.as(account)).call(acknowledgePolicy, { policyId, version: 1 })
  }
  world.say('管理机构 5 席，制度 4 项')
}
