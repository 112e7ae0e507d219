import { sendOff, type Tx } from '#core/db.ts'

export interface UseRecord {
  readonly movementId: number
  readonly issueId: number
  readonly kind: 'open' | 'administer' | 'waste' | 'breakage' | 'returnUnopened'
  readonly route?: string
  readonly place?: string
  readonly method?: string
}

/** What the ledger's movements do not say of them; sent off with them. */
export function insertUses(tx: Tx, orgId: number, uses: readonly UseRecord[]): void {
  const column = (of: (use: UseRecord) => string | undefined) => uses.map((use) => of(use) ?? '')
  const statement = tx`
    insert into residue.use_record (org_id, movement_id, issue_id, kind, route, place, method)
    select ${orgId}, u.movement, u.issue, u.kind, nullif(u.route, ''), nullif(u.place, ''), nullif(u.method, '')
    from unnest(${uses.map((u) => u.movementId)}::bigint[], ${uses.map((u) => u.issueId)}::bigint[], ${uses.map((u) => u.kind)}::text[],
      ${column((u) => u.route)}::text[], ${column((u) => u.place)}::text[], ${column((u) => u.method)}::text[])
      as u (movement, issue, kind, route, place, method)`
  sendOff(tx, statement.execute())
}
