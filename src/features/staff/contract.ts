import { z } from 'zod'
import { date, done, endpoint, id, instant, optionalText, pageInput, pageOf, text } from '#core/contract.ts'
import { qualification as qualificationType, stayKind } from '#core/identity/contract.ts'

export const qualificationState = z.enum(['valid', 'nearExpiry', 'expired', 'ahead', 'revoked'])
export type QualificationState = z.infer<typeof qualificationState>

export const qualification = z.object({
  qualificationId: id,
  type: qualificationType,
  certificateNo: z.string().nullable(),
  validFrom: date,
  validTo: date,
  state: qualificationState,
  revokedReason: z.string().nullable(),
  basis: z.enum(['own', 'visiting']),
  assessedOn: date.nullable(),
})
export type QualificationOf = z.infer<typeof qualification>

export const stayState = z.enum(['ahead', 'now', 'over'])
export const stay = z.object({
  stayId: id,
  kind: stayKind,
  validFrom: date,
  validTo: date,
  home: z.string().nullable(),
  reason: z.string(),
  endedOn: date.nullable(),
  endedReason: z.string().nullable(),
  state: stayState,
})
export type StayOf = z.infer<typeof stay>

const roleRef = z.object({ code: z.string(), name: z.string() })

/** Never the hashes: only whether a card and a PIN are set. */
export const staffMember = z.object({
  userId: id,
  account: z.string(),
  name: z.string(),
  title: z.string(),
  departmentId: id.nullable(),
  department: z.string().nullable(),
  hasCard: z.boolean(),
  hasPin: z.boolean(),
  disabledAt: instant.nullable(),
  roles: z.array(roleRef),
  qualifications: z.array(qualification),
  stays: z.array(stay),
})
export type StaffMember = z.infer<typeof staffMember>

export const password = z
  .string()
  .min(8, '至少 8 位')
  .max(200)
  .regex(/^(?=.*[A-Za-z])(?=.*\d)/, '须同时有字母和数字')
  .meta({ title: '密码' })
const pin = z
  .string()
  .regex(/^\d{6,12}$/, 'PIN 为 6 到 12 位数字')
  .meta({ title: 'PIN' })
const card = text(64).meta({ title: '胸卡号' })
/** Stands in the privilege-change report. */
const reason = text(200).meta({ title: '原因' })
const roles = z.array(text(40)).max(20).meta({ title: '岗位' })

const details = {
  name: text(40).meta({ title: '姓名' }),
  title: text(40).meta({ title: '职务' }),
  departmentId: id.optional().meta({ title: '科室' }),
}

export const listStaff = endpoint({
  name: 'staff.list',
  method: 'GET',
  path: '/staff',
  summary: '人员与资格列表',
  permission: 'staff.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    role: z.string().max(40).optional().meta({ title: '岗位' }),
    department: id.optional().meta({ title: '科室' }),
    state: z.enum(['active', 'disabled']).optional().meta({ title: '状态' }),
    qualification: z.enum(['nearExpiry', 'expired']).optional().meta({ title: '资格' }),
  }),
  output: pageOf(staffMember),
})

export const readStaff = endpoint({
  name: 'staff.read',
  method: 'GET',
  path: '/staff/{id}',
  summary: '人员',
  permission: 'staff.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: staffMember,
})

export const listRoles = endpoint({
  name: 'staff.roles',
  method: 'GET',
  path: '/roles',
  summary: '岗位与权限',
  permission: 'staff.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(roleRef.extend({ permissions: z.array(z.string()) })) }),
})

export const createStaff = endpoint({
  name: 'staff.create',
  method: 'POST',
  path: '/staff',
  summary: '新增人员',
  permission: 'staff.write',
  refusals: ['ALREADY_EXISTS', 'NOT_FOUND', 'INPUT_INVALID', 'ACCESS_CONFLICT'],
  input: z.object({
    /** Without the @ part; that is the organisation's own. */
    account: text(60).meta({ title: '账号' }),
    ...details,
    roles,
    password,
    pin: pin.optional(),
    card: card.optional(),
  }),
  output: z.object({ userId: id, account: z.string() }),
})

export const updateStaff = endpoint({
  name: 'staff.update',
  method: 'POST',
  path: '/staff/{id}',
  summary: '修改人员',
  permission: 'staff.write',
  refusals: ['NOT_FOUND'],
  input: z.object({ id, ...details }),
  output: done,
})

