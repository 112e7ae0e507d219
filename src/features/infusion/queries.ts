import { dayOf } from '#core/clock.ts'
import { maskName } from '#core/privacy.ts'
import { on, type Route } from '#core/route.ts'
import { Refusal } from '#core/refusal.ts'
import { fillable, listPumps, readOne, type Fillable } from './contract.ts'
import { pumpCounts, pumpOf, pumpRows } from './store.ts'

export const infusionQueries: Route[] = [
  on(listPumps, async (tx, actor, input) => {
    const org = input.org ?? actor.orgId
    const found = await pumpRows(tx, {
      org,
      at: actor.at,
      state: input.state ?? null,
      keeperId: input.mine ? actor.userId : null,
      issueId: input.issueId ?? null,
      q: input.q,
      limit: input.pageSize,
      offset: (input.page - 1) * input.pageSize,
    })
    return { ...found, ...(await pumpCounts(tx, org, actor.at)) }
  }),

  on(readOne, (tx, _, { id }) => pumpOf(tx, id)),

  on(fillable, async (tx, actor, { issueId }) => {
    const [head] = await tx<Omit<Fillable, 'doctors' | 'contents'>[]>`
      select i.no as issue_no, i.title, coalesce(i.room, l.name) as place, i.patient_name, i.holder_id, h.name as holder, i.issued_at, i.doctor_id
      from issue.issue i
      join place.location l on l.org_id = i.org_id and l.id = i.location_id
      join identity.app_user h on h.org_id = i.org_id and h.id = i.holder_id
      where i.org_id = ${actor.orgId} and i.id = ${issueId}`
    if (!head) throw new Refusal('NOT_FOUND')
    const today = dayOf(actor.at)
    const doctors = await tx<Fillable['doctors']>`
      select u.id as user_id, u.name, u.title from identity.app_user u
      where u.org_id = ${actor.orgId} and u.disabled_at is null
        and exists (select from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id and q.type = 'prescribe'
          and q.revoked_at is null and q.valid_from <= ${today} and q.valid_to >= ${today})
      order by u.name limit 2000`
    const contents = await tx<Fillable['contents']>`
      select d.drug_id, d.name, d.spec, d.unit, d.drug_class, d.content_unit, d.content_per_unit, d.volume_ul, l.id as lot_id, l.lot_no, l.expiry,
        f.code, f.free
      from infusion.hand_of(${actor.orgId}, ${issueId}, ${actor.userId}) f
      join ledger.lot l on l.org_id = ${actor.orgId} and l.id = f.lot_id
      join catalogue.drug_name d on d.org_id = l.org_id and d.drug_id = l.drug_id
      where f.free > 0 order by d.drug_id, l.expiry, f.code limit 500`
    return {
      ...head,
      patientName: maskName(head.patientName),
      doctors: [...doctors],
      contents: [...contents],
    }
  }),
]
