import type { EventV1 } from '#core/audit/event.ts'
import type { Tx } from '#core/db.ts'
import { shortCode, type Alert } from './rules.ts'

type Who = Pick<EventV1, 'org' | 'at'>
type Said = (words: string) => boolean

/** What one alert names at most. */
const mostNamed = 20
/** A residue that was chosen and lost its way is looked for so far back. */
const missedDays = 30

/** Samples that nobody tested in the time that their plan gives. */
export async function lateAssays(tx: Tx, who: Who, said: Said): Promise<Alert[]> {
  const rows = await tx<{ no: string }[]>`
    select s.no from assay.sample_now s 
    where s.org_id = ${who.org} and s.id in (select h.id from assay.held(${who.org}) h) and s.state = 'toTest' and s.test_due_at < ${who.at}
    order by s.test_due_at, s.id limit ${mostNamed}`
  const fresh = rows.filter((r) => !said(r.no))
  if (fresh.length === 0) return []
  const text = `留样逾期未检测：${fresh.map((r) => r.no).join('、')}`
  return [{ kind: 'ASSAY_LATE', severity: 'amber', text, subject: null }]
}

/** Chosen when it was handed in, and gone since without a sample: somebody must ask where to. */
export async function missedAssays(tx: Tx, who: Who, said: Said): Promise<Alert[]> {
  const rows = await tx<{ no: string; code: string; lotNo: string }[]>`
    select i.no, c.code, l.lot_no
    from assay.chosen(${who.org}, ${who.at}::timestamptz - make_interval(days => ${missedDays}::int), ${who.at}) c
    join issue.issue i on i.org_id = ${who.org} and i.id = c.issue_id
    join ledger.lot l on l.org_id = ${who.org} and l.id = c.lot_id
    where c.sample_id is null and c.content_left = 0 order by c.chosen_at, c.issue_id, c.lot_id, c.code limit ${mostNamed}`
  const words = (r: (typeof rows)[number]) => `${r.no} ${r.code ? shortCode(r.code) : `批号 ${r.lotNo}`}`
  const fresh = rows.map(words).filter((w) => !said(w))
  if (fresh.length === 0) return []
  const text = `抽中后没有留样，药液已记别的去向：${fresh.join('、')}`
  return [{ kind: 'ASSAY_MISSED', severity: 'red', text, subject: null }]
}
