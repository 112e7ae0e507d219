import type { Tx } from '#core/db.ts'
import { drugSumsIn } from '#core/ledger/drugs.ts'
import type { WriteOffRow } from './contract.ts'
import { dueAtOf } from './rules.ts'

export interface Row extends Omit<WriteOffRow, 'dueAt'> {
  readonly createdById: number
  readonly approvedById: number | null
  readonly authorityId: number | null
}

export const columns = (tx: Tx) => tx`
  a.id, a.org_id, o.name as org, a.no, a.state, a.reason, u.name as created_by, a.created_at, a.approved_at as sent_at, x.name as authority,
  a.visit_on, a.destroyed_at, f.drugs, f.sums, a.created_by as created_by_id, a.approved_by as approved_by_id, a.authority_id`

const listed = (tx: Tx) => tx`
  select d.name, d.unit, l.units from write_off.line l join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
  where l.org_id = a.org_id and l.application_id = a.id`

export const tables = (tx: Tx) => tx`
  from write_off.application_now a
  join identity.org o on o.id = a.org_id
  join identity.app_user u on u.org_id = a.org_id and u.id = a.created_by
  left join identity.org x on x.id = a.authority_id
  cross join lateral (${drugSumsIn(tx, listed(tx))}) f`

export const rowOf = ({ createdById: _c, approvedById: _a, authorityId: _o, ...r }: Row): WriteOffRow => ({
  ...r,
  dueAt: r.sentAt === null ? null : dueAtOf(r.sentAt),
})
