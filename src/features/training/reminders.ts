import { newAct, tell, type Actor } from '#core/actor.ts'
import { record } from '#core/audit/record.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { qualifications, type Qualification } from '#core/identity/permissions.ts'
import { assert } from '#core/refusal.ts'
import { termsOf } from './reads.ts'
import { reminderDue, type ReminderDays } from './rules.ts'

/** More is not a reminder any more: the rest comes with the next round. */
const most = 500

interface Due {
  readonly qualificationId: number
  readonly userId: number
  readonly validTo: string
  readonly days: ReminderDays
  readonly type: Qualification
}

/**
 * Reminds 90, 30 and 7 days before a qualification ends, once for each: an event for each kind and threshold, from which
 * the alert follows. Called by the clock, for nobody. Returns how many people are reminded of.
 */
export async function remind(tx: Tx, orgId: number, at: string): Promise<number> {
  const due = await dueNow(tx, orgId, at)
  const groups = Map.groupBy(due, (d) => `${d.type}|${d.days}`)
  for (const group of groups.values()) await remindOf(tx, orgId, at, group)
  return due.length
}

async function dueNow(tx: Tx, orgId: number, at: string): Promise<Due[]> {
  const { rows } = await termsOf(tx, dayOf(at), { org: orgId, within: '90', page: 1, pageSize: most })
  const told = await tx<{ qualificationId: number; days: number }[]>`
    select qualification_id, days from training.reminder
    where org_id = ${orgId} and qualification_id = any (${rows.map((r) => r.qualificationId)}::bigint[])`
  const known = new Set(told.map((t) => `${t.qualificationId}|${t.days}`))
  return rows.flatMap((r) => {
    const days = reminderDue(r.daysLeft)
    if (days === undefined || known.has(`${r.qualificationId}|${days}`)) return []
    return [{ ...r, days }]
  })
}

async function remindOf(tx: Tx, orgId: number, at: string, group: readonly Due[]): Promise<void> {
  const [first] = group
  assert(first, 'a group has a member')
  const [next] = await tx<{ id: number }[]>`select nextval('audit.event_id') as id`
  const actor = clockActor(orgId, at, next?.id ?? 0)
  const { type, days } = first
  const firstEnd = group.map((d) => d.validTo).toSorted()[0]
  tell(
    actor,
    { kind: 'training', id: days, no: String(days) },
    { type, title: qualifications[type], days, people: group.map((d) => d.userId), firstEnd },
  )
  await tx`
    insert into training.reminder (org_id, qualification_id, days, reminded_at, event_id)
    select ${orgId}, q, ${days}, ${at}::timestamptz, ${actor.eventId} from unnest(${group.map((d) => d.qualificationId)}::bigint[]) q
    on conflict do nothing`
  record(tx, actor, 'training.remind')
}

/** Nobody acts: person number 0 is the clock. */
const clockActor = (orgId: number, at: string, eventId: number): Actor => ({
  orgId,
  userId: 0,
  name: '时钟',
  title: '系统',
  permissions: new Set(),
  at,
  eventId,
  act: newAct(),
})
