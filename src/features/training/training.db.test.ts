import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { photo } from '../../../samples/photo.ts'
import type { CallFailed, Client } from '#apps/client.ts'
import { remindAll } from '#apps/reminders.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import { readHome } from '#features/home/contract.ts'
import { readStaff, listStaff } from '#features/staff/contract.ts'
import { mapOf, type Surroundings } from '#test/flow.ts'
import { followAll, refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import {
  cancelCourse,
  createCourse,
  enrol,
  listCourses,
  listResults,
  listTerms,
  readCertificate,
  readCourse,
  readMine,
  readRecord,
  recordResults,
  signInHere,
  unenrol,
  updateCourse,
  uploadCertificate,
  withdrawResult,
} from './contract.ts'

let h: Hospital
let at: Surroundings
let head: Client
let admin: Client
beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  head = await h.as('liuguodong@lushan')
  admin = await h.as('admin@lushan')
  const everybody = (await head.call(listStaff, { pageSize: 100 })).rows
  people = new Map(everybody.map((p) => [p.account.split('@')[0] ?? '', p.userId]))
})
afterAll(() => h.stop())

const day = '2026-11-23'
let people: ReadonlyMap<string, number>
const user = (account: string) => people.get(account) ?? 0
const facts = {
  title: '麻醉药品、精神药品使用管理',
  lecturer: '刘国栋',
  startsAt: '2026-11-23T05:50:00Z',
  endsAt: '2026-11-23T08:00:00Z',
  place: '3 楼 301 会议室',
}
const newCourse = (more: object = {}) =>
  head.call(createCourse, { ...facts, category: 'entry', ...more } as never) as Promise<{
    courseId: number
    no: string
  }>
const examOf = async (id: number, userId: number) =>
  (await head.call(readCourse, { id })).people.find((p) => p.userId === userId)?.exams.at(-1)

