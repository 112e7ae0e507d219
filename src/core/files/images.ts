import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { collect } from './limited.ts'
import type { FilePurpose } from './purposes.ts'
import { imageType, videoType, type Files } from './store.ts'

export interface Image {
  readonly sha256: string
  readonly mime: 'image/jpeg' | 'image/png'
  readonly bytes: number
}

/**
 * Stores the body of an upload as an image under the hash of its bytes; the hash enters the event when it arrives,
 * before it proves anything. Refuses: FILE_EMPTY, FILE_TYPE_REFUSED, EVIDENCE_REUSED (it proves another act already).
 */
export async function takeImage(tx: Tx, actor: Actor, files: Files, takenAt: string): Promise<Image> {
  assert(actor.upload, 'an upload endpoint has a body')
  const bytes = await collect(actor.upload)
  const mime = imageType(bytes)
  if (!mime) throw new Refusal('FILE_TYPE_REFUSED', { allowed: ' JPG 或 PNG 照片' })
  const image = { sha256: await files.put(bytes), mime, bytes: bytes.length }
  await note(tx, actor, image, takenAt)
  return image
}

/**
 * Stores the body of an upload as a film, without ever holding it whole. Refuses: FILE_EMPTY, FILE_TYPE_REFUSED,
 * EVIDENCE_REUSED.
 */
export async function takeFilm(
  tx: Tx,
  actor: Actor,
  files: Files,
  takenAt: string,
): Promise<{ sha256: string; mime: 'video/mp4' | 'video/webm'; bytes: number }> {
  assert(actor.upload, 'an upload endpoint has a body')
  let mime: 'video/mp4' | 'video/webm' = 'video/mp4'
  let bytes = 0
  const sha256 = await files.putStream(actor.upload, (head, length) => {
    if (length === 0) throw new Refusal('FILE_EMPTY')
    const type = videoType(head)
    if (!type) throw new Refusal('FILE_TYPE_REFUSED', { allowed: ' MP4 或 WebM 录像' })
    mime = type
    bytes = length
  })
  const taken = { sha256, mime, bytes }
  await note(tx, actor, taken, takenAt)
  return taken
}

/** The hash enters the event of its arrival, and the row waits for the act that it will prove. */
async function note(
  tx: Tx,
  actor: Actor,
  { sha256, mime, bytes }: { sha256: string; mime: string; bytes: number },
  takenAt: string,
): Promise<void> {
  const key = Buffer.from(sha256, 'hex')
  const [known] = await tx<{ boundEventId: number | null }[]>`
    select bound_event_id from files.evidence where org_id = ${actor.orgId} and sha256 = ${key}`
  if (known?.boundEventId) throw new Refusal('EVIDENCE_REUSED')
  await tx`
    insert into files.evidence (org_id, sha256, mime, bytes, taken_at, uploaded_at, uploaded_by)
    values (${actor.orgId}, ${key}, ${mime}, ${bytes}, ${takenAt}, ${actor.at}, ${actor.userId})
    on conflict do nothing`
  actor.act.data['evidence'] = sha256
}

/** Binds an image that was just taken to this act, so that it proves no other one. */
export async function bindImage(tx: Tx, actor: Actor, sha256: string, as: FilePurpose): Promise<void> {
  const bound = await tx`
    update files.evidence set bound_event_id = ${actor.eventId}, bound_as = ${as}
    where org_id = ${actor.orgId} and sha256 = ${Buffer.from(sha256, 'hex')} and bound_event_id is null and mime like 'image/%' returning 1`
  if (bound.length === 0) throw new Refusal('EVIDENCE_REUSED')
}
