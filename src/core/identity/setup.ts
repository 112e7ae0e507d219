import { spell } from '#core/spelling.ts'
import postgres from 'postgres'
import type { Db } from '#core/db.ts'
import { assert } from '#core/refusal.ts'
import { qualifications, type Qualification } from './permissions.ts'
import { giveStandardRoles } from './roleBook.ts'
import { cardHash, hashSecret } from './secrets.ts'

export interface NewOrg {
  readonly kind: 'institution' | 'authority'
  readonly code: string
  readonly name: string
  readonly grade?: string
  readonly region: string
  readonly parentId?: number
  /** authorities that watch an institution */
  readonly supervisedBy?: readonly number[]
}

/** Makes an organisation with its standard roles. Runs as the owner: for scripts; people apply (入驻) and an authority approves. */
export async function makeOrg(ownerUrl: string, db: Db, org: NewOrg): Promise<number> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  try {
    const [row] = await sql<{ id: string }[]>`
      insert into identity.org (kind, code, name, grade, region, parent_id)
      values (${org.kind}, ${org.code}, ${org.name}, ${org.grade ?? null}, ${org.region}, ${org.parentId ?? null}) returning id`
    assert(row, 'an inserted organisation has a number')
    const orgId = Number(row.id)
    for (const authority of org.supervisedBy ?? []) {
      await sql`insert into identity.supervision (authority_id, institution_id) values (${authority}, ${orgId})`
    }
    await db.asOrg(orgId, (tx) => giveStandardRoles(tx, orgId, org.kind))
    return orgId
  } finally {
    await sql.end()
  }
}

export interface NewUser {
  readonly account: string
  readonly name: string
  readonly title: string
  readonly departmentId?: number
  readonly roles: readonly string[]
  readonly password: string
  readonly card?: string
  readonly pin?: string
  readonly qualifications?: readonly { type: Qualification; validFrom: string; validTo: string }[]
}

/** Makes a person of an organisation, with roles by code and qualifications. */
export async function makeUser(db: Db, orgId: number, user: NewUser): Promise<number> {
  const [passwordHash, pinHash] = await Promise.all([
    hashSecret(user.password),
    user.pin ? hashSecret(user.pin) : null,
  ])
  return db.asOrg(orgId, async (tx) => {
    const [row] = await tx<{ id: number }[]>`
      insert into identity.app_user (org_id, account, name, title, department_id, password_hash, card_hash, pin_hash)
      values (${orgId}, ${user.account.toLowerCase()}, ${user.name}, ${user.title}, ${user.departmentId ?? null}, ${passwordHash},
        ${user.card ? cardHash(user.card) : null}, ${pinHash}) returning id`
    assert(row, 'an inserted person has a number')
    await spell(tx, orgId, [user.name])
    await tx`
      insert into identity.user_role (org_id, user_id, role_id)
      select ${orgId}, ${row.id}, id from identity.role where org_id = ${orgId} and code = any (${user.roles as string[]}::text[])`
    for (const q of user.qualifications ?? []) {
      assert(q.type in qualifications, 'a known qualification')
      await tx`
        insert into identity.qualification (org_id, user_id, type, valid_from, valid_to)
        values (${orgId}, ${row.id}, ${q.type}, ${q.validFrom}, ${q.validTo})`
    }
    return row.id
  })
}
