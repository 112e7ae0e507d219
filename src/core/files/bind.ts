import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { FilePurpose } from './purposes.ts'

/**
 * Ties an uploaded picture to this act where no movement does: a copy of a document, a signed paper. It serves one
 * act only. Refuses: EVIDENCE_REUSED, EVIDENCE_INCOMPLETE where nothing was uploaded under this hash.
 */
export async function bindFile(tx: Tx, actor: Actor, sha256: string, as: FilePurpose): Promise<void> {
  const bytes = Buffer.from(sha256, 'hex')
  const bound = await tx`
    update files.evidence set bound_event_id = ${actor.eventId}, bound_as = ${as}
    where org_id = ${actor.orgId} and sha256 = ${bytes} and bound_event_id is null and mime like 'image/%' returning 1`
  if (bound.length > 0) return
  const known = await tx`select 1 from files.evidence where org_id = ${actor.orgId} and sha256 = ${bytes}`
  throw known.length > 0
    ? new Refusal('EVIDENCE_REUSED')
    : new Refusal('EVIDENCE_INCOMPLETE', { missing: as })
}
