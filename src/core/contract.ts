import { z } from 'zod'
import type { Permission, Qualification } from './identity/permissions.ts'
import type { RefusalCode } from './refusal.ts'

/** Who may be the second person of an act, and what the slot is called on the page. */
export interface WitnessRule {
  readonly permission: Permission
  readonly qualification?: Qualification
  /** 复核 / 见证 / 送回 … */
  readonly title: string
}

/**
 * One endpoint, as data. Validation both ways, the permission check, OpenAPI, the typed client and the
 * forms are all derived from it. `input` is one flat object: path parameters, query (GET) and body (POST).
 */
export interface Endpoint<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** `feature.verb`: unique, names the act in events and attestations. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** Below `/api`; path parameters in braces: `/receipts/{id}/sign`. */
  readonly path: `/${string}`
  /** Chinese, for OpenAPI and logs. */
  readonly summary: string
  readonly permission: Permission | 'public' | 'signedIn'
  readonly refusals: readonly RefusalCode[]
  readonly input: I
  readonly output: O
  readonly witness?: WitnessRule
  /** What the actor must hold on the day. */
  readonly qualification?: Qualification
  /** Set where the body is a file (sent raw, `application/octet-stream`); `input` then comes from the query. */
  readonly upload?: { readonly maxBytes: number }
  /** The reply holds personal data: it is not remembered for a request sent again, which then runs again. */
  readonly sensitive?: true
  /** Set where the reply is a file; the handler returns `FileReply`. */
  readonly download?: true
}

export interface FileReply {
  readonly mime: string
  readonly name: string
  readonly bytes: Uint8Array
}

export type InputOf<E extends Endpoint> = z.output<E['input']>
export type CallInputOf<E extends Endpoint> = z.input<E['input']>
export type OutputOf<E extends Endpoint> = z.output<E['output']>

export function endpoint<I extends z.ZodType, O extends z.ZodType>(e: Endpoint<I, O>): Endpoint<I, O> {
  return e
}

/** Names in braces of an endpoint's path. */
export function pathParams(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '')
}

// Words shared by all contracts. `.meta({ title })` is the Chinese that forms, OpenAPI and imports show.

/** A row's number. Coerced because it also arrives in paths and queries. */
export const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)
/** Whole units (支/片/贴), 1 to 1 000 000. */
export const units = z.int().min(1).max(1_000_000)
export const date = z.iso.date()
export const instant = z.iso.datetime({ offset: true })
export const text = (max: number) => z.string().trim().min(1).max(max)
export const optionalText = (max: number) => z.string().trim().max(max).optional()
/** A scan as the scanner sent it; the classifier decides what it is. */
export const scan = z.string().min(1).max(4096)
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const pageInput = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(20),
  /** `column` or `-column`; each list accepts its own columns. */
  sort: z.string().max(40).optional(),
  q: z.string().trim().max(100).optional(),
  /** An authority reads one of its institutions; absent: one's own organisation. */
  org: id.optional(),
}

export function pageOf<R extends z.ZodType>(row: R) {
  return z.object({ rows: z.array(row), total: z.int().min(0) })
}

export const done = z.object({ ok: z.literal(true) })
export const drugClasses = ['NAR', 'PS1', 'PS2', 'TOX', 'PRE', 'WAT'] as const
export const drugClass = z.enum(drugClasses)
export type DrugClass = z.infer<typeof drugClass>
export const classTitle: Record<DrugClass, string> = {
  NAR: '麻',
  PS1: '精一',
  PS2: '精二',
  TOX: '毒',
  PRE: '易制毒',
  WAT: '重点',
}

/** How a drug is named on every screen: one line, class mark first. */
export const drugName = z.object({
  drugId: id,
  name: z.string(),
  spec: z.string(),
  unit: z.string(),
  drugClass,
})
export type DrugName = z.infer<typeof drugName>
