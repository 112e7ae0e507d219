import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { Report } from '#core/reports/report.ts'
import type { FilingDetail, FilingRow, FrozenTable } from './contract.ts'
import { freeze, frozenOf } from './freeze.ts'
import { periodOf } from './rules.ts'
import { columns, tables } from './rows.ts'
import { termOf } from './store.ts'

interface Inside {
  readonly content: string
  readonly fingerprint: string
  readonly preparedById: number
  readonly last: boolean
}

type Head = FilingRow & Inside & Pick<FilingDetail, 'reason' | 'checkedAt' | 'sentBy' | 'dropped'>

async function headOf(tx: Tx, actor: Actor, id: number): Promise<Head> {
  const [row] = await tx<Head[]>`
    select ${columns(tx, actor.at)}, f.content, encode(f.fingerprint, 'hex') as fingerprint, f.prepared_by as prepared_by_id, f.reason,
      f.checked_at, s.name as sent_by,
      case when f.dropped_at is not null then json_build_object('by', x.name, 'at', to_char(f.dropped_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'reason', f.drop_reason) end as dropped,
      not exists (select from filing.filing n where n.org_id = f.org_id and n.kind = f.kind and n.period = f.period
        and n.version > f.version and n.dropped_at is null) as last
    ${tables(tx)}
    left join identity.app_user s on s.org_id = f.org_id and s.id = f.sent_by
    left join identity.app_user x on x.org_id = f.org_id and x.id = f.dropped_by
    where f.id = ${id} and (f.org_id = core.current_org() or f.sent_at is not null)`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

async function dispatchesFor(
  tx: Tx,
  head: Head,
): Promise<(FilingDetail['dispatches'][number] & { mine: boolean })[]> {
  const rows = await tx<(FilingDetail['dispatches'][number] & { mine: boolean })[]>`
    select id as dispatch_id, receiver, authority_id is not null as platform, outcome, receipt_no, note, encode(proof, 'hex') as proof,
      done_name as by, done_at as at, authority_id is not distinct from core.current_org() as mine
    from filing.dispatch_now where org_id = ${head.orgId} and filing_id = ${head.filingId} order by id limit 100`
  return [...rows]
}

/** What the books say now about the same month. */
async function agrees(tx: Tx, actor: Actor, reports: readonly Report[], head: Head): Promise<boolean | null> {
  if (head.kind !== 'monthly') return null
  const period = periodOf(head.kind, head.period, await termOf(tx, head.kind, actor.at), dayOf(actor.at))
  const now = await freeze(tx, reports, { kind: head.kind, org: head.orgId, at: actor.at, period })
  return (
    frozenOf({ kind: head.kind, period: head.period, tables: now }).fingerprint.toString('hex') ===
    head.fingerprint
  )
}

/** One filing with its frozen tables. Refuses: NOT_FOUND. */
export async function detailOf(
  tx: Tx,
  actor: Actor,
  reports: readonly Report[],
  id: number,
): Promise<FilingDetail> {
  const head = await headOf(tx, actor, id)
  const dispatches = await dispatchesFor(tx, head)
  const { content, preparedById, last, ...shown } = head
  const own = head.orgId === actor.orgId
  const works = own && actor.permissions.has('filing.work')
  const checks = own && actor.permissions.has('filing.check') && head.state === 'prepared'
  const mine = preparedById === actor.userId
  return {
    ...shown,
    tables: (JSON.parse(content) as { tables: FrozenTable[] }).tables,
    agrees: await agrees(tx, actor, reports, head),
    dispatches: dispatches.map(({ mine: _, ...d }) => d),
    may: {
      check: checks && !mine,
      send: works && head.state === 'checked',
      drop: works && (head.state === 'prepared' || head.state === 'checked'),
      confirm:
        actor.permissions.has('filing.supervise') && dispatches.some((d) => d.mine && d.outcome === null),
      record: works && dispatches.some((d) => !d.platform && d.outcome === null),
      correct: works && last && head.sentAt !== null,
    },
    why: checks && mine ? '编制人不能核对自己的报表，请另一人核对' : null,
  }
}
