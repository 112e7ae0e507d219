import type { Tx } from '#core/db.ts'
import { reportOwed } from '#core/discrepancy/owed.ts'

/**
 * Deadlines pass without an event, so this one looks at the clock: each overdue discrepancy of the tenant is said once,
 * under the event that opened it. Whoever runs it again changes nothing.
 */
export async function raiseOverdue(tx: Tx, at: string): Promise<void> {
  await tx`
    insert into alerts.alert (org_id, kind, severity, text, subject_kind, subject_no, event_id, raised_at)
    select d.org_id, x.kind, 'red', '差异 ' || d.no || ' ' || x.text, 'discrepancy', d.no, s.event_id, ${at}
    from ledger.discrepancy d
    join lateral (select event_id from ledger.discrepancy_step s
      where s.org_id = d.org_id and s.discrepancy_id = d.id and s.kind = 'found' order by s.id limit 1) s on true
    join lateral (
      select 'COUNT_OVERDUE' as kind, '超时未说明，请药学部负责人立即处理' as text where d.state = 'open' and d.escalate_at < ${at}
      union all
      select 'COUNT_REPORT_DUE', '超时未上报，请立即上报公安、药监、卫健' where d.report_at < ${at} and ${reportOwed(tx)}) x on true
    where d.org_id = core.current_org() and d.state <> 'closed' and d.escalate_at < ${at}
    on conflict on constraint alert_once do nothing`
}
