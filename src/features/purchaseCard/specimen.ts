import { tell } from '#core/actor.ts'
import { bindImage, takeImage } from '#core/files/images.ts'
import type { Files } from '#core/files/store.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { readSpecimen, uploadSpecimen } from './contract.ts'

/** The scan of a card proves that one card; a second upload replaces it, and the first stays in its event. */
export function cardSpecimenRoutes(files: Files): Route[] {
  return [
    on(uploadSpecimen, async (tx, actor, { id }) => {
      const [card] = await tx<{ cardNo: string }[]>`
        select card_no from purchase_card.card where org_id = ${actor.orgId} and id = ${id} for update`
      if (!card) throw new Refusal('NOT_FOUND')
      const { sha256 } = await takeImage(tx, actor, files, actor.at)
      await bindImage(tx, actor, sha256, '印鉴卡')
      await tx`
        update purchase_card.card set specimen = ${Buffer.from(sha256, 'hex')} where org_id = ${actor.orgId} and id = ${id}`
      tell(actor, { kind: 'purchaseCard', id, no: card.cardNo }, { specimen: sha256 })
      return { ok: true as const }
    }),
    on(readSpecimen, async (tx, _actor, { id }) => {
      const [row] = await tx<{ sha256: string; mime: string; cardNo: string }[]>`
        select encode(f.sha256, 'hex') as sha256, f.mime, c.card_no from purchase_card.card c
        join files.evidence f on f.org_id = c.org_id and f.sha256 = c.specimen where c.id = ${id}`
      if (!row) throw new Refusal('NOT_FOUND')
      const extension = row.mime === 'image/png' ? 'png' : 'jpg'
      return { mime: row.mime, name: `印鉴卡-${row.cardNo}.${extension}`, bytes: await files.get(row.sha256) }
    }),
  ]
}
