import { createHash } from 'node:crypto'
import type { Tx } from '#core/db.ts'

export interface Books {
  readonly movements: number
  /** SHA-256 of every movement in words: times, people, documents, drugs, lots, codes, accounts, quantities. */
  readonly words: string
  /** The same with the numbers of movements, lots, accounts and events. */
  readonly numbers: string
}

const batch = 2_000

/** Two runs have the same books where these are the same. Reads all tenants, with the auditor's role. */
export async function booksOf(tx: Tx): Promise<Books> {
  const [words, numbers] = [createHash('sha256'), createHash('sha256')]
  let after = { org: 0, event: 0, id: 0 }
  let movements = 0
  for (;;) {
    const rows = await tx<{ org: number; event: number; id: number; words: string; numbers: string }[]>`
      select m.org_id as org, m.event_id as event, m.id,
        concat_ws('|', o.code, m.kind, m.occurred_at, m.recorded_at, m.cause_kind, m.cause_no, a.account, w.account, m.reason,
          (m.reverses_id is not null)::text, l.words) as words,
        concat_ws('|', m.id, m.cause_id, m.event_id, m.reverses_id, l.numbers) as numbers
      from ledger.movement m join identity.org o on o.id = m.org_id
      join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
      left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
      left join lateral (
        select string_agg(concat_ws(',', e.item, d.code, t.lot_no, t.expiry, e.code, s.title, r.title, e.quantity), ';' order by e.line) as words,
          string_agg(concat_ws(',', e.lot_id, e.source_id, e.destination_id), ';' order by e.line) as numbers
        from ledger.entry e join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id
        join ledger.lot t on t.org_id = e.org_id and t.id = e.lot_id
        join ledger.account s on s.org_id = e.org_id and s.id = e.source_id
        join ledger.account r on r.org_id = e.org_id and r.id = e.destination_id
        where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at) l on true
      where (m.org_id, m.event_id, m.id) > (${after.org}, ${after.event}, ${after.id}) order by m.org_id, m.event_id, m.id limit ${batch}`
    const last = rows.at(-1)
    if (!last) break
    after = last
    movements += rows.length
    for (const row of rows) {
      words.update(`${row.words}\n`)
      numbers.update(`${row.words}|${row.numbers}\n`)
    }
  }
  return { movements, words: words.digest('hex'), numbers: numbers.digest('hex') }
}