export const resetSecrets = endpoint({
  name: 'staff.resetSecrets',
  method: 'POST',
  path: '/staff/{id}/secrets',
  summary: '重设密码、PIN 或胸卡',
  permission: 'staff.write',
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS', 'INPUT_INVALID'],
  input: z.object({
    id,
    password: password.optional(),
    pin: pin.optional(),
    card: card.optional(),
    reason,
  }),
  output: done,
})

export const setRoles = endpoint({
  name: 'staff.setRoles',
  method: 'POST',
  path: '/staff/{id}/roles',
  summary: '设定岗位',
  permission: 'access.write',
  refusals: ['NOT_FOUND', 'ACCESS_OWN', 'ACCESS_CONFLICT', 'ACCESS_LAST_ADMIN'],
  input: z.object({ id, roles, reason }),
  output: done,
})

export const disableStaff = endpoint({
  name: 'staff.disable',
  method: 'POST',
  path: '/staff/{id}/disable',
  summary: '停用账号',
  permission: 'staff.write',
  refusals: ['NOT_FOUND', 'IN_USE', 'DOCUMENT_CLOSED', 'ACCESS_LAST_ADMIN'],
  input: z.object({ id, reason }),
  output: done,
})

export const enableStaff = endpoint({
  name: 'staff.enable',
  method: 'POST',
  path: '/staff/{id}/enable',
  summary: '恢复账号',
  permission: 'staff.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason }),
  output: done,
})

export const grantQualification = endpoint({
  name: 'staff.grantQualification',
  method: 'POST',
  path: '/staff/{id}/qualifications',
  summary: '授予资格',
  permission: 'staff.write',
  refusals: [
    'NOT_FOUND',
    'INPUT_INVALID',
    'ACCESS_OWN',
    'QUALIFICATION_HELD',
    'QUALIFICATION_STAY',
    'QUALIFICATION_ASSESSMENT',
  ],
  input: z.object({
    id,
    type: qualificationType.meta({ title: '资格' }),
    certificateNo: optionalText(60).meta({ title: '证书编号' }),
    validFrom: date.meta({ title: '有效期自' }),
    validTo: date.meta({ title: '有效期至' }),
    /** What it rests on; a passed exam of the hospital's own issues its qualification by itself. */
    reason: text(200).meta({ title: '依据' }),
    /** Only a 进修 physician's right to prescribe asks for it. */
    assessedOn: date.optional().meta({ title: '本院考核日期（进修人员的处方权）' }),
  }),
  output: z.object({ qualificationId: id }),
})

/** 试用期 or 进修 (处方管理办法 Art 12–13), three years at most. */
export const mostStayDays = 1096

export const markStay = endpoint({
  name: 'staff.markStay',
  method: 'POST',
  path: '/staff/{id}/stays',
  summary: '登记试用期或进修',
  permission: 'staff.write',
  refusals: ['NOT_FOUND', 'ACCESS_OWN', 'STAY_TERM', 'STAY_HOME', 'STAY_OVERLAP', 'STAY_HAS_RIGHT'],
  input: z.object({
    id,
    kind: stayKind.meta({ title: '类别' }),
    validFrom: date.meta({ title: '自' }),
    validTo: date.meta({ title: '至' }),
    home: optionalText(60).meta({ title: '选派单位（进修）' }),
    reason: text(200).meta({ title: '依据' }),
  }),
  output: z.object({ stayId: id }),
})

/** Before its time: taken on, or gone home. What a 进修 physician was given ends with it. */
export const endStay = endpoint({
  name: 'staff.endStay',
  method: 'POST',
  path: '/staff/stays/{stayId}/end',
  summary: '结束试用期或进修',
  permission: 'staff.write',
  refusals: ['NOT_FOUND', 'ACCESS_OWN', 'DOCUMENT_CLOSED'],
  input: z.object({ stayId: id, reason }),
  output: z.object({ revoked: z.int() }),
})

export const revokeQualification = endpoint({
  name: 'staff.revokeQualification',
  method: 'POST',
  path: '/staff/qualifications/{qualificationId}/revoke',
  summary: '撤销资格',
  permission: 'staff.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ qualificationId: id, reason }),
  output: done,
})