describe('a class', () => {
  let id = 0
  beforeAll(async () => {
    const userIds = [user('qianming'), user('zhoujing'), user('liuguodong')]
    id = (await newCourse({ qualification: 'prescribe', validMonths: 12, userIds })).courseId
  })

  test('is listed by day, title and lecturer, with how many are to come', async () => {
    const { rows } = await head.call(listCourses, { from: day, to: day, q: '使用管理' })
    expect(rows).toMatchObject([
      { courseId: id, no: 'PX-20261123-01', enrolled: 3, signedIn: 0, passScore: 60 },
    ])
    expect((await head.call(listCourses, { from: '2026-11-24' })).total).toBe(0)
    expect((await head.call(listCourses, { to: '2026-11-22' })).total).toBe(0)
    expect((await head.call(listCourses, { category: 'topic' })).total).toBe(0)
  })

  test('signs in by itself while it lasts, and only who is enrolled', async () => {
    const qian = await h.as('qianming@lushan')
    expect((await qian.call(readMine, {})).courses).toMatchObject([{ courseId: id, mayStillSignIn: true }])
    const first = await qian.call(signInHere, { id })
    h.clock.advance(60_000)
    expect(await qian.call(signInHere, { id })).toEqual(first)
    expect(await refusalOf((await h.as('sunli@lushan')).call(signInHere, { id }))).toBe('NOT_FOUND')
    const over = await newCourse({
      startsAt: '2026-11-20T01:00:00Z',
      endsAt: '2026-11-20T03:00:00Z',
      userIds: [user('qianming')],
    })
    expect(await refusalOf(qian.call(signInHere, { id: over.courseId }))).toBe('TRAINING_SIGN_IN_TIME')
  })

  test('who was not there has no result, and nothing of the batch is written', async () => {
    const rows = [
      { userId: user('qianming'), score: 50 },
      { userId: user('zhoujing'), score: 80 },
    ]
    const failed = await head
      .call(recordResults, { id, examinedOn: day, rows })
      .catch((e: CallFailed) => e.problem)
    expect(failed).toMatchObject({ code: 'TRAINING_ROWS', faults: [{ row: 2, field: 'score' }] })
    expect(await examOf(id, user('qianming'))).toBeUndefined()
  })

  test('a failure gives nothing; the re-sit that passes gives the qualification in the same act', async () => {
    const one = (score: number) =>
      head.call(recordResults, { id, examinedOn: day, rows: [{ userId: user('qianming'), score }] })
    expect(await one(59)).toEqual({ signedIn: 0, passed: 0, failed: 1, qualifications: 0 })
    expect((await head.call(readStaff, { id: user('qianming') })).qualifications).toEqual([])
    expect(await one(60)).toEqual({ signedIn: 0, passed: 1, failed: 0, qualifications: 1 })
    const exam = await examOf(id, user('qianming'))
    expect(exam).toMatchObject({ attempt: 2, passed: true, validTo: '2027-11-22', recordedBy: '刘国栋' })
    expect((await head.call(readStaff, { id: user('qianming') })).qualifications).toMatchObject([
      { qualificationId: exam?.qualificationId, type: 'prescribe', validTo: '2027-11-22', state: 'valid' },
    ])
    expect(await refusalOf(one(90))).toBe('TRAINING_ROWS')
  })

  test('nobody enters his own result; another does', async () => {
    const rows = [{ userId: user('liuguodong'), signedIn: true, score: 100 }]
    expect(await refusalOf(head.call(recordResults, { id, examinedOn: day, rows }))).toBe(
      'TRAINING_OWN_RESULT',
    )
    expect(await admin.call(recordResults, { id, examinedOn: day, rows })).toMatchObject({
      passed: 1,
      signedIn: 1,
    })
    const examId = (await examOf(id, user('liuguodong')))?.examId ?? 0
    expect(await refusalOf(head.call(withdrawResult, { examId, reason: '想重考' }))).toBe(
      'TRAINING_OWN_RESULT',
    )
  })

  test('an exam lies in the time of its training', async () => {
    const rows = [{ userId: user('zhoujing'), signedIn: true, score: 90 }]
    for (const examinedOn of ['2026-11-22', '2026-11-24'])
      expect(await refusalOf(head.call(recordResults, { id, examinedOn, rows }))).toBe('TRAINING_DAY')
  })

  test('two people who enter the same row at the same moment write one result', async () => {
    const rows = [{ userId: user('zhoujing'), signedIn: true, score: 90 }]
    const both = await Promise.allSettled([
      head.call(recordResults, { id, examinedOn: day, rows }),
      admin.call(recordResults, { id, examinedOn: day, rows }),
    ])
    expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await head.call(readCourse, { id })).people.flatMap((p) => p.exams)).toHaveLength(4)
  })

  test('a withdrawn result stays readable, and its qualification ends with it', async () => {
    const exam = await examOf(id, user('zhoujing'))
    await head.call(withdrawResult, { examId: exam?.examId ?? 0, reason: '成绩录错' })
    expect(await examOf(id, user('zhoujing'))).toMatchObject({ score: 90, withdrawnReason: '成绩录错' })
    const held = (await head.call(readStaff, { id: user('zhoujing') })).qualifications
    expect(held.find((q) => q.qualificationId === exam?.qualificationId)?.state).toBe('revoked')
    expect(await refusalOf(head.call(withdrawResult, { examId: exam?.examId ?? 0, reason: '又一次' }))).toBe(
      'DOCUMENT_CLOSED',
    )
    const rows = [{ userId: user('zhoujing'), score: 70 }]
    await head.call(recordResults, { id, examinedOn: day, rows })
    expect(await examOf(id, user('zhoujing'))).toMatchObject({ attempt: 1, score: 70, withdrawnAt: null })
  })

  test('people come and go until something was written of them', async () => {
    expect(await head.call(enrol, { id, userIds: [user('sunli'), user('qianming')] })).toEqual({ added: 1 })
    await head.call(unenrol, { id, userId: user('sunli') })
    expect(await refusalOf(head.call(unenrol, { id, userId: user('sunli') }))).toBe('NOT_FOUND')
    expect(await refusalOf(head.call(unenrol, { id, userId: user('qianming') }))).toBe('TRAINING_HAS_RESULTS')
    expect(await refusalOf(head.call(enrol, { id, userIds: [999_999] }))).toBe('NOT_FOUND')
    expect(await refusalOf(head.call(cancelCourse, { id, reason: '改期' }))).toBe('TRAINING_HAS_RESULTS')
  })
})

