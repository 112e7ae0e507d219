import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import type { InspectionKind } from './checklist.ts'
import { signPatrol, signSpecial, type ResultInput } from './contract.ts'
import { failedOf } from './rules.ts'
import { insertRecord, insertResults, openRectifications } from './store.ts'

interface Walk {
  readonly listVersion: number
  readonly beganAt: string
  readonly placeIds: readonly number[]
  readonly remark?: string | undefined
  readonly results: readonly ResultInput[]
}

/** What was looked at, and in the same act a rectification for each thing that did not pass. */
async function sign(tx: Tx, actor: Actor, kind: InspectionKind, walk: Walk) {
  if (Date.parse(walk.beganAt) > Date.parse(actor.at)) throw new Refusal('TIME_IN_FUTURE')
  const { listVersion, results } = walk
  const failed = failedOf({ kind, listVersion, results, today: dayOf(actor.at) })
  const { placeIds, beganAt, remark } = walk
  const secondId = kind === 'special' ? witnessOf(actor).userId : null
  const { id, no } = await insertRecord(tx, actor, { kind, listVersion, beganAt, placeIds, remark, secondId })
  await insertResults(tx, actor, id, results)
  const opened = await openRectifications(tx, actor, id, failed)
  const outcomes = Object.fromEntries(results.map((r) => [r.item, r.outcome]))
  const photos = results.flatMap((r) => r.photos)
  const data = { kind, listVersion, beganAt, placeIds: [...placeIds], outcomes, opened, photos }
  const findings = Object.fromEntries(failed.map((f) => [f.item, f.finding]))
  tell(actor, { kind: 'inspection', id, no }, data, {
    remark,
    findings: failed.length > 0 ? findings : undefined,
  })
  return { id, no, opened: opened.length }
}

export const inspectionCommands: Route[] = [
  on(signSpecial, (tx, actor, walk) => sign(tx, actor, 'special', walk)),
  on(signPatrol, (tx, actor, walk) => sign(tx, actor, 'patrol', walk)),
]
