import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { heldBack, visitWithin } from '#core/identity/qualified.ts'
import { insertQualification, revokeQualificationRow } from '#core/identity/staff.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  cancelCourse,
  createCourse,
  enrol,
  mostPeople,
  recordResults,
  signInHere,
  unenrol,
  updateCourse,
  withdrawResult,
} from './contract.ts'
import { checkDay, judgeRows, lastDay, maySignIn, signInEarlyMinutes, usualMonths } from './rules.ts'
import {
  addPeople,
  cancelCourseRow,
  classOf,
  courseCounts,
  insertCourse,
  insertResults,
  lockCourse,
  lockExam,
  markPresent,
  removePerson,
  signInRow,
  updateCourseRow,
  withdrawRow,
  type CourseState,
  type NewResult,
} from './store.ts'

const ok = { ok: true as const }
const subject = (id: number, no: string) => ({ kind: 'course', id, no })

function checkTerm(startsAt: string, endsAt: string): void {
  if (Date.parse(endsAt) > Date.parse(startsAt)) return
  const facts = { message: '培训结束须晚于培训开始' }
  throw new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field: 'endsAt', facts }])
}

async function create(tx: Tx, actor: Actor, input: InputOf<typeof createCourse>) {
  checkTerm(input.startsAt, input.endsAt)
  const no = await documentNo(tx, actor, 'PX')
  const { userIds, qualification, validMonths, ...facts } = input
  const leads = qualification ? { qualification, validMonths: validMonths ?? usualMonths } : {}
  const courseId = await insertCourse(tx, actor, { ...facts, ...leads, no })
  if (userIds.length > 0) await addPeople(tx, actor, courseId, userIds)
  tell(
    actor,
    subject(courseId, no),
    { category: input.category, ...leads, passScore: input.passScore, people: userIds.length },
    { title: input.title, lecturer: input.lecturer, place: input.place },
  )
  return { courseId, no }
}

async function update(tx: Tx, actor: Actor, input: InputOf<typeof updateCourse>) {
  const { no } = await lockCourse(tx, actor, input.id)
  checkTerm(input.startsAt, input.endsAt)
  await updateCourseRow(tx, actor, input.id, input)
  const { startsAt, endsAt, title, lecturer, place } = input
  tell(actor, subject(input.id, no), { startsAt, endsAt }, { title, lecturer, place })
  return ok
}

async function cancel(tx: Tx, actor: Actor, input: InputOf<typeof cancelCourse>) {
  const { no } = await lockCourse(tx, actor, input.id)
  const { results } = await courseCounts(tx, actor, input.id)
  if (results > 0) throw new Refusal('TRAINING_HAS_RESULTS', { what: no, count: results })
  await cancelCourseRow(tx, actor, input.id, input.reason)
  tell(actor, subject(input.id, no), { cancelled: true }, { reason: input.reason })
  return ok
}

async function addTo(tx: Tx, actor: Actor, input: InputOf<typeof enrol>) {
  const { no } = await lockCourse(tx, actor, input.id)
  const added = await addPeople(tx, actor, input.id, input.userIds)
  const { enrolled } = await courseCounts(tx, actor, input.id)
  if (enrolled > mostPeople) throw new Refusal('TRAINING_FULL', { limit: mostPeople })
  tell(actor, subject(input.id, no), { added: input.userIds })
  return { added }
}

async function takeOut(tx: Tx, actor: Actor, input: InputOf<typeof unenrol>) {
  const { no } = await lockCourse(tx, actor, input.id)
  if (!(await removePerson(tx, actor, input.id, input.userId)))
    throw new Refusal('TRAINING_HAS_RESULTS', { what: '该参加人', count: '签到或考核' })
  tell(actor, subject(input.id, no), { removed: [input.userId] })
  return ok
}

