import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { kindTitle } from '#core/ledger/kinds.ts'
import type { Book, Downtime, DowntimeRow, Form } from './contract.ts'
import { formText } from './rules.ts'

export interface Head {
  readonly id: number
  readonly no: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly closedAt: string | null
}

/** One's own, locked: what is entered and what is closed wait for each other. */
export async function lockDowntime(tx: Tx, actor: Actor, id: number): Promise<Head | undefined> {
  const [row] = await tx<Head[]>`
    select id, no, started_at, ended_at, closed_at from paper.downtime where org_id = ${actor.orgId} and id = ${id} for update`
  return row
}

export type RowFields = Omit<DowntimeRow, 'state'>

const fields = (tx: Tx) => tx`
  d.id, d.org_id, d.no, d.reason, d.started_at, d.ended_at, d.enter_due_at, d.closed_at, u.name as declared_by,
  (select string_agg(l.name, '、' order by l.code) from paper.downtime_place p join place.location l on l.org_id = p.org_id and l.id = p.location_id
    where p.org_id = d.org_id and p.downtime_id = d.id) as places,
  f.forms, f.lines, f.entered`

const tables = (tx: Tx) => tx`
  from paper.downtime d
  join identity.app_user u on u.org_id = d.org_id and u.id = d.declared_by
  cross join lateral (
    select count(*)::int as forms, coalesce(sum(f.lines), 0)::int as lines,
      (select count(distinct (e.form_id, e.line))::int from paper.entry e join paper.form g on g.org_id = e.org_id and g.id = e.form_id
        where g.org_id = d.org_id and g.downtime_id = d.id) as entered
    from paper.form f where f.org_id = d.org_id and f.downtime_id = d.id) f`

export interface DowntimeQuery {
  readonly org?: number | undefined
  readonly state?: 'open' | 'closed' | undefined
  readonly q?: string | undefined
  readonly page: number
  readonly pageSize: number
}

