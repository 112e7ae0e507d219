import { tell } from '#core/actor.ts'
import { brokenConstraint } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { endLimit, setDailyMax, setDispensary, setLimit } from './limitContract.ts'
import { loosened } from './limits.ts'
import { limitsOn, today } from './store.ts'

export const limitCommands: Route[] = [
  on(setLimit, async (tx, actor, input) => {
    const { class: drugClass, form, patient, measure, most, validFrom, reason } = input
    if (validFrom < today(actor)) throw new Refusal('RX_LIMIT_PAST')
    const ingredient = input.ingredient === undefined || input.ingredient === '' ? null : input.ingredient
    const own = {
      class: drugClass,
      form,
      patient,
      ingredient,
      maxDoses: measure === 'doses' ? most : null,
      maxDays: measure === 'days' ? most : null,
    }
    const inForce = await limitsOn(tx, actor.orgId, validFrom)
    const loose = loosened(
      own,
      inForce.filter((l) => l.mode !== 'own'),
    )
    if (loose) {
      const law = loose.maxDays === null ? `${loose.maxDoses ?? ''} 次常用量` : `${loose.maxDays} 日常用量`
      throw new Refusal('RX_LIMIT_LOOSER', { rule: loose.title, article: loose.article, law })
    }
    const same = inForce.find(
      (l) =>
        l.mode === 'own' &&
        l.class === drugClass &&
        l.form === form &&
        l.patient === patient &&
        l.ingredient === ingredient,
    )
    if (same) throw new Refusal('ALREADY_EXISTS', { what: '本院限量', value: `${same.validFrom} 起的一条` })
    const [row] = await tx<{ id: number }[]>`
      insert into prescription.own_limit (org_id, class, form, patient, ingredient, max_doses, max_days, reason, valid_from, set_by, set_at)
      values (${actor.orgId}, ${drugClass}, ${form}, ${patient}, ${ingredient}, ${own.maxDoses}, ${own.maxDays}, ${reason}, ${validFrom},
        ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an inserted limit has a number')
    tell(
      actor,
      { kind: 'limit', id: row.id, no: `${drugClass} ${form} ${patient}` },
      { ...own, validFrom, reason },
    )
    return { id: row.id }
  }),

  on(endLimit, async (tx, actor, { limitId }) => {
    const [row] = await tx<{ class: string; form: string; patient: string; endedOn: string | null }[]>`
      select class, form, patient, ended_on from prescription.own_limit where org_id = ${actor.orgId} and id = ${limitId} for update`
    if (!row) throw new Refusal('NOT_FOUND')
    if (row.endedOn !== null) throw new Refusal('DOCUMENT_CLOSED', { no: '这条限量', state: '停用' })
    await tx`update prescription.own_limit set ended_on = ${today(actor)} where org_id = ${actor.orgId} and id = ${limitId}`
    const no = `${row.class} ${row.form} ${row.patient}`
    tell(actor, { kind: 'limit', id: limitId, no }, { endedOn: today(actor) })
    return { ok: true as const }
  }),

  on(setDispensary, async (tx, actor, { locationId, kind }) => {
    const [place] = await tx<{ code: string }[]>`
      select code from place.location where org_id = ${actor.orgId} and id = ${locationId} and kind = 'store' and stopped_at is null`
    if (!place) throw new Refusal('NOT_FOUND')
    await tx`
      insert into prescription.dispensary (org_id, location_id, kind, set_by, set_at)
      values (${actor.orgId}, ${locationId}, ${kind}, ${actor.userId}, ${actor.at})
      on conflict (org_id, location_id) do update set kind = excluded.kind, set_by = excluded.set_by, set_at = excluded.set_at`
    tell(actor, { kind: 'dispensary', id: locationId, no: place.code }, { kind })
    return { ok: true as const }
  }),

  on(setDailyMax, async (tx, actor, { drugId, amount }) => {
    try {
      await tx`
        insert into prescription.daily_max (org_id, drug_id, amount, set_by, set_at)
        values (${actor.orgId}, ${drugId}, ${amount}, ${actor.userId}, ${actor.at})
        on conflict (org_id, drug_id) do update set amount = excluded.amount, set_by = excluded.set_by, set_at = excluded.set_at`
    } catch (error) {
      if (brokenConstraint(error)?.includes('drug_id')) throw new Refusal('NOT_FOUND')
      throw error
    }
    tell(actor, { kind: 'drug', id: drugId, no: String(drugId) }, { dailyMax: amount })
    return { ok: true as const }
  }),
]
