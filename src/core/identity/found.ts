import type { Actor } from '#core/actor.ts'
import { recordClock } from '#core/audit/clockwork.ts'
import type { Tx } from '#core/db.ts'
import { assert } from '#core/refusal.ts'
import { spell } from '#core/spelling.ts'
import { giveStandardRoles } from './roleBook.ts'
import { firstRole } from './roles.ts'

export interface Founding {
  readonly orgId: number
  readonly kind: 'institution' | 'authority'
  /** The application's number and who approved it, for the new organisation's own books. */
  readonly no: string
  readonly approvedBy: string
  readonly administrator: {
    readonly account: string
    readonly name: string
    /** As it was chosen with the application; nobody here has seen the password. */
    readonly passwordHash: string
  }
}

/**
 * Makes an organisation usable that was founded in this transaction: its standard roles and the person who makes all
 * others. They are rows of the new tenant, so that the transaction enters it, and then goes back to the actor's.
 */
export async function furnishOrg(tx: Tx, actor: Actor, of: Founding): Promise<void> {
  await tx`select core.enter(${of.orgId})`
  await giveStandardRoles(tx, of.orgId, of.kind)
  const { account, name, passwordHash } = of.administrator
  const [row] = await tx<{ id: number }[]>`
    insert into identity.app_user (org_id, account, name, title, password_hash, created_at)
    values (${of.orgId}, ${account}, ${name}, '系统管理员', ${passwordHash}, ${actor.at}) returning id`
  assert(row, 'an inserted person has a number')
  const role = firstRole[of.kind]
  await spell(tx, of.orgId, [name])
  await tx`
    insert into identity.user_role (org_id, user_id, role_id)
    select ${of.orgId}, ${row.id}, id from identity.role where org_id = ${of.orgId} and code = ${role}`
  // Nobody of this organisation did it: there was nobody.
  await tx`
    insert into identity.access_change (org_id, at, kind, user_id, role_code, before, after, reason)
    values (${of.orgId}, ${actor.at}, 'role', ${row.id}, ${role}, null, '系统管理员', ${`入驻 ${of.no}，${of.approvedBy}批准`})`
  await recordClock(tx, {
    orgId: of.orgId,
    at: actor.at,
    type: 'onboarding.founded',
    subject: { kind: 'org', id: of.orgId, no: of.no },
    data: { kind: of.kind, authority: actor.orgId, administrator: row.id },
  })
  await tx`select core.enter(${actor.orgId})`
}
