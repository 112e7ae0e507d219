import { z } from 'zod'
import { date, done, endpoint, id, instant, pageInput, pageOf, sha256, text } from '#core/contract.ts'
import { accountName } from '#core/identity/rules.ts'
import { password } from '#features/staff/contract.ts'
import { isRegion } from './regions.ts'
import { creditCode, licenceNumber, phoneNumber, type Checked } from './rules.ts'

export const kind = z.enum(['institution', 'authority'])
export type Kind = z.infer<typeof kind>
export const state = z.enum(['draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn'])
export type State = z.infer<typeof state>
export const paperKind = z.enum(['licence', 'business', 'mandate'])
export type PaperKind = z.infer<typeof paperKind>
export const ownership = z.enum(['public', 'private'])
export type Ownership = z.infer<typeof ownership>
export const stepKind = z.enum(['submitted', 'returned', 'rejected', 'withdrawn', 'approved'])
export type StepKind = z.infer<typeof stepKind>

/** 等级 as the law grades hospitals; 未定级 for what was never graded. */
export const grades = [
  '三级甲等',
  '三级乙等',
  '三级',
  '二级甲等',
  '二级乙等',
  '二级',
  '一级甲等',
  '一级',
  '未定级',
] as const

/** A copy of a paper: the founding document says 500 kB. */
export const paperMaxBytes = 500 * 1024
/** How often one application may be changed before it has to be begun anew. */
export const mostChanges = 200
/** Applications from one address within a day, and open ones on the whole platform. */
export const mostByAddress = 20
export const mostOpen = 500

/** Written as it is meant (spaces off, capitals), or told what is wrong. */
const checked = (check: (text: string) => Checked) =>
  z
    .string()
    .trim()
    .max(60)
    .superRefine((value, context) => {
      const read = check(value)
      if (!read.ok) context.addIssue({ code: 'custom', message: read.need })
    })
    .overwrite((value) => {
      const read = check(value)
      return read.ok ? read.value : value
    })

/** What the form holds. Whatever is not there yet may be left out until it is handed in. */
export const form = {
  name: text(80).meta({ title: '名称' }),
  creditCode: checked(creditCode).meta({ title: '统一社会信用代码' }).optional(),
  head: text(40).meta({ title: '负责人' }).optional(),
  phone: checked(phoneNumber).meta({ title: '联系电话' }).optional(),
  region: z.string().refine(isRegion, '请从列表中选择').meta({ title: '行政区划' }).optional(),
  address: text(120).meta({ title: '详细地址' }).optional(),
  ownership: ownership.meta({ title: '机构性质' }).optional(),
  grade: z.enum(grades).meta({ title: '等级' }).optional(),
  licenceNo: checked(licenceNumber).meta({ title: '登记号' }).optional(),
  licenceFrom: date.meta({ title: '有效期自' }).optional(),
  licenceTo: date.meta({ title: '有效期至' }).optional(),
  adminName: text(40).meta({ title: '默认管理员姓名' }).optional(),
  adminAccount: z
    .string()
    .trim()
    .toLowerCase()
    .regex(accountName, '账号用字母、数字，2 至 41 位，不含 @')
    .meta({ title: '默认管理员账号' })
    .optional(),
  /** Left out where it stays as it is. */
  password: password.optional(),
}

/** Whoever applies proves himself with both; they stand in the body, so that no log of addresses has them. */
const proof = {
  no: z.string().trim().toUpperCase().max(40).meta({ title: '受理号' }),
  code: z.string().trim().toUpperCase().max(40).meta({ title: '查询码' }),
}
const proofRefusals = ['APPLICATION_UNKNOWN', 'SIGN_IN_THROTTLED'] as const

export const paper = z.object({ kind: paperKind, mime: z.string(), bytes: z.int(), sha256 })
export type Paper = z.infer<typeof paper>

const step = z.object({ what: stepKind, at: instant, reason: z.string().nullable() })

