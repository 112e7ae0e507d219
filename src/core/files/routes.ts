import type { Actor } from '#core/actor.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { readFile, uploadEvidence, uploadFilm } from './contract.ts'
import { takeFilm, takeImage } from './images.ts'
import { opensFile } from './purposes.ts'
import type { Files } from './store.ts'

interface Held {
  readonly mime: string
  readonly boundEventId: number | null
  readonly uploadedBy: number
  readonly orgId: number
  readonly boundAs: string | null
}

const extension: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
}

/** Whoever may read the record that it belongs to; before it belongs to one, whoever brought it. A hash alone opens nothing. */
function mayOpen(actor: Actor, of: Held): boolean {
  if (of.boundEventId === null) return of.orgId === actor.orgId && of.uploadedBy === actor.userId
  return actor.permissions.has(opensFile(of.boundAs))
}

export function fileRoutes(files: Files): Route[] {
  return [
    on(uploadEvidence, async (tx, actor, { takenAt }) => ({
      ...(await takeImage(tx, actor, files, takenAt)),
      takenAt,
    })),
    on(uploadFilm, async (tx, actor, { takenAt }) => ({
      ...(await takeFilm(tx, actor, files, takenAt)),
      takenAt,
    })),
    on(readFile, async (tx, actor, { sha256 }) => {
      const [row] = await tx<Held[]>`
        select mime, bound_event_id, uploaded_by, org_id, bound_as from files.evidence
        where sha256 = ${Buffer.from(sha256, 'hex')} order by org_id = ${actor.orgId} desc limit 1`
      if (!row || !mayOpen(actor, row)) throw new Refusal('NOT_FOUND')
      const name = `${sha256}.${extension[row.mime] ?? 'bin'}`
      if (row.mime.startsWith('video/')) return { mime: row.mime, name, open: await files.open(sha256) }
      return { mime: row.mime, name, bytes: await files.get(sha256) }
    }),
  ]
}