async function signIn(tx: Tx, actor: Actor, input: InputOf<typeof signInHere>) {
  const course = await lockCourse(tx, actor, input.id)
  if (!maySignIn(course, actor.at)) throw new Refusal('TRAINING_SIGN_IN_TIME', { early: signInEarlyMinutes })
  const signedInAt = await signInRow(tx, actor, input.id)
  tell(actor, subject(input.id, course.no), { signedIn: [actor.userId] })
  return { signedInAt }
}

async function record(tx: Tx, actor: Actor, input: InputOf<typeof recordResults>) {
  const course = await lockCourse(tx, actor, input.id)
  const people = await classOf(tx, actor, input.id)
  const { present, results } = judgeRows(input.rows, people, actor.userId, course.passScore)
  if (results.length > 0) checkDay(input.examinedOn, dayOf(course.startsAt), dayOf(actor.at))
  await markPresent(tx, actor, input.id, present)
  const written: NewResult[] = []
  for (const r of results)
    written.push({ ...r, qualificationId: r.passed ? await issue(tx, actor, course, input, r.userId) : null })
  await insertResults(tx, actor, { courseId: input.id, examinedOn: input.examinedOn }, written)
  const passed = results.filter((r) => r.passed).length
  const qualifications = written.filter((r) => r.qualificationId !== null)
  tell(
    actor,
    subject(input.id, course.no),
    {
      examinedOn: input.examinedOn,
      present,
      results: written.map((r) => [r.userId, r.attempt, r.passed, r.qualificationId]),
    },
    { scores: results.map((r) => [r.userId, r.score]), remarks: remarksOf(results) },
  )
  return {
    signedIn: present.length,
    passed,
    failed: results.length - passed,
    qualifications: qualifications.length,
  }
}

function remarksOf(results: readonly { userId: number; remark: string | null }[]): unknown {
  const said = results.filter((r) => r.remark !== null).map((r) => [r.userId, r.remark])
  return said.length > 0 ? said : undefined
}

/** The qualification that a pass gives, in the same act (处方管理办法 Art 11: trained, examined, then given the right). */
async function issue(
  tx: Tx,
  actor: Actor,
  course: CourseState,
  { examinedOn }: { examinedOn: string },
  userId: number,
): Promise<number | null> {
  if (course.qualification === null || course.validMonths === null) return null
  // A pass is what a right that was taken away is given back for, by those who took it: here it only stays on record.
  if (await heldBack(tx, userId, course.qualification)) return null
  const end = lastDay(examinedOn, course.validMonths)
  // The hospital's own exam is the assessment that a 进修 physician needs; what it gives ends with the stay.
  const stay = await visitWithin(tx, userId, { from: examinedOn, to: end })
  const validTo = course.qualification === 'prescribe' && stay && stay.validTo < end ? stay.validTo : end
  return insertQualification(tx, actor, {
    userId,
    type: course.qualification,
    certificateNo: `${course.no}-${userId}`,
    validFrom: examinedOn,
    validTo,
    reason: `${course.no} 考核通过`,
    assessedOn: examinedOn,
  })
}

async function withdraw(tx: Tx, actor: Actor, input: InputOf<typeof withdrawResult>) {
  const exam = await lockExam(tx, actor, input.examId)
  if (exam.userId === actor.userId) throw new Refusal('TRAINING_OWN_RESULT')
  if (exam.withdrawnAt) throw new Refusal('DOCUMENT_CLOSED', { no: '该考核结果', state: '撤回' })
  await withdrawRow(tx, actor, input.examId, input.reason)
  const given = exam.qualificationId
  if (given !== null)
    await revokeQualificationRow(tx, actor, given, `${exam.courseNo} 考核结果撤回：${input.reason}`)
  tell(
    actor,
    subject(exam.courseId, exam.courseNo),
    { withdrawn: input.examId, revoked: given },
    { reason: input.reason },
  )
  return ok
}

export const trainingCommands: Route[] = [
  on(createCourse, create),
  on(updateCourse, update),
  on(cancelCourse, cancel),
  on(enrol, addTo),
  on(unenrol, takeOut),
  on(signInHere, signIn),
  on(recordResults, record),
  on(withdrawResult, withdraw),
]