export const application = z.object({
  id,
  no: z.string(),
  kind,
  state,
  version: z.int(),
  orgCode: z.string(),
  authority: z.string(),
  authorityId: id,
  name: z.string(),
  creditCode: z.string().nullable(),
  head: z.string().nullable(),
  phone: z.string().nullable(),
  region: z.string().nullable(),
  address: z.string().nullable(),
  ownership: ownership.nullable(),
  grade: z.string().nullable(),
  licenceNo: z.string().nullable(),
  licenceFrom: date.nullable(),
  licenceTo: date.nullable(),
  adminName: z.string().nullable(),
  adminAccount: z.string().nullable(),
  hasPassword: z.boolean(),
  papers: z.array(paper),
  submittedAt: instant.nullable(),
  /** What has still to be filled in. */
  lacking: z.array(z.string()),
})
export type Application = z.infer<typeof application>

export const ownApplication = application.extend({ steps: z.array(step) })
export type OwnApplication = z.infer<typeof ownApplication>

export const listAuthorities = endpoint({
  name: 'onboarding.authorities',
  method: 'GET',
  path: '/onboarding/authorities',
  summary: '可选的主管部门',
  permission: 'public',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ orgId: id, name: z.string(), region: z.string() })) }),
})

export const beginApplication = endpoint({
  name: 'onboarding.begin',
  method: 'POST',
  path: '/onboarding/applications',
  summary: '新建入驻申请',
  permission: 'public',
  refusals: ['NOT_FOUND', 'INPUT_INVALID', 'APPLICATION_TOO_MANY', 'APPLICATION_DESK_FULL'],
  input: z.object({ kind, authorityId: id.meta({ title: '所属管理部门' }), ...form }),
  /** The code is shown this once; only its hash is kept. */
  output: z.object({ no: z.string(), code: z.string(), orgCode: z.string() }),
})

export const lookApplication = endpoint({
  name: 'onboarding.look',
  method: 'POST',
  path: '/onboarding/look',
  summary: '查询入驻申请',
  permission: 'public',
  refusals: proofRefusals,
  input: z.object(proof),
  output: ownApplication,
})

export const saveApplication = endpoint({
  name: 'onboarding.save',
  method: 'POST',
  path: '/onboarding/save',
  summary: '保存入驻申请',
  permission: 'public',
  refusals: [...proofRefusals, 'INPUT_INVALID', 'APPLICATION_STATE', 'APPLICATION_CHANGES'],
  input: z.object({ ...proof, ...form }),
  output: ownApplication,
})

/** base64, because a stranger's code must not stand in an address; the limit of the body stops what is far too long. */
const content = z.string().max(3_000_000)

export const putPaper = endpoint({
  name: 'onboarding.putPaper',
  method: 'POST',
  path: '/onboarding/papers',
  summary: '上传证照',
  permission: 'public',
  refusals: [
    ...proofRefusals,
    'FILE_TOO_LARGE',
    'FILE_EMPTY',
    'FILE_TYPE_REFUSED',
    'APPLICATION_STATE',
    'APPLICATION_CHANGES',
  ],
  input: z.object({ ...proof, kind: paperKind, content }),
  output: paper,
})

export const lookPaper = endpoint({
  name: 'onboarding.lookPaper',
  method: 'POST',
  path: '/onboarding/papers/look',
  summary: '查看自己上传的证照',
  permission: 'public',
  refusals: [...proofRefusals, 'NOT_FOUND'],
  input: z.object({ ...proof, kind: paperKind }),
  output: z.object({ mime: z.string(), content: z.string() }),
})

export const submitApplication = endpoint({
  name: 'onboarding.submit',
  method: 'POST',
  path: '/onboarding/submit',
  summary: '提交入驻申请',
  permission: 'public',
  refusals: [
    ...proofRefusals,
    'APPLICATION_STATE',
    'APPLICATION_INCOMPLETE',
    'APPLICATION_REGION',
    'APPLICATION_LICENCE_OVER',
    'APPLICATION_CHANGES',
  ],
  input: z.object(proof),
  output: ownApplication,
})

