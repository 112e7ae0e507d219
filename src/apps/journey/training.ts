import { photo } from '../../../samples/photo.ts'
import { dayOf } from '#core/clock.ts'
import type { Qualification } from '#core/identity/permissions.ts'
import { listStaff } from '#features/staff/contract.ts'
import { createCourse, readCourse, recordResults, uploadCertificate } from '#features/training/contract.ts'
import type { World } from './world.ts'

export interface AClass {
  readonly title: string
  readonly lecturer: string
  readonly place: string
  /** What a pass gives; 麻精管理培训合格 where nothing is said. */
  readonly qualification?: Qualification
  /** Name → score; without one the person was only there. */
  readonly scores: Readonly<Record<string, number | undefined>>
}

const small: AClass = {
  title: '麻精药品管理与残余处理',
  lecturer: '王雪梅',
  place: '药学部示教室',
  scores: { 赵敏: 92, 钱明: 41 },
}

/** A class that ends this minute: who passes gets the qualification for a year, and the first one's certificate is kept. */
export async function aClass(world: World, of: AClass = small): Promise<number> {
  const head = await world.as('liuguodong@lushan')
  const staff = (await head.call(listStaff, { pageSize: 500 })).rows
  const people = Object.entries(of.scores).map(([name, score]) => ({
    userId: staff.find((p) => p.name === name)?.userId ?? 0,
    score,
  }))
  const now = world.now()
  const { courseId: id } = await head.call(createCourse, {
    title: of.title,
    lecturer: of.lecturer,
    startsAt: new Date(now.getTime() - 5_400_000).toISOString(),
    endsAt: now.toISOString(),
    place: of.place,
    category: 'renewal',
    qualification: of.qualification ?? 'handle',
    validMonths: 12,
    userIds: people.map((p) => p.userId),
  })
  const rows = people.map((p) => ({ ...p, signedIn: true }))
  await head.call(recordResults, { id, examinedOn: dayOf(now), rows })
  const passed = (await head.call(readCourse, { id })).people.flatMap((p) => p.exams.filter((e) => e.passed))
  const file = photo({ liquid: 0.4, ampoules: 1, seed: 770_000 + id })
  for (const exam of passed.slice(0, 1)) await head.call(uploadCertificate, { examId: exam.examId }, { file })
  return id
}
