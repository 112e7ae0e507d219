import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { issueOut } from './commands.ts'
import { issueForRescue, rescueReasonTitle } from './contract.ts'
import { orderDueAt } from './rules.ts'

/** What stands where nobody knows yet; the order that follows says who it was. */
const unknown = { name: '无名氏', recordNo: '待建档' } as const

/** A place that is stopped, or another hospital's, is none. Refuses NOT_FOUND. */
export const rescueIssues: Route[] = [
  on(issueForRescue, async (tx, actor, { reason, note, patient, ...input }) => {
    if (reason === 'other' && !note?.trim()) throw new Refusal('REASON_REQUIRED')
    const refNo = await rescueNo(tx, actor)
    const title = `抢救用药，${reason === 'other' ? note?.trim() : rescueReasonTitle[reason]}`.slice(0, 80)
    return issueOut(
      tx,
      actor,
      {
        ...input,
        kind: 'emergency',
        refNo,
        title,
        patient: {
          ...patient,
          name: patient.name?.trim() || unknown.name,
          recordNo: patient.recordNo?.trim() || unknown.recordNo,
        },
        diagnosis: rescueReasonTitle[reason],
      },
      { rescue: { reason, note: note?.trim() || null, orderDueAt: orderDueAt(actor.at) } },
    )
  }),
]

const rescueNo = (tx: Tx, actor: Actor) => documentNo(tx, actor, 'QJ')
