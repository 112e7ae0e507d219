import { tell } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { contains } from '#core/db.ts'
import { bindImage, takeImage } from '#core/files/images.ts'
import type { Files } from '#core/files/store.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { fileSpecimen, listSigners, readSpecimen, specimensOf } from './contract.ts'
import { checkValidFrom } from './rules.ts'
import { lastFrom, personOf, signersOf, specimensFor } from './store.ts'

export function specimenRoutes(files: Files): Route[] {
  return [
    on(listSigners, async (tx, actor, input) => {
      const found = await signersOf(tx, {
        org: input.org ?? actor.orgId,
        day: dayOf(actor.at),
        like: input.q ? contains(input.q) : null,
        state: input.state ?? null,
        limit: input.pageSize,
        offset: (input.page - 1) * input.pageSize,
      })
      const all = await specimensFor(
        tx,
        found.map((f) => f.userId),
        dayOf(actor.at),
      )
      const rows = found.map(({ total: _, ...f }) => ({
        ...f,
        specimens: all.filter((s) => s.userId === f.userId).map(({ userId: __, ...s }) => s),
      }))
      return { rows, total: found[0]?.total ?? 0 }
    }),

    on(specimensOf, async (tx, actor, { userId, day }) => {
      const [person] = await tx<{ name: string }[]>`select name from identity.app_user where id = ${userId}`
      if (!person) throw new Refusal('NOT_FOUND')
      const rows = await specimensFor(tx, [userId], day ?? dayOf(actor.at))
      return { name: person.name, rows: rows.map(({ userId: _, ...s }) => s) }
    }),

    on(readSpecimen, async (tx, _actor, { specimenId }) => {
      const [row] = await tx<{ sha256: string; mime: string }[]>`
        select encode(f.sha256, 'hex') as sha256, f.mime from specimen.specimen s
        join files.evidence f on f.org_id = s.org_id and f.sha256 = s.sha256 where s.id = ${specimenId}`
      if (!row) throw new Refusal('NOT_FOUND')
      const extension = row.mime === 'image/png' ? 'png' : 'jpg'
      return { mime: row.mime, name: `留样-${specimenId}.${extension}`, bytes: await files.get(row.sha256) }
    }),

    on(fileSpecimen, async (tx, actor, { userId, kind, validFrom }) => {
      const person = await personOf(tx, actor.orgId, userId)
      if (!person.signs) throw new Refusal('SPECIMEN_NOT_SIGNER', { name: person.name })
      checkValidFrom(validFrom, dayOf(actor.at), await lastFrom(tx, actor.orgId, { userId, kind }))
      const { sha256 } = await takeImage(tx, actor, files, actor.at)
      await bindImage(tx, actor, sha256, '签名留样')
      const [row] = await tx<{ id: number }[]>`
        insert into specimen.specimen (org_id, user_id, kind, sha256, valid_from, filed_by, filed_at)
        values (${actor.orgId}, ${userId}, ${kind}, ${Buffer.from(sha256, 'hex')}, ${validFrom}, ${actor.userId}, ${actor.at}) returning id`
      assert(row, 'an inserted specimen has a number')
      tell(actor, { kind: 'specimen', id: row.id, no: person.name }, { userId, kind, validFrom })
      return { specimenId: row.id, sha256 }
    }),
  ]
}
