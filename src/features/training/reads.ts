import { startOfDay } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { orderBy } from '#core/sorting.ts'
import type { Attendee, Category, Course, Outcome, ResultOf, Term } from './contract.ts'
import { daysBetween, termStateOf } from './rules.ts'
import { like } from './store.ts'

interface Paged {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
const paging = (tx: Tx, p: Paged) => tx`limit ${p.pageSize} offset ${(p.page - 1) * p.pageSize}`
/** One person's exams and courses, and a class: more is no list any more. */
const most = 500

const courseFields = (tx: Tx) => tx`
  c.id as course_id, c.no, c.title, c.lecturer, c.starts_at, c.ends_at, c.place, c.category, c.qualification, c.valid_months, c.pass_score,
  c.class_hours, c.cancelled_at, n.enrolled, n.signed_in, x.examined, x.passed`
const courseCounts = (tx: Tx) => tx`
  cross join lateral (select count(*)::int as enrolled, count(a.signed_in_at)::int as signed_in
    from training.attendee a where a.org_id = c.org_id and a.course_id = c.id) n
  cross join lateral (select count(distinct e.user_id)::int as examined, count(distinct e.user_id) filter (where e.passed)::int as passed
    from training.exam e where e.org_id = c.org_id and e.course_id = c.id and e.withdrawn_at is null) x`

const courseColumns = {
  no: 'c.no',
  title: 'c.title',
  lecturer: 'c.lecturer',
  startsAt: 'c.starts_at',
  endsAt: 'c.ends_at',
}

export interface CourseQuery extends Paged {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly category?: Category | undefined
}

export async function coursesOf(tx: Tx, q: CourseQuery): Promise<{ rows: Course[]; total: number }> {
  const words = like(q.q)
  const from = tx`
    from training.course c where c.org_id = coalesce(${q.org ?? null}::bigint, core.current_org())
      and (${words}::text is null or c.title ilike ${words} or c.no ilike ${words} or c.lecturer ilike ${words})
      and (${q.from ?? null}::text is null or c.starts_at >= ${q.from ? startOfDay(q.from) : null}::timestamptz)
      and (${q.to ?? null}::text is null or c.starts_at < ${q.to ? startOfDay(dayAfter(q.to)) : null}::timestamptz)
      and (${q.category ?? null}::text is null or c.category = ${q.category ?? null})`
  // Who came and who passed is counted for the rows of the page only.
  const rows = await tx<Course[]>`
    select ${courseFields(tx)} from (select c.*, row_number() over (${orderBy(tx, q.sort, courseColumns, 'c.starts_at desc, c.id desc')}) as place_in_list
      ${from} order by place_in_list ${paging(tx, q)}) c ${courseCounts(tx)} order by c.place_in_list`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows: [...rows], total: counted?.total ?? 0 }
}

export async function courseById(tx: Tx, id: number): Promise<(Course & { orgId: number }) | undefined> {
  const [row] = await tx<(Course & { orgId: number })[]>`
    select c.org_id, ${courseFields(tx)} from training.course c ${courseCounts(tx)} where c.id = ${id}`
  return row
}

const instant = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'

export async function peopleOfCourse(tx: Tx, orgId: number, id: number): Promise<Attendee[]> {
  const rows = await tx<Attendee[]>`
    select a.user_id, u.account, u.name, u.title, d.name as department, a.signed_in_at,
      (select coalesce(json_agg(json_build_object('examId', e.id, 'attempt', e.attempt, 'score', e.score, 'passed', e.passed,
          'remark', e.remark, 'examinedOn', e.examined_on, 'recordedBy', r.name, 'recordedAt', to_char(e.recorded_at, ${instant}),
          'eventId', e.event_id, 'qualificationId', e.qualification_id, 'validTo', q.valid_to,
          'certificate', encode(e.certificate, 'hex'), 'withdrawnAt', to_char(e.withdrawn_at, ${instant}),
          'withdrawnReason', e.withdrawn_reason) order by e.id), '[]')
        from training.exam e join identity.app_user r on r.org_id = e.org_id and r.id = e.recorded_by
        left join identity.qualification q on q.org_id = e.org_id and q.id = e.qualification_id
        where e.org_id = a.org_id and e.course_id = a.course_id and e.user_id = a.user_id) as exams
    from training.attendee a join identity.app_user u on u.org_id = a.org_id and u.id = a.user_id
    left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
    where a.org_id = ${orgId} and a.course_id = ${id} order by d.code nulls last, u.name, u.id limit ${most}`
  return [...rows]
}

const resultFields = (tx: Tx) => tx`
  e.id as exam_id, e.attempt, e.score, e.passed, e.remark, e.examined_on, r.name as recorded_by, e.recorded_at, e.event_id, e.qualification_id,
  g.valid_to, encode(e.certificate, 'hex') as certificate, e.withdrawn_at, e.withdrawn_reason, e.user_id, u.name, u.title, d.name as department,
  c.id as course_id, c.no as course_no, c.title as course, c.qualification`
const resultTables = (tx: Tx) => tx`
  training.exam e join training.course c on c.org_id = e.org_id and c.id = e.course_id
  join identity.app_user u on u.org_id = e.org_id and u.id = e.user_id
  join identity.app_user r on r.org_id = e.org_id and r.id = e.recorded_by
  left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
  left join identity.qualification g on g.org_id = e.org_id and g.id = e.qualification_id`

