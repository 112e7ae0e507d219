import type { Tx } from '#core/db.ts'

/** What one person did with one drug on one China day. Content in µg. */
export interface UseDay {
  readonly account: string
  readonly role: string
  readonly day: string
  readonly drug: string
  readonly opened: number
  readonly given: number
  readonly wasted: number
  /** Ampoules that something was given of, and those of them that were given whole. */
  readonly doses: number
  readonly wholeDoses: number
  readonly broken: number
}

export interface WasteAct {
  readonly account: string
  readonly day: string
  readonly witness: string
  /** Minutes since the last dose of the case. */
  readonly after: number
}

export interface AlertFact {
  readonly account: string
  readonly day: string
  readonly severity: 'red' | 'amber' | 'grey'
}

/** Everything that a detector may look at: the books and the alerts, never the truth. */
export interface Facts {
  readonly uses: readonly UseDay[]
  readonly wastes: readonly WasteAct[]
  readonly alerts: readonly AlertFact[]
  readonly staff: readonly { readonly account: string; readonly role: string }[]
}

/** Reads every institution with the auditor's role. What was taken back by 红冲 does not count. */
export async function readFacts(tx: Tx): Promise<Facts> {
  const standing = tx`
    m.reverses_id is null and not exists (select 1 from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id)`
  const uses = await tx<UseDay[]>`
    select u.account, u.title as role, to_char(m.occurred_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, d.code as drug,
      coalesce(sum(e.quantity) filter (where m.kind = 'open' and e.item = 'content'), 0)::bigint as opened,
      coalesce(sum(e.quantity) filter (where m.kind = 'administer' and e.item = 'content'), 0)::bigint as given,
      coalesce(sum(e.quantity) filter (where m.kind = 'waste'), 0)::bigint as wasted,
      count(*) filter (where m.kind = 'administer' and e.item = 'content') as doses,
      count(*) filter (where m.kind = 'administer' and e.item = 'content' and e.quantity = d.content_per_unit) as whole_doses,
      coalesce(sum(e.quantity) filter (where m.kind = 'breakage' and e.item = 'intact'), 0)::bigint as broken
    from ledger.movement m join identity.app_user u on u.org_id = m.org_id and u.id = m.actor_id
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id
    where m.kind in ('open', 'administer', 'waste', 'breakage') and ${standing}
    group by 1, 2, 3, 4 order by 3, 1, 4`
  const wastes = await tx<WasteAct[]>`
    select u.account, to_char(m.occurred_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, w.account as witness,
      coalesce(extract(epoch from m.occurred_at - g.at) / 60, 0)::int as after
    from ledger.movement m join identity.app_user u on u.org_id = m.org_id and u.id = m.actor_id
    join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    left join lateral (select max(x.occurred_at) as at from ledger.movement x
      where x.org_id = m.org_id and x.cause_kind = m.cause_kind and x.cause_id = m.cause_id and x.kind = 'administer') g on true
    where m.kind = 'waste' and ${standing} order by m.occurred_at, m.org_id, m.id`
  const alerts = await tx<AlertFact[]>`
    select u.account, to_char(a.raised_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, a.severity
    from alerts.alert a join audit.event e on e.org_id = a.org_id and e.id = a.event_id
    join identity.app_user u on u.org_id = e.org_id and u.id = e.actor_id order by a.raised_at, a.org_id, a.id`
  const staff = await tx<{ account: string; role: string }[]>`
    select u.account, u.title as role from identity.app_user u join identity.org o on o.id = u.org_id
    where o.kind = 'institution' order by u.account`
  return { uses: [...uses], wastes: [...wastes], alerts: [...alerts], staff: [...staff] }
}