test('a course is moved, cancelled once, and then closed', async () => {
  const { courseId: id } = await newCourse()
  const moved = { ...facts, id, place: '4 楼综合报告厅' }
  await head.call(updateCourse, moved)
  expect((await head.call(readCourse, { id })).place).toBe('4 楼综合报告厅')
  expect(await refusalOf(head.call(updateCourse, { ...moved, endsAt: facts.startsAt }))).toBe('INPUT_INVALID')
  await head.call(cancelCourse, { id, reason: '授课人外出' })
  const acts = [
    () => head.call(cancelCourse, { id, reason: '再一次' }),
    () => head.call(updateCourse, moved),
    () => head.call(enrol, { id, userIds: [user('sunli')] }),
  ]
  for (const act of acts) expect(await refusalOf(act())).toBe('DOCUMENT_CLOSED')
})

describe('the image of a certificate', () => {
  let examId = 0
  const image = photo({ liquid: 0.5, ampoules: 1, seed: 11 })
  const send = (file: Uint8Array) => head.call(uploadCertificate, { examId }, { file })
  beforeAll(async () => {
    const { courseId: id } = await newCourse({ userIds: [user('sunli'), user('linyue')] })
    const rows = [
      { userId: user('sunli'), signedIn: true, score: 95 },
      { userId: user('linyue'), signedIn: true, score: 20 },
    ]
    await head.call(recordResults, { id, examinedOn: day, rows })
    examId = (await examOf(id, user('linyue')))?.examId ?? 0
    expect(await refusalOf(send(image))).toBe('TRAINING_NOT_PASSED')
    examId = (await examOf(id, user('sunli')))?.examId ?? 0
  })

  test('is a JPEG or PNG of 500 kB at most, and whole', async () => {
    const large = new Uint8Array(512_001)
    large.set(image)
    const tooLarge = await send(large).catch((e: CallFailed) => e.problem)
    expect(tooLarge).toMatchObject({
      code: 'FILE_TOO_LARGE',
      detail: '文件超过 500 KB，请压缩或拆分后再传',
    })
    expect(await refusalOf(send(new TextEncoder().encode('%PDF-1.7')))).toBe('FILE_TYPE_REFUSED')
    expect(await refusalOf(send(image.slice(0, image.length - 40)))).toBe('FILE_TYPE_REFUSED')
    expect((await head.call(listResults, { outcome: 'noCertificate' })).rows.map((r) => r.name)).toContain(
      '孙立',
    )
  })

  test('comes back byte for byte, and proves one pass only', async () => {
    await send(image)
    const back = await head.download(readCertificate, { examId })
    expect(Buffer.from(back).equals(Buffer.from(image))).toBe(true)
    expect(
      (await head.call(listResults, { outcome: 'noCertificate' })).rows.map((r) => r.name),
    ).not.toContain('孙立')
    expect(await refusalOf(send(image))).toBe('EVIDENCE_REUSED')
    const other = photo({ liquid: 0.2, ampoules: 2, seed: 12 })
    await send(other)
    expect(Buffer.from(await head.download(readCertificate, { examId })).equals(Buffer.from(other))).toBe(
      true,
    )
  })

  test('the books say nothing against it', async () => {
    expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  })
})

