import { z } from 'zod'
import { date, done, drugClasses, endpoint, id, instant, pageInput, pageOf, text } from '#core/contract.ts'
import { permission, qualification } from '#core/identity/contract.ts'

export const changeKinds = [
  'account',
  'role',
  'scope',
  'temporary',
  'qualification',
  'secret',
  'roleContent',
] as const
export const changeKind = z.enum(changeKinds)
export type ChangeKind = z.infer<typeof changeKind>
export const changeTitle: Record<ChangeKind, string> = {
  account: '账号',
  role: '岗位',
  scope: '范围',
  temporary: '临时授权',
  qualification: '资格',
  secret: '密码、PIN、胸卡',
  roleContent: '岗位内容',
}

const classes = z.array(z.enum(drugClasses)).max(drugClasses.length).default([]).meta({ title: '管制分类' })
/** Places by their accounts; empty: all. */
const accounts = z.array(id).max(200).default([]).meta({ title: '储位' })
const reason = text(200).meta({ title: '原因' })
const nodes = z.array(permission).min(1).max(200).meta({ title: '权限' })

export const role = z.object({
  roleId: id,
  code: z.string(),
  name: z.string(),
  /** Follows the program's version; only the organisation's own can be edited. */
  standard: z.boolean(),
  permissions: z.array(z.string()),
  people: z.int(),
  stoppedAt: instant.nullable(),
})
export type Role = z.infer<typeof role>

export const listRoleBook = endpoint({
  name: 'access.roles',
  method: 'GET',
  path: '/access/roles',
  summary: '岗位列表',
  permission: 'access.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(role) }),
})

export const createRole = endpoint({
  name: 'access.createRole',
  method: 'POST',
  path: '/access/roles',
  summary: '新建岗位',
  permission: 'access.write',
  refusals: ['ALREADY_EXISTS', 'ACCESS_CONFLICT', 'ACCESS_NODE'],
  input: z.object({ name: text(20).meta({ title: '岗位名称' }), permissions: nodes, reason }),
  output: z.object({ roleId: id, code: z.string() }),
})

export const updateRole = endpoint({
  name: 'access.updateRole',
  method: 'POST',
  path: '/access/roles/{id}',
  summary: '修改岗位',
  permission: 'access.write',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'ALREADY_EXISTS',
    'ACCESS_ROLE_STANDARD',
    'ACCESS_OWN',
    'ACCESS_CONFLICT',
    'ACCESS_NODE',
    'ACCESS_LAST_ADMIN',
  ],
  input: z.object({ id, name: text(20).meta({ title: '岗位名称' }), permissions: nodes, reason }),
  output: done,
})

export const stopRole = endpoint({
  name: 'access.stopRole',
  method: 'POST',
  path: '/access/roles/{id}/stop',
  summary: '停用岗位',
  permission: 'access.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'ACCESS_ROLE_STANDARD', 'ACCESS_ROLE_HELD'],
  input: z.object({ id, reason }),
  output: done,
})

export const setScope = endpoint({
  name: 'access.setScope',
  method: 'POST',
  path: '/access/people/{userId}/scope',
  summary: '设定岗位范围',
  permission: 'access.write',
  refusals: ['NOT_FOUND', 'ACCESS_OWN'],
  input: z.object({ userId: id, role: text(40), classes, accounts, reason }),
  output: done,
})

export const grantState = z.enum(['active', 'ahead', 'over', 'ended'])
export type GrantState = z.infer<typeof grantState>

export const grant = z.object({
  grantId: id,
  no: z.string(),
  userId: id,
  name: z.string(),
  title: z.string(),
  role: z.string(),
  roleName: z.string(),
  /** What it is narrowed to, in words; empty: nothing. */
  scope: z.string(),
  validFrom: instant,
  validTo: instant,
  reason: z.string(),
  approvedBy: z.string(),
  approvedAt: instant,
  state: grantState,
  endedAt: instant.nullable(),
  endedReason: z.string().nullable(),
})
export type Grant = z.infer<typeof grant>

export const listGrants = endpoint({
  name: 'access.grants',
  method: 'GET',
  path: '/access/grants',
  summary: '临时授权列表',
  permission: 'access.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({ ...pageInput, state: grantState.optional().meta({ title: '状态' }) }),
  output: pageOf(grant),
})

export const grantTemporary = endpoint({
  name: 'access.grant',
  method: 'POST',
  path: '/access/grants',
  summary: '批准临时授权',
  permission: 'access.write',
  refusals: ['NOT_FOUND', 'ACCESS_OWN', 'ACCESS_TERM', 'ACCESS_CONFLICT'],
  input: z.object({
    userId: id.meta({ title: '人员' }),
    role: text(40).meta({ title: '岗位' }),
    classes,
    accounts,
    from: instant.optional().meta({ title: '开始' }),
    to: instant.meta({ title: '到期' }),
    reason,
  }),
  output: z.object({ grantId: id, no: z.string() }),
})

export const endTemporary = endpoint({
  name: 'access.endGrant',
  method: 'POST',
  path: '/access/grants/{id}/end',
  summary: '收回临时授权',
  permission: 'access.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason }),
  output: done,
})

export const change = z.object({
  changeId: id,
  at: instant,
  kind: changeKind,
  /** Whom; null: everybody who holds the role. */
  person: z.string().nullable(),
  userId: id.nullable(),
  role: z.string().nullable(),
  /** Who did it; null: a new version of the program. */
  actor: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  reason: z.string().nullable(),
  eventId: id.nullable(),
})
export type Change = z.infer<typeof change>

/** 授权变更: every change of a role, a scope, a temporary grant, a qualification, a password or card, an account. */
export const listChanges = endpoint({
  name: 'access.changes',
  method: 'GET',
  path: '/access/changes',
  summary: '授权变更列表',
  permission: 'access.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    kind: changeKind.optional().meta({ title: '变更内容' }),
    from: date.optional().meta({ title: '开始日期' }),
    to: date.optional().meta({ title: '结束日期' }),
    user: id.optional().meta({ title: '人员' }),
  }),
  output: pageOf(change),
})

export const nodeState = z.enum(['on', 'asleep', 'none'])
export type NodeState = z.infer<typeof nodeState>

export const nodeOf = z.object({
  permission,
  state: nodeState,
  /** Roles that give it, in words, with what they are narrowed to and until when. */
  from: z.array(z.string()),
  need: qualification.nullable(),
  /** Why it is off, or null. */
  why: z.string().nullable(),
})
export type NodeOf = z.infer<typeof nodeOf>

export const assignment = z.object({
  role: z.string(),
  name: z.string(),
  classes: z.array(z.string()),
  accounts: z.array(id),
  scope: z.string(),
  /** null: for good */
  until: instant.nullable(),
})
export type AssignmentOf = z.infer<typeof assignment>

export const personAccess = z.object({
  userId: id,
  orgId: id,
  name: z.string(),
  title: z.string(),
  account: z.string(),
  department: z.string().nullable(),
  disabledAt: instant.nullable(),
  assignments: z.array(assignment),
  qualifications: z.array(z.object({ type: qualification, words: z.string(), valid: z.boolean() })),
  nodes: z.array(nodeOf),
})
export type PersonAccess = z.infer<typeof personAccess>

/** What somebody may do now, node by node, and why not where not. */
export const readPersonAccess = endpoint({
  name: 'access.person',
  method: 'GET',
  path: '/access/people/{userId}',
  summary: '个人权限',
  permission: 'access.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ userId: id }),
  output: personAccess,
})
