import { endTemporary, createRole, grantTemporary, setScope } from '#features/access/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { listStaff, setRoles } from '#features/staff/contract.ts'
import { createCourse } from '#features/training/contract.ts'
import { aClass } from '../journey/training.ts'
import type { World } from '../journey/world.ts'

const hour = 3_600_000

/** A renewal course three days ago, with one who failed and has not sat again. */
export async function lastCourse(world: World): Promise<void> {
  await aClass(world, {
    title: '麻醉药品、精神药品管理年度复训',
    lecturer: '王雪梅',
    place: '3 楼 301 会议室',
    scores: { 王雪梅: 96, 李振华: 90, 周婧: 88, 赵敏: 74, 孙立: 91, 钱明: 52 },
  })
}

/** A course that begins soon, a role of the hospital's own, a scope, and help for a night. */
export async function rightsOfToday(world: World): Promise<void> {
  const head = await world.as('liuguodong@lushan')
  const staff = (await head.call(listStaff, { pageSize: 500 })).rows
  const person = (name: string) => staff.find((p) => p.name === name)?.userId ?? 0
  const now = world.now().getTime()
  await head.call(createCourse, {
    title: '残余药液处理与三张照片',
    lecturer: '李倩',
    startsAt: new Date(now + hour / 4).toISOString(),
    endsAt: new Date(now + 2 * hour).toISOString(),
    place: '手术室示教室',
    category: 'topic',
    qualification: 'handle',
    validMonths: 12,
    userIds: ['陈思远', '林悦', '周婧', '钱明'].map(person),
  })
  const admin = await world.as('admin@lushan')
  const reason = '肿瘤内科只用本科药柜的麻醉药品'
  const ward = (await head.call(listPlaces, { pageSize: 500 })).rows.find((p) => p.code === 'W03')?.accountId
  await admin.call(setScope, {
    userId: person('赵敏'),
    role: 'NURSE',
    classes: ['NAR', 'PS1'],
    accounts: ward === undefined ? [] : [ward],
    reason,
  })
  const { code } = await admin.call(createRole, {
    name: '质控药师',
    permissions: ['report.read', 'trace.read', 'alert.read', 'stock.read', 'training.read'],
    reason: '药学部设质控岗',
  })
  const ids = { id: person('彭丽'), roles: ['DISPENSER', code] }
  await admin.call(setRoles, { ...ids, reason: '兼质控药师' })
  const night = { userId: person('孙立'), role: 'NURSE', reason: '夜班护士请假，顶班一夜' }
  const scope = { classes: ['NAR' as const], accounts: ward === undefined ? [] : [ward] }
  await admin.call(grantTemporary, { ...night, ...scope, to: new Date(now + 10 * hour).toISOString() })
  const mistaken = { userId: person('钱明'), role: 'NURSE', reason: '顶班' }
  const { grantId } = await admin.call(grantTemporary, {
    ...mistaken,
    to: new Date(now + 4 * hour).toISOString(),
  })
  await admin.call(endTemporary, { id: grantId, reason: '没有培训合格证，换人' })
}