describe('who reads', () => {
  test('one’s own record is everybody’s; another’s needs the permission', async () => {
    const qian = await h.as('qianming@lushan')
    const mine = await qian.call(readMine, {})
    expect(mine.person.name).toBe('钱明')
    expect(mine.results.map((r) => [r.attempt, r.score])).toEqual([
      [2, 60],
      [1, 59],
    ])
    expect(mine.terms).toMatchObject([{ type: 'prescribe', daysLeft: 364, state: 'later' }])
    expect(await refusalOf(qian.call(readRecord, { userId: user('sunli') }))).toBe('FORBIDDEN')
    expect((await head.call(readRecord, { userId: user('sunli') })).results[0]?.score).toBe(95)
  })

  test('the authority reads classes, results, terms and certificates of its institutions', async () => {
    const inspector = await h.as('hemingyuan@cswjw')
    const org = at.orgId
    expect((await inspector.call(listCourses, { org })).total).toBeGreaterThan(2)
    const { rows } = await inspector.call(listResults, { org, q: '孙立' })
    expect(rows).toMatchObject([{ passed: true }])
    const examId = rows[0]?.examId ?? 0
    expect((await inspector.download(readCertificate, { examId })).length).toBeGreaterThan(100)
    expect(await refusalOf(inspector.call(withdrawResult, { examId, reason: 'x' }))).toBe('FORBIDDEN')
    expect((await inspector.call(listCourses, {})).total).toBe(0)
  })

  test('what runs out stands on top, of each kind only the one that lasts longest', async () => {
    const { rows } = await head.call(listTerms, { within: '30' })
    expect(rows.map((r) => [r.name, r.type, r.daysLeft, r.state])).toEqual([
      ['彭丽', 'dispense', 27, 'd30'],
      ['彭丽', 'handle', 27, 'd30'],
    ])
    expect((await head.call(listTerms, { within: 'expired' })).total).toBe(0)
    const peng = user('pengli')
    const { courseId: id } = await newCourse({ qualification: 'handle', userIds: [peng] })
    const passed = [{ userId: peng, signedIn: true, score: 88 }]
    await head.call(recordResults, { id, examinedOn: day, rows: passed })
    expect((await head.call(listTerms, { within: '30' })).rows.map((r) => r.type)).toEqual(['dispense'])
  })
})

describe('a qualification near its end', () => {
  const remindNow = () => remindAll(h.db, h.clock, (error) => expect(error).toBeUndefined())
  const alerts = () =>
    h.db.asOrg(
      at.orgId,
      (tx) => tx<{ text: string; severity: string }[]>`
        select text, severity from alerts.alert where org_id = ${at.orgId} and kind = 'QUALIFICATION_ENDS' order by id`,
    )

  test('reminds once at each threshold, by alert and by to-do, and without a name', async () => {
    // 彭丽: 麻精调剂资格 ends in 27 days; the other one was renewed above.
    expect(await remindNow()).toBe(1)
    expect(await remindNow()).toBe(0)
    await followAll(h, alertsFollower)
    expect([...(await alerts())]).toEqual([
      { severity: 'amber', text: '1 人的麻精调剂资格在 30 天内到期（最早 2026-12-20），请安排复训' },
    ])
    const todos = (await (await h.as('pengli@lushan')).call(readHome, {})).todos
    expect(todos.find((t) => t.kind === 'renewal')?.text).toBe('麻精调剂资格 2026-12-20 到期，请参加复训')
    const work = (await head.call(readHome, {})).todos.find((t) => t.kind === 'renewals')
    expect(work).toMatchObject({ no: '1 人', text: '资格 90 天内到期，最早 2026-12-20 彭丽' })
  })

  test('reminds again a week before, and no more once it is over', async () => {
    h.clock.set('2026-12-13T01:00:00.000Z')
    expect(await remindNow()).toBe(1)
    h.clock.set('2026-12-21T01:00:00.000Z')
    expect(await remindNow()).toBe(0)
    expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  })
})
