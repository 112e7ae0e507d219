import { contains, type Tx } from '#core/db.ts'
import type { AlertRow, AlertKind, Severity } from './contract.ts'
import type { Alert, Discrepancy } from './rules.ts'

/** At least once becomes exactly once: the same event and kind is written one time. */
export async function raise(
  tx: Tx,
  event: { org: number; id: number; at: string },
  alert: Alert,
): Promise<void> {
  await tx`
    insert into alerts.alert (org_id, kind, severity, text, subject_kind, subject_no, event_id, raised_at)
    values (${event.org}, ${alert.kind}, ${alert.severity}, ${alert.text}, ${alert.subject?.kind ?? null}, ${alert.subject?.no ?? null},
      ${event.id}, ${event.at})
    on conflict on constraint alert_once do nothing`
}

export async function refusalFacts(
  tx: Tx,
  org: number,
  id: number,
): Promise<{ code: string; endpoint: string; facts: Record<string, unknown> } | undefined> {
  const [row] = await tx<{ code: string; endpoint: string; facts: Record<string, unknown> }[]>`
    select code, endpoint, facts from audit.refusal where org_id = ${org} and id = ${id}`
  return row
}

export async function discrepanciesOf(tx: Tx, org: number, receiptId: number): Promise<Discrepancy[]> {
  return tx<Discrepancy[]>`
    select x.kind, d.name || ' ' || d.spec as drug, d.unit, sum(x.units)::int as units
    from receipt.discrepancy x
    left join receipt.line l on l.org_id = x.org_id and l.id = x.line_id
    left join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
    where x.org_id = ${org} and x.receipt_id = ${receiptId} group by 1, 2, 3 order by 1, 2`
}

export interface AlertQuery {
  readonly org?: number | undefined
  readonly severity?: Severity | undefined
  readonly kind?: AlertKind | undefined
  readonly q?: string | undefined
  readonly page: number
  readonly pageSize: number
}

/**
 * Newest first; too little stock is the hospital's own affair and no authority's. Without `org` everything that the reader may see: a hospital its own, an authority its institutions'.
 */
export async function alertRows(tx: Tx, query: AlertQuery): Promise<{ rows: AlertRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const where = tx`
    where (${query.org ?? null}::bigint is null or a.org_id = ${query.org ?? null})
      and (a.kind <> 'STOCK_LOW' or a.org_id = core.current_org())
      and (${query.severity ?? null}::text is null or a.severity = ${query.severity ?? null})
      and (${query.kind ?? null}::text is null or a.kind = ${query.kind ?? null})
      and (${like}::text is null or a.text ilike ${like} or a.subject_no ilike ${like} or o.name ilike ${like})`
  const rows = await tx<AlertRow[]>`
    select a.id, a.org_id, o.name as org, a.kind, a.severity, a.text, a.subject_kind, a.subject_no, a.event_id, a.raised_at
    from alerts.alert a join identity.org o on o.id = a.org_id ${where}
    order by a.raised_at desc, a.id desc limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [count] = await tx<{ total: number }[]>`
    select count(*) as total from alerts.alert a join identity.org o on o.id = a.org_id ${where}`
  return { rows: [...rows], total: count?.total ?? 0 }
}
