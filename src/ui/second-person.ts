import type { Credential, PersonRef } from '#core/identity/contract.ts'

/** A second person's way: waiting → present → signed. */
export interface SecondPerson {
  readonly stage: 'waiting' | 'present' | 'signed'
  /** Which form stands open in the slot. */
  readonly asks?: 'presence' | 'sign' | undefined
  readonly person?: PersonRef | undefined
  readonly since?: string | undefined
  /** Who they said they are; the secret is asked for again and never kept. */
  readonly known?: Credential | undefined
  readonly attestation?: string | undefined
  readonly method?: 'password' | 'card' | undefined
  readonly signedAt?: string | undefined
  /** The page's input as it stood when it was signed, and what was signed (often the same). */
  readonly of?: string | undefined
  readonly content?: string | undefined
  readonly text?: string | undefined
  readonly refused?: boolean
}

export const nobody: SecondPerson = { stage: 'waiting' }

export function withoutSecret(c: Credential): Credential {
  return { ...c, secret: '' }
}

/** A signature binds the content as it stood. Anything changed since, and the slot is empty again. */
export function afterChange(second: SecondPerson, input: string): SecondPerson {
  if (second.stage !== 'signed' || second.of === input) return second
  return { ...nobody, text: '内容有改动，请第二人重新到场签字' }
}

export function expired(second: SecondPerson): SecondPerson {
  if (second.stage !== 'signed') return second
  const { person, since, known } = second
  return { stage: 'present', person, since, known, text: '签字已过期，请重新签字' }
}
