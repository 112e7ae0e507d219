import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'

export const columns = (tx: Tx, at: string) => tx`
  f.id as filing_id, f.org_id, o.name as org, f.no, f.kind, f.period, f.version, f.lines, f.due_on, f.state, p.name as prepared_by,
  f.prepared_at, c.name as checked_by, f.sent_at, f.receivers, f.received,
  f.state in ('prepared', 'checked', 'returned') and f.due_on < ${dayOf(at)}::date as overdue`

export const tables = (tx: Tx) => tx`
  from filing.filing_now f
  join identity.org o on o.id = f.org_id
  join identity.app_user p on p.org_id = f.org_id and p.id = f.prepared_by
  left join identity.app_user c on c.org_id = f.org_id and c.id = f.checked_by`
