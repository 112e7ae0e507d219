import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { assert } from '#core/refusal.ts'

/**
 * Version 1 of the event: one per command, and the exact bytes that are hashed are kept for ever. Nothing in
 * this file may change once a record exists; a new form is version 2 beside it. Test vectors: event.test.ts.
 *
 * No personal data and no free text goes in: `personal` holds salted commitments, so that the data can be
 * erased lawfully (个人信息保护法) while the proof stays.
 */
export interface EventV1 {
  readonly v: 1
  readonly id: number
  readonly org: number
  /** UTC with milliseconds: 2026-11-23T06:05:00.000Z */
  readonly at: string
  /** Name of the endpoint that acted. */
  readonly type: string
  readonly actor: number | null
  readonly witness: number | null
  readonly subject: { readonly kind: string; readonly id: number; readonly no: string } | null
  readonly data: Readonly<Record<string, unknown>>
  readonly movements: readonly EventMovement[]
  /** field → commitment, lower-case hex */
  readonly personal: Readonly<Record<string, string>>
}

export interface EventMovement {
  readonly id: number
  readonly kind: string
  readonly occurredAt: string
  readonly cause: readonly [kind: string, id: number, no: string]
  readonly reverses: number | null
  readonly lines: readonly EventLine[]
  /** stage → sha256 of the photograph's bytes */
  readonly evidence: Readonly<Record<string, string>>
}

export type EventLine = readonly [
  item: string,
  drug: number,
  lot: number,
  code: string,
  source: number,
  destination: number,
  quantity: number,
]

/** Canonical JSON (RFC 8785) in UTF-8. */
export function eventBytes(event: EventV1): Uint8Array {
  const canonical = canonicalize(event)
  assert(canonical !== undefined, 'an event is always serialisable')
  return new TextEncoder().encode(canonical)
}

export function eventHash(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

/**
 * SHA-256 over: the text "zhuisu/commitment/v1", 0x00, the field's name, 0x00, the 16 salt bytes, the value as
 * canonical JSON. Lower-case hex.
 */
export function commitment(field: string, value: unknown, salt: Uint8Array): string {
  assert(salt.length === 16, 'a salt has 16 bytes')
  const canonical = canonicalize(value)
  assert(canonical !== undefined, 'a committed value is serialisable')
  return createHash('sha256')
    .update('zhuisu/commitment/v1\0')
    .update(`${field}\0`)
    .update(salt)
    .update(canonical)
    .digest('hex')
}
