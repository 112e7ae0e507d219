import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Actor } from '#core/actor.ts'
import type { Endpoint, WitnessRule } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { open, type Gate, type Route } from '#core/route.ts'
import { authenticate, type Authenticated } from './authenticate.ts'
import { attest, presence, type Credential } from './contract.ts'
import { heldBy } from './assignments.ts'
import { permissions, qualifications, type Permission, type Qualification } from './permissions.ts'
import { standingOf, type Held, type Standing } from './rules.ts'
import { requireQualified } from './qualified.ts'
import { newToken, tokenHash } from './secrets.ts'

export type Endpoints = ReadonlyMap<string, Endpoint>

/** T of regulations §2.2: both authentications lie within five minutes. */
export const attestationMinutes = 5

/** Hash of a validated input; the signature holds for exactly this. */
export function inputHash(input: unknown): Buffer {
  return createHash('sha256')
    .update(canonicalize(input) ?? 'null')
    .digest()
}

/** Another person of the same organisation, with the permission and the qualification that the slot asks for. */
async function admit(gate: Gate, name: string, credential: Credential): Promise<Authenticated> {
  const actor = gate.actor
  assert(actor, 'a witness is called by somebody who is signed in')
  const rule = gate.endpoints.get(name)?.witness
  if (!rule) throw new Refusal('NOT_FOUND')
  const who = await authenticate(gate.db, credential, gate.address, gate.at)
  // Another hospital's account is as unknown here as one that does not exist.
  if (!who || who.disabled || who.orgId !== actor.orgId) throw new Refusal('WITNESS_FAILED')
  if (who.userId === actor.userId) throw new Refusal('WITNESS_IS_ACTOR')
  await gate.db.asOrg(actor.orgId, async (tx) => {
    requireStanding(who, rule, standingOf(await heldBy(tx, who, gate.at)))
    if (rule.qualification)
      await requireQualified(tx, who, rule.qualification, gate.at, 'WITNESS_UNQUALIFIED')
  })
  return who
}

/** The permission of the slot works for this person now. Refuses: WITNESS_UNQUALIFIED. */
export function requireStanding(who: { name: string }, rule: WitnessRule, standing: Standing): void {
  if (standing.effective.has(rule.permission)) return
  const lacks = standing.lost.get(rule.permission)
  const need = lacks ? `有效的${qualifications[lacks]}` : `“${permissions[rule.permission]}”权限`
  throw new Refusal('WITNESS_UNQUALIFIED', { name: who.name, need })
}

const personOf = (who: Authenticated) => ({ userId: who.userId, name: who.name, title: who.title })

export const witnessRoutes: Route[] = [
  open(presence, async (gate, input) => {
    const who = await admit(gate, input.endpoint, input.credential)
    return { person: personOf(who), since: gate.at }
  }),
  open(attest, async (gate, input) => {
    const actor = gate.actor
    assert(actor, 'a witness is called by somebody who is signed in')
    const target = gate.endpoints.get(input.endpoint)
    if (!target) throw new Refusal('NOT_FOUND')
    const parsed = target.input.safeParse(input.input)
    if (!parsed.success) throw new Refusal('INPUT_INVALID')
    const who = await admit(gate, input.endpoint, input.credential)
    const token = newToken()
    const expiresAt = new Date(Date.parse(gate.at) + attestationMinutes * 60_000).toISOString()
    await gate.db.asOrg(
      actor.orgId,
      (tx) => tx`
        insert into identity.attestation (org_id, token_hash, endpoint, input_hash, actor_id, witness_id, method, signed_at, expires_at)
        values (${actor.orgId}, ${tokenHash(token)}, ${input.endpoint}, ${inputHash(parsed.data)}, ${actor.userId},
          ${who.userId}, ${who.method}, ${gate.at}, ${expiresAt})`,
    )
    return { attestation: token, person: personOf(who), method: who.method, signedAt: gate.at, expiresAt }
  }),
]

interface Attested {
  readonly endpoint: string
  readonly inputHash: Uint8Array
  readonly actorId: number
  readonly expiresAt: string
  readonly usedAt: string | null
  readonly userId: number
  readonly name: string
  readonly title: string
  readonly permissions: Permission[]
  readonly qualified: Qualification[]
  readonly scopes: Held['scopes']
}

/** Consumes the one-use signature of a command; what it was signed for must be exactly what is done, and who signed must still have the right to. */
export async function consumeAttestation(
  tx: Tx,
  actor: Actor,
  endpoint: Pick<Endpoint, 'name' | 'witness'>,
  input: unknown,
  token: string | undefined,
): Promise<NonNullable<Actor['witness']>> {
  const rule = endpoint.witness
  assert(rule, 'an attestation is asked for by an endpoint with a witness')
  if (!token) throw new Refusal('WITNESS_REQUIRED')
  const [a] = await tx<Attested[]>`
    select a.endpoint, a.input_hash, a.actor_id, a.expires_at, a.used_at, u.id as user_id, u.name, u.title,
      st.permissions, st.qualified, st.scopes
    from identity.attestation a join identity.app_user u on u.org_id = a.org_id and u.id = a.witness_id
    cross join lateral identity.standing_of(a.org_id, a.witness_id, ${actor.at}) st
    where a.org_id = ${actor.orgId} and a.token_hash = ${tokenHash(token)}
    for update of a`
  if (!a || a.endpoint !== endpoint.name || a.actorId !== actor.userId) throw new Refusal('WITNESS_REQUIRED')
  if (a.usedAt !== null || Date.parse(a.expiresAt) < Date.parse(actor.at))
    throw new Refusal('WITNESS_EXPIRED')
  if (!inputHash(input).equals(a.inputHash)) throw new Refusal('WITNESS_CONTENT_CHANGED')
  await tx`
    update identity.attestation set used_at = ${actor.at}
    where org_id = ${actor.orgId} and token_hash = ${tokenHash(token)}`
  const standing = standingOf(a)
  requireStanding(a, rule, standing)
  const reach = standing.reach.get(rule.permission)
  return { userId: a.userId, name: a.name, title: a.title, ...(reach ? { reach } : {}) }
}