const outcomes: Record<Outcome, string> = {
  passed: 'e.passed and e.withdrawn_at is null',
  failed: 'not e.passed and e.withdrawn_at is null',
  withdrawn: 'e.withdrawn_at is not null',
  noCertificate: 'e.passed and e.certificate is null and e.withdrawn_at is null',
}

const resultColumns = { examinedOn: 'e.examined_on', name: 'u.name', score: 'e.score', course: 'c.title' }

export interface ResultQuery extends Paged {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly outcome?: Outcome | undefined
}

export async function resultsOf(tx: Tx, q: ResultQuery): Promise<{ rows: ResultOf[]; total: number }> {
  const words = like(q.q)
  const from = tx`
    from ${resultTables(tx)} where e.org_id = coalesce(${q.org ?? null}::bigint, core.current_org())
      and (${words}::text is null or u.name ilike ${words} or u.account ilike ${words} or c.title ilike ${words} or c.no ilike ${words})
      and (${q.from ?? null}::date is null or e.examined_on >= ${q.from ?? null}::date)
      and (${q.to ?? null}::date is null or e.examined_on <= ${q.to ?? null}::date)
      and ${tx.unsafe(q.outcome ? outcomes[q.outcome] : 'true')}`
  const rows = await tx<ResultOf[]>`
    select ${resultFields(tx)} ${from} ${orderBy(tx, q.sort, resultColumns, 'e.examined_on desc, e.id desc')} ${paging(tx, q)}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows: [...rows], total: counted?.total ?? 0 }
}

export interface TermQuery extends Paged {
  readonly type?: string | undefined
  readonly within?: 'expired' | '7' | '30' | '90' | undefined
  readonly userId?: number | undefined
}

type TermRow = Omit<Term, 'daysLeft' | 'state'>
const termColumns = { name: 't.name', validTo: 't.valid_to', department: 't.department' }

/** Of each active person and kind the qualification that lasts longest and was not revoked; the one that ends first on top. */
export async function termsOf(tx: Tx, day: string, q: TermQuery): Promise<{ rows: Term[]; total: number }> {
  const words = like(q.q)
  const last = q.within === 'expired' ? -1 : q.within === undefined ? null : Number(q.within)
  const from = tx`
    from (
      select distinct on (q.user_id, q.type) q.id as qualification_id, q.user_id, u.name, u.account, u.title, d.name as department, q.type,
        q.certificate_no, q.valid_from, q.valid_to
      from identity.qualification q join identity.app_user u on u.org_id = q.org_id and u.id = q.user_id and u.disabled_at is null
      left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
      where q.org_id = coalesce(${q.org ?? null}::bigint, core.current_org()) and q.revoked_at is null
        and (${q.userId ?? null}::bigint is null or q.user_id = ${q.userId ?? null})
      order by q.user_id, q.type, q.valid_to desc, q.id desc) t
    where (${words}::text is null or t.name ilike ${words} or t.account ilike ${words} or t.department ilike ${words})
      and (${q.type ?? null}::text is null or t.type = ${q.type ?? null})
      and (${last}::int is null or t.valid_to <= ${day}::date + ${last}::int)`
  const rows = await tx<TermRow[]>`
    select t.qualification_id, t.user_id, t.name, t.title, t.department, t.type, t.certificate_no, t.valid_from, t.valid_to ${from}
    ${orderBy(tx, q.sort, termColumns, 't.valid_to, t.name, t.qualification_id')} ${paging(tx, q)}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows: rows.map((r) => withDays(r, day)), total: counted?.total ?? 0 }
}

function withDays(row: TermRow, day: string): Term {
  const daysLeft = daysBetween(day, row.validTo)
  return { ...row, daysLeft, state: termStateOf(daysLeft) }
}

export interface Somebody {
  readonly orgId: number
  readonly userId: number
  readonly name: string
  readonly title: string
  readonly department: string | null
}

export async function personOf(tx: Tx, userId: number): Promise<Somebody | undefined> {
  const [row] = await tx<Somebody[]>`
    select u.org_id, u.id as user_id, u.name, u.title, d.name as department from identity.app_user u
    left join identity.department d on d.org_id = u.org_id and d.id = u.department_id where u.id = ${userId}`
  return row
}

export async function resultsOfPerson(tx: Tx, who: Somebody): Promise<ResultOf[]> {
  const rows = await tx<ResultOf[]>`
    select ${resultFields(tx)} from ${resultTables(tx)} where e.org_id = ${who.orgId} and e.user_id = ${who.userId}
    order by e.examined_on desc, e.id desc limit ${most}`
  return [...rows]
}

export async function coursesOfPerson(
  tx: Tx,
  who: Somebody,
): Promise<(Course & { signedInAt: string | null })[]> {
  const rows = await tx<(Course & { signedInAt: string | null })[]>`
    select ${courseFields(tx)}, p.signed_in_at from training.attendee p
    join training.course c on c.org_id = p.org_id and c.id = p.course_id ${courseCounts(tx)}
    where p.org_id = ${who.orgId} and p.user_id = ${who.userId} and c.cancelled_at is null
    order by c.starts_at desc, c.id desc limit ${most}`
  return [...rows]
}
