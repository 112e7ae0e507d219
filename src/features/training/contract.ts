import { z } from 'zod'
import { date, done, endpoint, id, instant, optionalText, pageInput, pageOf, text } from '#core/contract.ts'
import { qualification } from '#core/identity/contract.ts'

export const categories = ['entry', 'renewal', 'topic', 'system'] as const
export const category = z.enum(categories)
export type Category = z.infer<typeof category>
export const categoryTitle: Record<Category, string> = {
  entry: '岗前培训',
  renewal: '年度复训',
  topic: '专题培训',
  system: '制度学习',
}

/** Both as said on the page; a class of more is two courses. */
export const mostPeople = 300
export const mostRows = 300
/** 500 kB: the founding document's limit for a certificate's image. */
export const certificateMaxBytes = 500 * 1024

const counts = { enrolled: z.int(), signedIn: z.int(), examined: z.int(), passed: z.int() }

export const course = z.object({
  courseId: id,
  no: z.string(),
  title: z.string(),
  lecturer: z.string(),
  startsAt: instant,
  endsAt: instant,
  place: z.string(),
  category,
  qualification: qualification.nullable(),
  validMonths: z.int().nullable(),
  passScore: z.int(),
  classHours: z.int().nullable(),
  cancelledAt: instant.nullable(),
  ...counts,
})
export type Course = z.infer<typeof course>

export const exam = z.object({
  examId: id,
  attempt: z.int(),
  score: z.int(),
  passed: z.boolean(),
  remark: z.string().nullable(),
  examinedOn: date,
  recordedBy: z.string(),
  recordedAt: instant,
  eventId: id,
  qualificationId: id.nullable(),
  validTo: date.nullable(),
  certificate: z.string().nullable(),
  withdrawnAt: instant.nullable(),
  withdrawnReason: z.string().nullable(),
})
export type Exam = z.infer<typeof exam>

export const attendee = z.object({
  userId: id,
  account: z.string(),
  name: z.string(),
  title: z.string(),
  department: z.string().nullable(),
  signedInAt: instant.nullable(),
  /** In their order, withdrawn ones too. */
  exams: z.array(exam),
})
export type Attendee = z.infer<typeof attendee>

const courseFields = {
  title: text(80).meta({ title: '课程名称' }),
  lecturer: text(40).meta({ title: '授课人' }),
  startsAt: instant.meta({ title: '培训开始' }),
  endsAt: instant.meta({ title: '培训结束' }),
  place: text(80).meta({ title: '授课地点' }),
  classHours: z.int().min(1).max(200).optional().meta({ title: '学时' }),
}

export const listCourses = endpoint({
  name: 'training.courses',
  method: 'GET',
  path: '/training/courses',
  summary: '培训课程列表',
  permission: 'training.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    /** Days on which the training begins, both included. */
    from: date.optional().meta({ title: '开始日期' }),
    to: date.optional().meta({ title: '结束日期' }),
    category: category.optional().meta({ title: '类别' }),
  }),
  output: pageOf(course),
})

export const readCourse = endpoint({
  name: 'training.course',
  method: 'GET',
  path: '/training/courses/{id}',
  summary: '培训课程',
  permission: 'training.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: course.extend({ orgId: id, people: z.array(attendee) }),
})

export const createCourse = endpoint({
  name: 'training.create',
  method: 'POST',
  path: '/training/courses',
  summary: '新增培训课程',
  permission: 'training.write',
  refusals: ['INPUT_INVALID', 'NOT_FOUND'],
  input: z.object({
    ...courseFields,
    category: category.meta({ title: '类别' }),
    qualification: qualification.optional().meta({ title: '通过后取得' }),
    validMonths: z.int().min(1).max(60).optional().meta({ title: '有效月数' }),
    passScore: z.int().min(1).max(100).default(60).meta({ title: '及格分' }),
    userIds: z.array(id).max(mostPeople).default([]).meta({ title: '参加人' }),
  }),
  output: z.object({ courseId: id, no: z.string() }),
})

export const updateCourse = endpoint({
  name: 'training.update',
  method: 'POST',
  path: '/training/courses/{id}',
  summary: '修改培训课程',
  permission: 'training.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'INPUT_INVALID'],
  input: z.object({ id, ...courseFields }),
  output: done,
})

export const cancelCourse = endpoint({
  name: 'training.cancel',
  method: 'POST',
  path: '/training/courses/{id}/cancel',
  summary: '撤销培训课程',
  permission: 'training.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'TRAINING_HAS_RESULTS'],
  input: z.object({ id, reason: text(200) }),
  output: done,
})

export const enrol = endpoint({
  name: 'training.enrol',
  method: 'POST',
  path: '/training/courses/{id}/people',
  summary: '加入参加人',
  permission: 'training.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'TRAINING_FULL'],
  input: z.object({ id, userIds: z.array(id).min(1).max(mostPeople) }),
  output: z.object({ added: z.int() }),
})

/** Only who has neither signed in nor sat an exam: what happened stays. */
export const unenrol = endpoint({
  name: 'training.unenrol',
  method: 'POST',
  path: '/training/courses/{id}/people/{userId}/remove',
  summary: '移出参加人',
  permission: 'training.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'TRAINING_HAS_RESULTS'],
  input: z.object({ id, userId: id }),
  output: done,
})

