import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { readFile, uploadEvidence } from './contract.ts'
import { takeImage } from './images.ts'
import type { Files } from './store.ts'

export function fileRoutes(files: Files): Route[] {
  return [
    on(uploadEvidence, async (tx, actor, { takenAt }) => ({
      ...(await takeImage(tx, actor, files, takenAt)),
      takenAt,
    })),
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
