import type { Actor } from './actor.ts'
import { newAct } from './actor.ts'
import { record } from './audit/record.ts'
import type { Db } from './db.ts'
import { Refusal, refusalText, type Facts, type Fault } from './refusal.ts'
import { refusals } from './refusals.ts'

/** RFC 9457, with our closed list of names in `code`. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly facts: Facts
  readonly faults: readonly (Fault & { text: string })[]
  readonly requestId: string
}

/** Anything but a Refusal leaks nothing: a number for the IT desk, no more. */
export function problemOf(error: unknown, requestId: string): Problem {
  const base = { type: 'about:blank', facts: {}, faults: [], requestId }
  if (error instanceof Refusal) {
    // A field's own message says more than the general sentence.
    const faults = error.faults.map((f) => ({
      ...f,
      text: String(f.facts?.['message'] ?? refusalText(f.code, f.facts)),
    }))
    return {
      ...base,
      title: error.code,
      status: error.status,
      code: error.code,
      detail: error.message,
      facts: error.facts,
      faults,
    }
  }
  const status = (error as { statusCode?: number }).statusCode
  if (status === 413)
    return {
      ...base,
      title: 'FILE_TOO_LARGE',
      status,
      code: 'FILE_TOO_LARGE',
      detail: refusalText('FILE_TOO_LARGE', { limit: '4 MB' }),
    }
  if (status !== undefined && status >= 400 && status < 500) {
    return {
      ...base,
      title: 'INPUT_INVALID',
      status: 422,
      code: 'INPUT_INVALID',
      detail: refusalText('INPUT_INVALID'),
    }
  }
  const detail = `系统出错，没有保存任何改动。请重试；仍不行请把编号 ${requestId} 告诉信息科`
  return { ...base, title: 'INTERNAL', status: 500, code: 'INTERNAL', detail }
}

/** Refusals that somebody will ask about are kept although their transaction rolled back. */
export async function recordRefusal(
  db: Db,
  error: unknown,
  actor: Actor | undefined,
  endpoint: string,
  at: string,
): Promise<void> {
  if (!(error instanceof Refusal) || !actor) return
  if (!('record' in refusals[error.code])) return
  await db.asOrg(actor.orgId, async (tx) => {
    const [next] = await tx<{ id: number }[]>`select nextval('audit.event_id') as id`
    const [row] = await tx<{ id: number }[]>`
      insert into audit.refusal (org_id, recorded_at, user_id, endpoint, code, facts)
      values (${actor.orgId}, ${at}, ${actor.userId}, ${endpoint}, ${error.code}, ${tx.json(error.facts as never)}) returning id`
    const act = {
      ...newAct(),
      subject: { kind: 'refusal', id: row?.id ?? 0, no: error.code },
      data: { endpoint, code: error.code },
    }
    record(tx, { ...actor, witness: undefined, eventId: next?.id ?? 0, act }, 'refused')
  })
}
