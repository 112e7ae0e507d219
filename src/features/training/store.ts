import type { Actor } from '#core/actor.ts'
import { brokenConstraint, contains, type Tx } from '#core/db.ts'
import type { Qualification } from '#core/identity/permissions.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { Category } from './contract.ts'
import type { Enrolled, Judged } from './rules.ts'

type Who = Pick<Actor, 'orgId' | 'userId' | 'at' | 'eventId'>

export interface CourseFacts {
  readonly title: string
  readonly lecturer: string
  readonly startsAt: string
  readonly endsAt: string
  readonly place: string
  readonly classHours?: number | undefined
}

export interface NewCourse extends CourseFacts {
  readonly no: string
  readonly category: Category
  readonly qualification?: Qualification | undefined
  readonly validMonths?: number | undefined
  readonly passScore: number
}

export async function insertCourse(tx: Tx, who: Who, c: NewCourse): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into training.course (org_id, no, title, lecturer, starts_at, ends_at, place, category, qualification, valid_months,
      pass_score, class_hours, created_at, created_by)
    values (${who.orgId}, ${c.no}, ${c.title}, ${c.lecturer}, ${c.startsAt}, ${c.endsAt}, ${c.place}, ${c.category},
      ${c.qualification ?? null}, ${c.validMonths ?? null}, ${c.passScore}, ${c.classHours ?? null}, ${who.at}, ${who.userId})
    returning id`
  assert(row, 'an inserted course has a number')
  return row.id
}

export interface CourseState {
  readonly no: string
  readonly startsAt: string
  readonly endsAt: string
  readonly qualification: Qualification | null
  readonly validMonths: number | null
  readonly passScore: number
  readonly cancelledAt: string | null
}

/** Locked, so that a class is written by one person at a time. Refuses: NOT_FOUND, DOCUMENT_CLOSED. */
export async function lockCourse(tx: Tx, who: Who, id: number): Promise<CourseState> {
  const [row] = await tx<CourseState[]>`
    select no, starts_at, ends_at, qualification, valid_months, pass_score, cancelled_at from training.course
    where org_id = ${who.orgId} and id = ${id} for update`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.cancelledAt) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: '撤销' })
  return row
}

export async function updateCourseRow(tx: Tx, who: Who, id: number, c: CourseFacts): Promise<void> {
  await tx`
    update training.course set title = ${c.title}, lecturer = ${c.lecturer}, starts_at = ${c.startsAt}, ends_at = ${c.endsAt},
      place = ${c.place}, class_hours = ${c.classHours ?? null}
    where org_id = ${who.orgId} and id = ${id}`
}

export async function cancelCourseRow(tx: Tx, who: Who, id: number, reason: string): Promise<void> {
  await tx`
    update training.course set cancelled_at = ${who.at}, cancelled_reason = ${reason} where org_id = ${who.orgId} and id = ${id}`
}

/** How many sat an exam here whose result stands, and how many are enrolled. */
export async function courseCounts(
  tx: Tx,
  who: Who,
  id: number,
): Promise<{ results: number; enrolled: number }> {
  const [row] = await tx<{ results: number; enrolled: number }[]>`
    select (select count(*)::int from training.exam where org_id = ${who.orgId} and course_id = ${id} and withdrawn_at is null) as results,
      (select count(*)::int from training.attendee where org_id = ${who.orgId} and course_id = ${id}) as enrolled`
  return row ?? { results: 0, enrolled: 0 }
}

/** Returns how many are new. Refuses: NOT_FOUND where somebody is not of this organisation. */
export async function addPeople(tx: Tx, who: Who, id: number, userIds: readonly number[]): Promise<number> {
  const rows = await tx`
    insert into training.attendee (org_id, course_id, user_id, enrolled_at)
    select ${who.orgId}, ${id}, u, ${who.at}::timestamptz from unnest(${userIds as number[]}::bigint[]) u order by u
    on conflict do nothing returning 1`.catch((error: unknown) => {
    if (brokenConstraint(error)?.includes('user_id')) throw new Refusal('NOT_FOUND')
    throw error
  })
  return rows.length
}

/** False where the person is there, but has signed in or been examined. Refuses: NOT_FOUND. */
export async function removePerson(tx: Tx, who: Who, id: number, userId: number): Promise<boolean> {
  const [known] = await tx<{ used: boolean }[]>`
    select a.signed_in_at is not null or exists (select from training.exam e
      where e.org_id = a.org_id and e.course_id = a.course_id and e.user_id = a.user_id) as used
    from training.attendee a where a.org_id = ${who.orgId} and a.course_id = ${id} and a.user_id = ${userId}`
  if (!known) throw new Refusal('NOT_FOUND')
  if (known.used) return false
  await tx`delete from training.attendee where org_id = ${who.orgId} and course_id = ${id} and user_id = ${userId}`
  return true
}

/** The first signature counts. Returns since when the person is signed in. Refuses: NOT_FOUND (not enrolled). */
export async function signInRow(tx: Tx, who: Who, id: number): Promise<string> {
  const [row] = await tx<{ signedInAt: string }[]>`
    update training.attendee set signed_in_at = coalesce(signed_in_at, ${who.at}), signed_in_by = coalesce(signed_in_by, ${who.userId})
    where org_id = ${who.orgId} and course_id = ${id} and user_id = ${who.userId} returning signed_in_at`
  if (!row) throw new Refusal('NOT_FOUND')
  return row.signedInAt
}

export async function markPresent(tx: Tx, who: Who, id: number, userIds: readonly number[]): Promise<void> {
  if (userIds.length === 0) return
  await tx`
    update training.attendee set signed_in_at = ${who.at}, signed_in_by = ${who.userId}
    where org_id = ${who.orgId} and course_id = ${id} and user_id = any (${userIds as number[]}::bigint[]) and signed_in_at is null`
}

/** The class as the rules see it: exams that were not withdrawn, in their order. */
export async function classOf(tx: Tx, who: Who, id: number): Promise<Map<number, Enrolled>> {
  const rows = await tx<Enrolled[]>`
    select a.user_id, u.name, a.signed_in_at is not null as signed_in,
      (select coalesce(json_agg(json_build_object('attempt', e.attempt, 'passed', e.passed) order by e.attempt), '[]')
        from training.exam e where e.org_id = a.org_id and e.course_id = a.course_id and e.user_id = a.user_id
          and e.withdrawn_at is null) as exams
    from training.attendee a join identity.app_user u on u.org_id = a.org_id and u.id = a.user_id
    where a.org_id = ${who.orgId} and a.course_id = ${id} limit 1000`
  return new Map(rows.map((r) => [r.userId, r]))
}

export interface NewResult extends Judged {
  readonly qualificationId: number | null
}

export async function insertResults(
  tx: Tx,
  who: Who,
  at: { courseId: number; examinedOn: string },
  results: readonly NewResult[],
): Promise<void> {
  if (results.length === 0) return
  const passed = results.map((r) => String(r.passed))
  await tx`
    insert into training.exam (org_id, course_id, user_id, attempt, score, passed, remark, examined_on, recorded_at, recorded_by,
      event_id, qualification_id)
    select ${who.orgId}, ${at.courseId}, x.user_id, x.attempt, x.score, x.passed, x.remark, ${at.examinedOn}::date, ${who.at}::timestamptz,
      ${who.userId}, ${who.eventId}, x.qualification_id
    from unnest(${results.map((r) => r.userId)}::bigint[], ${results.map((r) => r.attempt)}::int[], ${results.map((r) => r.score)}::int[],
      ${passed}::text[]::boolean[], ${results.map((r) => r.remark)}::text[], ${results.map((r) => r.qualificationId)}::bigint[])
      as x (user_id, attempt, score, passed, remark, qualification_id)`
}

export interface ExamState {
  readonly examId: number
  readonly courseId: number
  readonly courseNo: string
  readonly userId: number
  readonly passed: boolean
  readonly qualificationId: number | null
  readonly withdrawnAt: string | null
}

/** Refuses: NOT_FOUND. */
export async function lockExam(tx: Tx, who: Who, id: number): Promise<ExamState> {
  const [row] = await tx<ExamState[]>`
    select e.id as exam_id, e.course_id, c.no as course_no, e.user_id, e.passed, e.qualification_id, e.withdrawn_at
    from training.exam e join training.course c on c.org_id = e.org_id and c.id = e.course_id
    where e.org_id = ${who.orgId} and e.id = ${id} for update of e`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export async function withdrawRow(tx: Tx, who: Who, id: number, reason: string): Promise<void> {
  await tx`
    update training.exam set withdrawn_at = ${who.at}, withdrawn_by = ${who.userId}, withdrawn_reason = ${reason}
    where org_id = ${who.orgId} and id = ${id}`
}

export async function setCertificate(tx: Tx, who: Who, id: number, sha256: string): Promise<void> {
  await tx`
    update training.exam set certificate = ${Buffer.from(sha256, 'hex')} where org_id = ${who.orgId} and id = ${id}`
}

export const like = (q: string | undefined): string | null => (q ? contains(q) : null)