export const withdrawApplication = endpoint({
  name: 'onboarding.withdraw',
  method: 'POST',
  path: '/onboarding/withdraw',
  summary: '撤回入驻申请',
  permission: 'public',
  refusals: [...proofRefusals, 'APPLICATION_STATE'],
  input: z.object(proof),
  output: ownApplication,
})

// What the authority sees and decides.

export const applicationRow = z.object({
  id,
  no: z.string(),
  kind,
  state,
  name: z.string(),
  creditCode: z.string(),
  region: z.string(),
  grade: z.string().nullable(),
  ownership: ownership.nullable(),
  submittedAt: instant,
  changedAt: instant,
})
export type ApplicationRow = z.infer<typeof applicationRow>

export const listApplications = endpoint({
  name: 'onboarding.list',
  method: 'GET',
  path: '/applications',
  summary: '入驻申请列表',
  permission: 'onboarding.review',
  refusals: ['INPUT_INVALID'],
  input: z.object({ ...pageInput, state: state.optional(), kind: kind.optional() }),
  output: pageOf(applicationRow),
})

/** Something on the platform that this may be once more. */
export const twin = z.object({
  /** An organisation that works here, or an application that is on somebody's desk. */
  of: z.enum(['org', 'application']),
  name: z.string(),
  /** In words: 统一社会信用代码相同. */
  same: z.array(z.string()),
  detail: z.string(),
})
export type Twin = z.infer<typeof twin>

export const reviewed = application.extend({
  steps: z.array(step.extend({ by: z.string().nullable() })),
  twins: z.array(twin),
  foundedId: id.nullable(),
})
export type Reviewed = z.infer<typeof reviewed>

export const readApplication = endpoint({
  name: 'onboarding.read',
  method: 'GET',
  path: '/applications/{id}',
  summary: '入驻申请',
  permission: 'onboarding.review',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: reviewed,
})

export const readPaper = endpoint({
  name: 'onboarding.paper',
  method: 'GET',
  path: '/applications/{id}/paper',
  summary: '查看申请所附证照',
  permission: 'onboarding.review',
  refusals: ['NOT_FOUND'],
  download: true,
  input: z.object({ id, kind: paperKind }),
  output: z.any(),
})

/** As it was when it was looked at: what was changed meanwhile is looked at again. */
const version = z.int().min(1)
const decideRefusals = ['NOT_FOUND', 'APPLICATION_STATE', 'DOCUMENT_CHANGED'] as const

export const approveApplication = endpoint({
  name: 'onboarding.approve',
  method: 'POST',
  path: '/applications/{id}/approve',
  summary: '通过入驻申请',
  permission: 'onboarding.review',
  refusals: [...decideRefusals, 'APPLICATION_LICENCE_OVER', 'APPLICATION_LICENCE_TAKEN'],
  input: z.object({ id, version }),
  output: z.object({ orgId: id, account: z.string() }),
})

export const returnApplication = endpoint({
  name: 'onboarding.return',
  method: 'POST',
  path: '/applications/{id}/return',
  summary: '退回入驻申请补正',
  permission: 'onboarding.review',
  refusals: decideRefusals,
  input: z.object({ id, version, reason: text(300) }),
  output: done,
})

export const rejectApplication = endpoint({
  name: 'onboarding.reject',
  method: 'POST',
  path: '/applications/{id}/reject',
  summary: '入驻申请不予通过',
  permission: 'onboarding.review',
  refusals: decideRefusals,
  input: z.object({ id, version, reason: text(300) }),
  output: done,
})

/** 开通清单: what has to be there before the first receipt. */
export const setupSteps = ['people', 'places', 'suppliers', 'drugs', 'card'] as const

export const readSetup = endpoint({
  name: 'onboarding.setup',
  method: 'GET',
  path: '/setup',
  summary: '开通清单',
  permission: 'signedIn',
  refusals: [],
  input: z.object({}),
  output: z.object({
    /** null: complete, or the first receipt is signed. */
    steps: z.array(z.object({ key: z.enum(setupSteps), done: z.boolean(), says: z.string() })).nullable(),
  }),
})
