import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Actor } from '#core/actor.ts'
import type { Endpoint } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { open, type Gate, type Route } from '#core/route.ts'
import { authenticate, type Authenticated } from './authenticate.ts'
import { attest, presence, type Credential } from './contract.ts'
import { permissions } from './permissions.ts'
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
    const [allowed] = await tx`
      select 1 from identity.user_role ur join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id
      where ur.org_id = ${actor.orgId} and ur.user_id = ${who.userId} and ${rule.permission} = any (r.permissions) limit 1`
    if (!allowed)
      throw new Refusal('WITNESS_UNQUALIFIED', {
        name: who.name,
        need: `“${permissions[rule.permission]}”权限`,
      })
    if (rule.qualification)
      await requireQualified(tx, who, rule.qualification, gate.at, 'WITNESS_UNQUALIFIED')
  })
  return who
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
}

/** Consumes the one-use signature of a command; what it was signed for must be exactly what is done. */
export async function consumeAttestation(
  tx: Tx,
  actor: Actor,
  endpoint: string,
  input: unknown,
  token: string | undefined,
): Promise<NonNullable<Actor['witness']>> {
  if (!token) throw new Refusal('WITNESS_REQUIRED')
  const [a] = await tx<Attested[]>`
    select a.endpoint, a.input_hash, a.actor_id, a.expires_at, a.used_at, u.id as user_id, u.name, u.title
    from identity.attestation a join identity.app_user u on u.org_id = a.org_id and u.id = a.witness_id
    where a.org_id = ${actor.orgId} and a.token_hash = ${tokenHash(token)}
    for update of a`
  if (!a || a.endpoint !== endpoint || a.actorId !== actor.userId) throw new Refusal('WITNESS_REQUIRED')
  if (a.usedAt !== null || Date.parse(a.expiresAt) < Date.parse(actor.at))
    throw new Refusal('WITNESS_EXPIRED')
  if (!inputHash(input).equals(a.inputHash)) throw new Refusal('WITNESS_CONTENT_CHANGED')
  await tx`
    update identity.attestation set used_at = ${actor.at}
    where org_id = ${actor.orgId} and token_hash = ${tokenHash(token)}`
  return { userId: a.userId, name: a.name, title: a.title }
}
