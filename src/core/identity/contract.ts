import { z } from 'zod'
import { done, endpoint, id, instant, optionalText, sha256, text } from '#core/contract.ts'
import { permissions, qualifications, type Permission, type Qualification } from './permissions.ts'

export const permission = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])
export const qualification = z.enum(Object.keys(qualifications) as [Qualification, ...Qualification[]])
/** 处方管理办法 Art 12–13: who is here to be tried, or to learn. */
export const stayKind = z.enum(['probation', 'visiting'])
export type StayKind = z.infer<typeof stayKind>
export const stayTitle: Record<StayKind, string> = { probation: '试用期', visiting: '进修' }
export const orgKind = z.enum(['institution', 'authority'])

export const me = z.object({
  userId: id,
  account: z.string(),
  name: z.string(),
  title: z.string(),
  department: z.string().nullable(),
  org: z.object({ orgId: id, kind: orgKind, name: z.string(), grade: z.string().nullable() }),
  /** What works now. */
  permissions: z.array(permission),
  /** Given by a role, but asleep until this qualification is there again. */
  asleep: z.array(z.object({ permission, need: qualification })),
  qualifications: z.array(z.object({ type: qualification, validTo: z.iso.date() })),
  /** Server time, so that a page can show the age of what it holds. */
  now: instant,
})
export type Me = z.infer<typeof me>

/** Password, or (at a shared desk) the number on a staff card together with its PIN. */
export const credential = z.discriminatedUnion('method', [
  z.object({ method: z.literal('password'), account: text(100), secret: z.string().min(1).max(200) }),
  z.object({ method: z.literal('card'), card: text(64), secret: z.string().min(4).max(12) }),
])
export type Credential = z.infer<typeof credential>

export const signIn = endpoint({
  name: 'session.signIn',
  method: 'POST',
  path: '/session',
  summary: '登录',
  permission: 'public',
  refusals: ['SIGN_IN_FAILED', 'SIGN_IN_THROTTLED', 'ACCOUNT_DISABLED', 'ORIGIN_REFUSED'],
  input: z.object({ credential }),
  output: me,
})

export const signOut = endpoint({
  name: 'session.signOut',
  method: 'POST',
  path: '/session/end',
  summary: '退出登录',
  permission: 'signedIn',
  refusals: [],
  input: z.object({}),
  output: done,
})

export const whoAmI = endpoint({
  name: 'session.me',
  method: 'GET',
  path: '/session',
  summary: '当前登录人',
  permission: 'signedIn',
  refusals: [],
  input: z.object({}),
  output: me,
})

export const person = z.object({ userId: id, name: z.string(), title: z.string() })
export type PersonRef = z.infer<typeof person>

/** 在场: the second person authenticates at the start. Permits work, signs nothing. */
export const presence = endpoint({
  name: 'witness.presence',
  method: 'POST',
  path: '/witness/presence',
  summary: '第二人到场',
  permission: 'signedIn',
  refusals: ['WITNESS_IS_ACTOR', 'WITNESS_FAILED', 'WITNESS_UNQUALIFIED', 'SIGN_IN_THROTTLED'],
  input: z.object({ endpoint: text(80), credential }),
  output: z.object({ person, since: instant }),
})

/** 已签: a one-use attestation, bound to the endpoint, the input as it stands, both people and five minutes. */
export const attest = endpoint({
  name: 'witness.attest',
  method: 'POST',
  path: '/witness/attestations',
  summary: '第二人签字',
  permission: 'signedIn',
  refusals: [
    'WITNESS_IS_ACTOR',
    'WITNESS_FAILED',
    'WITNESS_UNQUALIFIED',
    'SIGN_IN_THROTTLED',
    'INPUT_INVALID',
  ],
  input: z.object({
    /** Name of the endpoint that will consume the signature. */
    endpoint: text(80),
    /** The exact input that will be sent there. */
    input: z.record(z.string(), z.unknown()),
    credential,
  }),
  output: z.object({
    attestation: z.string(),
    person,
    method: z.enum(['password', 'card']),
    signedAt: instant,
    expiresAt: instant,
  }),
})

/** A password or PIN is asked for again before personal data is shown in full. */
export const revealReason = z.object({ reason: text(200), note: optionalText(200) })
export const fileRef = sha256