export async function downtimes(tx: Tx, query: DowntimeQuery): Promise<(RowFields & { total: number })[]> {
  const like = query.q ? `%${query.q}%` : null
  return tx<(RowFields & { total: number })[]>`
    select ${fields(tx)}, count(*) over () as total ${tables(tx)}
    where d.org_id = coalesce(${query.org ?? null}::bigint, core.current_org())
      and (${like}::text is null or d.no ilike ${like} or d.reason ilike ${like})
      and (${query.state ?? null}::text is null or (d.closed_at is null) = (${query.state ?? null} = 'open'))
    order by d.started_at desc, d.id desc limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
}

export type DetailFields = RowFields & Pick<Downtime, 'endedBy' | 'closedBy' | 'closedWith' | 'note'>

export async function downtimeOf(tx: Tx, id: number): Promise<DetailFields | undefined> {
  const [row] = await tx<DetailFields[]>`
    select ${fields(tx)}, e.name as ended_by, c.name as closed_by, w.name as closed_with, d.note ${tables(tx)}
    left join identity.app_user e on e.org_id = d.org_id and e.id = d.ended_by
    left join identity.app_user c on c.org_id = d.org_id and c.id = d.closed_by
    left join identity.app_user w on w.org_id = d.org_id and w.id = d.closed_with
    where d.id = ${id}`
  return row
}

interface Entered {
  readonly formId: number
  readonly line: number
  readonly happenedAt: string
  readonly enteredAt: string
  readonly enteredBy: string
  readonly kind: string
  readonly causeNo: string
  readonly movementId: number
}

/** Sheets of a downtime with their lines, entered or not. */
export async function formsOf(tx: Tx, orgId: number, id: number): Promise<Form[]> {
  const forms = await tx<(Omit<Form, 'no' | 'lines'> & { prefix: string; formNo: number; count: number })[]>`
    select f.id as form_id, b.prefix, f.form_no, f.fate, f.acted_by, f.witnessed_by, encode(f.evidence_sha256, 'hex') as sha256, f.reason,
      u.name as registered_by, f.lines as count
    from paper.form f
    join paper.book b on b.org_id = f.org_id and b.id = f.book_id
    join identity.app_user u on u.org_id = f.org_id and u.id = f.registered_by
    where f.org_id = ${orgId} and f.downtime_id = ${id} order by b.prefix, f.form_no limit 2000`
  const entries = await tx<Entered[]>`
    select e.form_id, e.line, min(e.happened_at) as happened_at, min(e.entered_at) as entered_at, min(u.name) as entered_by,
      min(m.kind) as kind, min(m.cause_no) as cause_no, min(e.movement_id) as movement_id
    from paper.entry e
    join paper.form f on f.org_id = e.org_id and f.id = e.form_id and f.downtime_id = ${id}
    join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
    join identity.app_user u on u.org_id = e.org_id and u.id = e.entered_by
    where e.org_id = ${orgId} group by e.form_id, e.line`
  const known = new Map(entries.map((e) => [`${e.formId}:${e.line}`, e]))
  return forms.map(({ prefix, formNo, count, ...f }) => ({
    ...f,
    no: formText(prefix, formNo),
    lines: Array.from({ length: count }, (_, i) => {
      const e = known.get(`${f.formId}:${i + 1}`)
      return {
        line: i + 1,
        happenedAt: e?.happenedAt ?? null,
        enteredAt: e?.enteredAt ?? null,
        enteredBy: e?.enteredBy ?? null,
        what: e ? `${kindTitle(e.kind)} ${e.causeNo}` : null,
        movementId: e?.movementId ?? null,
      }
    }),
  }))
}

export interface BookRow extends Omit<Book, 'nextNo'> {
  /** Sheets of which something is known, whatever the downtime. */
  readonly known: number[]
}

/** Numbered sheets handed out: to places of one downtime, or to all. */
export async function booksOf(
  tx: Tx,
  orgId: number,
  of: { downtimeId?: number; bookId?: number } = {},
): Promise<BookRow[]> {
  return tx<BookRow[]>`
    select b.id as book_id, l.id as place_id, l.name as place, b.prefix, b.first_no, b.last_no, u.name as given_to, b.given_at,
      coalesce((select array_agg(f.form_no order by f.form_no) from paper.form f where f.org_id = b.org_id and f.book_id = b.id), '{}')::int[] as known
    from paper.book b
    join place.location l on l.org_id = b.org_id and l.id = b.location_id
    join identity.app_user u on u.org_id = b.org_id and u.id = b.given_to
    where b.org_id = ${orgId}
      and (${of.bookId ?? null}::bigint is null or b.id = ${of.bookId ?? null})
      and (${of.downtimeId ?? null}::bigint is null or b.location_id in (select p.location_id from paper.downtime_place p
        where p.org_id = b.org_id and p.downtime_id = ${of.downtimeId ?? null}))
    order by l.code, b.prefix, b.first_no limit 1000`
}

/** The first sheet of a book of which nothing is known. */
export function nextOf(b: Pick<BookRow, 'firstNo' | 'lastNo' | 'known'>): number | null {
  const all = new Set(b.known)
  for (let no = b.firstNo; no <= b.lastNo; no++) if (!all.has(no)) return no
  return null
}

/** Lots at the downtime's places that two people have not counted since its end. */
export async function uncountedOf(
  tx: Tx,
  orgId: number,
  id: number,
): Promise<{ place: string; drug: string; lotNo: string }[]> {
  return tx<{ place: string; drug: string; lotNo: string }[]>`
    select l.name as place, g.name as drug, t.lot_no
    from paper.downtime d
    join paper.downtime_place p on p.org_id = d.org_id and p.downtime_id = d.id
    join place.location l on l.org_id = p.org_id and l.id = p.location_id
    cross join lateral (
      select b.drug_id, b.lot_id from ledger.balance b where b.org_id = l.org_id and b.account_id = l.account_id and b.item = 'intact'
      group by 1, 2 having sum(b.quantity) <> 0) b
    join ledger.drug g on g.org_id = d.org_id and g.id = b.drug_id
    join ledger.lot t on t.org_id = d.org_id and t.id = b.lot_id
    where d.org_id = ${orgId} and d.id = ${id} and d.ended_at is not null and not exists (
      select from ledger.counted c where c.org_id = d.org_id and c.account_id = l.account_id and c.lot_id = b.lot_id and c.item = 'intact'
        and c.counted_at >= d.ended_at and c.counted_with is not null)
    order by l.code, g.code, t.lot_no limit 200`
}
