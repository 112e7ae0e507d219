import type { Db, Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { open, on, type Route } from '#core/route.ts'
import { authenticate } from './authenticate.ts'
import { signIn, signOut, whoAmI, type Me } from './contract.ts'
import type { Permission, Qualification } from './permissions.ts'
import { standingOf, type Held } from './rules.ts'
import { newToken, tokenHash } from './secrets.ts'

/** A session ends after 12 hours, or after an hour without a request. */
export const sessionHours = 12
export const idleMinutes = 60

async function meOf(tx: Tx, userId: number, at: string): Promise<Me> {
  const [row] = await tx<
    {
      userId: number
      account: string
      name: string
      title: string
      department: string | null
      orgId: number
      kind: 'institution' | 'authority'
      orgName: string
      grade: string | null
      permissions: Permission[]
      qualified: Qualification[]
      scopes: Held['scopes']
      qualifications: { type: Qualification; validTo: string }[] | null
    }[]
  >`
    select u.id as user_id, u.account, u.name, u.title, d.name as department,
      o.id as org_id, o.kind, o.name as org_name, o.grade,
      st.permissions, st.qualified, st.scopes,
      (select json_agg(json_build_object('type', q.type, 'validTo', q.valid_to) order by q.type)
         from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id and q.revoked_at is null
          and q.valid_to >= ${at}::date) as qualifications
    from identity.app_user u join identity.org o on o.id = u.org_id
    cross join lateral identity.standing_of(u.org_id, u.id, ${at}) st
    left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
    where u.org_id = core.current_org() and u.id = ${userId}`
  if (!row) throw new Refusal('NOT_SIGNED_IN')
  const { orgId, kind, orgName, grade, qualifications, permissions, qualified, scopes, ...person } = row
  const standing = standingOf({ permissions, qualified, scopes })
  return {
    ...person,
    permissions: [...standing.effective].toSorted(),
    asleep: [...standing.lost].map(([permission, need]) => ({ permission, need })),
    org: { orgId, kind, name: orgName, grade },
    qualifications: qualifications ?? [],
    now: at,
  }
}

async function startSession(db: Db, orgId: number, userId: number, at: string): Promise<string> {
  const token = newToken()
  const expires = new Date(Date.parse(at) + sessionHours * 3_600_000)
  await db.asOrg(
    orgId,
    (tx) => tx`
      insert into identity.session (token_hash, org_id, user_id, created_at, seen_at, expires_at)
      values (${tokenHash(token)}, ${orgId}, ${userId}, ${at}, ${at}, ${expires})`,
  )
  return token
}

export const sessionRoutes: Route[] = [
  open(signIn, async (gate, { credential }) => {
    const who = await authenticate(gate.db, credential, gate.address, gate.at)
    if (!who) throw new Refusal('SIGN_IN_FAILED')
    if (who.disabled) throw new Refusal('ACCOUNT_DISABLED')
    gate.setSession(await startSession(gate.db, who.orgId, who.userId, gate.at))
    return gate.db.asOrg(who.orgId, (tx) => meOf(tx, who.userId, gate.at))
  }),
  open(signOut, async (gate) => {
    const { actor, token } = gate
    if (actor && token) {
      await gate.db.asOrg(
        actor.orgId,
        (tx) =>
          tx`update identity.session set ended_at = ${gate.at} where org_id = ${actor.orgId} and token_hash = ${tokenHash(token)}`,
      )
    }
    gate.setSession(null)
    return { ok: true as const }
  }),
  on(whoAmI, (tx, actor) => meOf(tx, actor.userId, actor.at)),
]