/** 签到 by oneself: from half an hour before the start until the end. */
export const signInHere = endpoint({
  name: 'training.signIn',
  method: 'POST',
  path: '/training/courses/{id}/sign-in',
  summary: '培训签到',
  permission: 'signedIn',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'TRAINING_SIGN_IN_TIME'],
  input: z.object({ id }),
  output: z.object({ signedInAt: instant }),
})

export const resultRow = z.object({
  userId: id,
  /** 补签: who kept the list says that this person was there. */
  signedIn: z.boolean().optional(),
  score: z.int('成绩须是整数').min(0, '成绩为 0 到 100').max(100, '成绩为 0 到 100').optional(),
  remark: optionalText(100),
})
export type ResultRow = z.infer<typeof resultRow>

/** Attendance and scores of a class at once: all rows are written, or none. A pass gives its qualification here. */
export const recordResults = endpoint({
  name: 'training.record',
  method: 'POST',
  path: '/training/courses/{id}/results',
  summary: '登记签到与成绩',
  permission: 'training.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'TRAINING_OWN_RESULT', 'TRAINING_ROWS', 'TRAINING_DAY'],
  input: z.object({
    id,
    examinedOn: date.meta({ title: '考核日期' }),
    rows: z.array(resultRow).min(1).max(mostRows),
  }),
  output: z.object({ signedIn: z.int(), passed: z.int(), failed: z.int(), qualifications: z.int() }),
})

/** A result that was entered wrongly: it stays readable, and the qualification that it gave ends. */
export const withdrawResult = endpoint({
  name: 'training.withdraw',
  method: 'POST',
  path: '/training/exams/{examId}/withdraw',
  summary: '撤回考核结果',
  permission: 'training.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'TRAINING_OWN_RESULT'],
  input: z.object({ examId: id, reason: text(200) }),
  output: done,
})

export const uploadCertificate = endpoint({
  name: 'training.uploadCertificate',
  method: 'POST',
  path: '/training/exams/{examId}/certificate',
  summary: '上传证书图片',
  permission: 'training.write',
  refusals: [
    'NOT_FOUND',
    'FILE_TOO_LARGE',
    'FILE_EMPTY',
    'FILE_TYPE_REFUSED',
    'EVIDENCE_REUSED',
    'TRAINING_NOT_PASSED',
  ],
  upload: { maxBytes: certificateMaxBytes },
  input: z.object({ examId: id }),
  output: z.object({ sha256: z.string() }),
})

export const readCertificate = endpoint({
  name: 'training.certificate',
  method: 'GET',
  path: '/training/exams/{examId}/certificate',
  summary: '查看证书图片',
  permission: 'training.read',
  refusals: ['NOT_FOUND'],
  download: true,
  input: z.object({ examId: id }),
  output: z.any(),
})

export const resultOf = exam.extend({
  userId: id,
  name: z.string(),
  title: z.string(),
  department: z.string().nullable(),
  courseId: id,
  courseNo: z.string(),
  course: z.string(),
  qualification: qualification.nullable(),
})
export type ResultOf = z.infer<typeof resultOf>

export const outcome = z.enum(['passed', 'failed', 'withdrawn', 'noCertificate'])
export type Outcome = z.infer<typeof outcome>

export const listResults = endpoint({
  name: 'training.results',
  method: 'GET',
  path: '/training/results',
  summary: '考核记录列表',
  permission: 'training.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    from: date.optional().meta({ title: '开始日期' }),
    to: date.optional().meta({ title: '结束日期' }),
    outcome: outcome.optional().meta({ title: '结果' }),
  }),
  output: pageOf(resultOf),
})

export const termState = z.enum(['expired', 'd7', 'd30', 'd90', 'later'])
export type TermState = z.infer<typeof termState>

export const term = z.object({
  qualificationId: id,
  userId: id,
  name: z.string(),
  title: z.string(),
  department: z.string().nullable(),
  type: qualification,
  certificateNo: z.string().nullable(),
  validFrom: date,
  validTo: date,
  daysLeft: z.int(),
  state: termState,
})
export type Term = z.infer<typeof term>

/** 资格到期: of each person and kind the one that lasts longest. */
export const listTerms = endpoint({
  name: 'training.terms',
  method: 'GET',
  path: '/training/terms',
  summary: '资格到期列表',
  permission: 'training.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    type: qualification.optional().meta({ title: '资格' }),
    /** Due within so many days, those that are over included. */
    within: z.enum(['expired', '7', '30', '90']).optional().meta({ title: '到期' }),
  }),
  output: pageOf(term),
})

const upcoming = course.extend({ signedInAt: instant.nullable(), mayStillSignIn: z.boolean() })

export const trainingRecord = z.object({
  person: z.object({
    userId: id,
    name: z.string(),
    title: z.string(),
    department: z.string().nullable(),
  }),
  terms: z.array(term),
  results: z.array(resultOf),
  /** Enrolled, newest first; with or without an exam. */
  courses: z.array(upcoming),
})
export type TrainingRecord = z.infer<typeof trainingRecord>

export const readRecord = endpoint({
  name: 'training.person',
  method: 'GET',
  path: '/training/people/{userId}',
  summary: '个人培训档案',
  permission: 'training.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ userId: id }),
  output: trainingRecord,
})

export const readMine = endpoint({
  name: 'training.mine',
  method: 'GET',
  path: '/training/mine',
  summary: '我的培训档案',
  permission: 'signedIn',
  refusals: [],
  input: z.object({}),
  output: trainingRecord,
})
