import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { readFile, uploadEvidence } from './contract.ts'
import { collect } from './limited.ts'
import { imageType, type Files } from './store.ts'

export function fileRoutes(files: Files): Route[] {
  return [
    on(uploadEvidence, async (tx, actor, { takenAt }) => {
      assert(actor.upload, 'an upload endpoint has a body')
      const bytes = await collect(actor.upload)
      const mime = imageType(bytes)
      if (!mime) throw new Refusal('FILE_TYPE_REFUSED', { allowed: ' JPG 或 PNG 照片' })
      const sha256 = await files.put(bytes)
      const key = Buffer.from(sha256, 'hex')
      const [known] = await tx<{ boundEventId: number | null }[]>`
        select bound_event_id from files.evidence where org_id = ${actor.orgId} and sha256 = ${key}`
      if (known?.boundEventId) throw new Refusal('EVIDENCE_REUSED')
      await tx`
        insert into files.evidence (org_id, sha256, mime, bytes, taken_at, uploaded_at, uploaded_by)
        values (${actor.orgId}, ${key}, ${mime}, ${bytes.length}, ${takenAt}, ${actor.at}, ${actor.userId})
        on conflict do nothing`
      // The hash enters the log when it arrives, before it proves anything.
      actor.act.data['evidence'] = sha256
      return { sha256, mime, bytes: bytes.length, takenAt }
    }),
    on(readFile, async (tx, _actor, { sha256 }) => {
      const [row] = await tx<{ mime: string }[]>`
        select mime from files.evidence where sha256 = ${Buffer.from(sha256, 'hex')} limit 1`
      if (!row) throw new Refusal('NOT_FOUND')
      return {
        mime: row.mime,
        name: `${sha256}.${row.mime === 'image/png' ? 'png' : 'jpg'}`,
        bytes: await files.get(sha256),
      }
    }),
  ]
}
