import type { Actor } from './actor.ts'
import { dayOf } from './clock.ts'
import type { Tx } from './db.ts'
import { assert } from './refusal.ts'

/** The next number of a kind of document on this day, without gaps: CG-20261123-02. */
export async function documentNo(tx: Tx, actor: Actor, prefix: string): Promise<string> {
  const day = dayOf(actor.at)
  const [row] = await tx<{ last: number }[]>`
    insert into core.document_number as n (org_id, prefix, day, last) values (${actor.orgId}, ${prefix}, ${day}, 1)
    on conflict (org_id, prefix, day) do update set last = n.last + 1 returning last`
  assert(row, 'an upsert returns its row')
  return `${prefix}-${day.replaceAll('-', '')}-${String(row.last).padStart(2, '0')}`
}
