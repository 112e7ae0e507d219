import type { EventMovement } from '#core/audit/event.ts'
import type { Permission, Qualification } from '#core/identity/permissions.ts'
import type { Scope } from '#core/identity/rules.ts'
import type { PaperLine } from '#core/paper/line.ts'

/** Who acts in this request, with whom, at what time; and what the act's event will say. */
export interface Actor {
  readonly orgId: number
  readonly userId: number
  readonly name: string
  readonly title: string
  /** What works now: given by a role, and its qualification is there. */
  readonly permissions: ReadonlySet<Permission>
  /** Given by a role, but asleep for want of this qualification. */
  readonly lost?: ReadonlyMap<Permission, Qualification>
  /** Nodes that reach some classes and places only; absent where nothing is narrowed. */
  readonly reach?: ReadonlyMap<Permission, readonly Scope[]>
  /** Set where the endpoint asks for a second person; attested and consumed by the pipeline. */
  readonly witness?: {
    readonly userId: number
    readonly name: string
    readonly title: string
    /** Where the second person's permission for this act reaches; absent: everywhere. */
    readonly reach?: readonly Scope[]
  }
  /** The act's recorded time, from the clock (UTC ISO). */
  readonly at: string
  readonly eventId: number
  readonly act: Act
  /** 补录: what this act writes down happened then, and stands on this line of a paper. */
  readonly paper?: PaperLine | undefined
  /** The raw body where the endpoint takes a file. */
  readonly upload?: AsyncIterable<Uint8Array>
}

/** Collected while the command runs; becomes one event when it is done. */
export interface Act {
  subject: { kind: string; id: number; no: string } | null
  data: Record<string, unknown>
  /** Committed, never written in clear: patient's names, reasons in free text. */
  personal: Record<string, unknown>
  readonly movements: EventMovement[]
  /** The number reserved for the act's first movement; undefined once it is used. */
  movementId: number | undefined
}

export const newAct = (movementId?: number): Act => ({
  subject: null,
  data: {},
  personal: {},
  movements: [],
  movementId,
})

/** Says what the event is about. Called once by a command, most often at its end. */
export function tell(
  actor: Actor,
  subject: { kind: string; id: number; no: string },
  data: Record<string, unknown> = {},
  personal: Record<string, unknown> = {},
): void {
  actor.act.subject = subject
  Object.assign(actor.act.data, data)
  for (const [field, value] of Object.entries(personal)) {
    if (value !== undefined && value !== null && value !== '') actor.act.personal[field] = value
  }
}

/** The witness of an act whose endpoint declares one. */
export function witnessOf(actor: Actor): { userId: number; name: string; title: string } {
  if (!actor.witness)
    throw new Error(`assertion failed: ${actor.act.subject?.kind ?? 'act'} runs without its witness`)
  return actor.witness
}
