import { refusals, type RefusalCode } from './refusals.ts'

export type { RefusalCode }
export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Where in the input (or in an uploaded file) the trouble is; shown beside the field or the row. */
export interface Fault {
  readonly code: RefusalCode
  readonly row?: number
  readonly field?: string
  readonly facts?: Facts
}

/**
 * The one expected "no". Everything else that is thrown is a bug and becomes a 500.
 * `faults` carries the single rows or fields when there is more than one.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly facts: Facts
  readonly faults: readonly Fault[]

  constructor(code: RefusalCode, facts: Facts = {}, faults: readonly Fault[] = []) {
    super(refusalText(code, facts))
    this.name = 'Refusal'
    this.code = code
    this.facts = facts
    this.faults = faults
  }

  get status(): number {
    return refusals[this.code].status
  }
}

/** The Chinese sentence of a refusal, its `{facts}` filled in. Used by screens, exports and logs alike. */
export function refusalText(code: RefusalCode, facts: Facts = {}): string {
  const template: string = refusals[code].text
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '—'))
}

/** `assert()` for what cannot happen: a failure here is our bug, never the user's. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}
