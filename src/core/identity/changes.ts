import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { qualifications, type Qualification } from './permissions.ts'

/** What of somebody's rights was changed. Titles: `changeTitle` in contract.ts. */
export const changeKinds = [
  'account',
  'role',
  'scope',
  'temporary',
  'qualification',
  'secret',
  'roleContent',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** Who changes it, in which act. */
export type Changer = Pick<Actor, 'orgId' | 'userId' | 'at' | 'eventId'>

export interface Change {
  readonly kind: ChangeKind
  /** Whom it concerns; absent where it is everybody who holds the role. */
  readonly userId?: number
  readonly roleCode?: string
  /** In plain words, as things were called on the day; null: there was nothing, or nothing is left. */
  readonly before: string | null
  readonly after: string | null
  readonly reason?: string | null
}

/** One line of the privilege-change report. Whatever changes rights calls it, in the transaction of the change. */
export async function noteChange(tx: Tx, who: Changer, change: Change): Promise<void> {
  await tx`
    insert into identity.access_change (org_id, at, kind, user_id, role_code, actor_id, before, after, reason, event_id)
    values (${who.orgId}, ${who.at}, ${change.kind}, ${change.userId ?? null}, ${change.roleCode ?? null}, ${who.userId},
      ${change.before}, ${change.after}, ${change.reason ?? null}, ${who.eventId})`
}

export const termWords = (type: Qualification, validFrom: string, validTo: string): string =>
  `${qualifications[type]} ${validFrom} 至 ${validTo}`
