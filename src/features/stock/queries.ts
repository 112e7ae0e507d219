import { createHash } from 'node:crypto'
import { dayOf, endOfDay } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { kindTitle } from '#core/ledger/kinds.ts'
import { Refusal } from '#core/refusal.ts'
import { keepUntil } from '#core/retention/rules.ts'
import { on, type Route } from '#core/route.ts'
import {
  listStock,
  readLedger,
  readMovement,
  suggestPicks,
  summariseStock,
  type LedgerPage,
  type LedgerRow,
  type MovementDetail,
  type SummaryRow,
} from './contract.ts'
import { ledgerSlice, type Book } from './ledgerStore.ts'
import { readCursor, writeCursor } from './rules.ts'
import { stockRows, summaryRows } from './store.ts'

/** A movement may have thousands of boxes; a page shows the first of them and says how many there are. */
const mostLines = 1000

function classesOf(rows: readonly SummaryRow[]) {
  const sums = new Map<
    string,
    { drugClass: SummaryRow['drugClass']; unit: string; drugs: number; units: number }
  >()
  for (const { drugClass, unit, totalUnits } of rows) {
    const sum = sums.get(`${drugClass}|${unit}`) ?? { drugClass, unit, drugs: 0, units: 0 }
    sums.set(`${drugClass}|${unit}`, { ...sum, drugs: sum.drugs + 1, units: sum.units + totalUnits })
  }
  return [...sums.values()]
}

type BookHead = Pick<LedgerPage, 'orgId' | 'org' | 'drug' | 'books'>

/** Which accounts make the book. Refuses: NOT_FOUND for a drug or account one may not see, INPUT_INVALID without either choice. */
async function bookOf(
  tx: Tx,
  input: { drugId: number; accountId?: number | undefined; tier?: number | undefined },
): Promise<BookHead> {
  if ((input.accountId === undefined) === (input.tier === undefined)) {
    throw new Refusal('INPUT_INVALID', {}, [
      { code: 'INPUT_INVALID', field: 'accountId', facts: { message: '请选一个储位或一级库房' } },
    ])
  }
  const [drug] = await tx<(LedgerPage['drug'] & { orgId: number; org: string })[]>`
    select d.org_id, o.name as org, d.drug_id, d.name, d.spec, d.unit, d.drug_class, d.code, f.form, f.manufacturer
    from catalogue.drug_name d join identity.org o on o.id = d.org_id
    left join catalogue.formulary f on f.org_id = d.org_id and f.drug_id = d.drug_id where d.drug_id = ${input.drugId}`
  if (!drug) throw new Refusal('NOT_FOUND')
  const books = await tx<BookHead['books']>`
    select a.id as account_id, a.title as account from ledger.account a
    where a.org_id = ${drug.orgId} and a.inside
      and case when ${input.accountId ?? null}::bigint is null then a.tier = ${input.tier ?? null} and a.kind in ('location', 'quarantine', 'returned')
          and (a.cause_kind is distinct from 'quarantine' or exists (select from ledger.entry e
            where e.org_id = a.org_id and e.destination_id = a.id and e.drug_id = ${input.drugId}))
        else a.id = ${input.accountId ?? null} end
    order by a.id limit 5000`
  if (books.length === 0 && input.accountId !== undefined) throw new Refusal('NOT_FOUND')
  const { orgId, org, ...named } = drug
  return { orgId, org, drug: named, books: [...books] }
}

async function suggested(tx: Tx, at: string, input: { locationId: number; drugId: number; units: number }) {
  const today = dayOf(at)
  const [place] = await tx<{ orgId: number; accountId: number }[]>`
    select org_id, account_id from place.location where id = ${input.locationId}`
  if (!place) throw new Refusal('NOT_FOUND')
  const held = tx`
    from ledger.balance b join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
    left join ledger.code c on c.org_id = b.org_id and c.code = b.code
    where b.org_id = ${place.orgId} and b.account_id = ${place.accountId} and b.item = 'intact' and b.drug_id = ${input.drugId} and b.quantity > 0`
  const picks = await tx<
    { code: string; lotId: number; lotNo: string; expiry: string; units: number; haveUnits: number }[]
  >`
    select q.code, q.lot_id, q.lot_no, q.expiry, q.quantity as have_units, least(q.quantity, ${input.units} - q.before)::bigint as units from (
      select b.code, b.lot_id, l.lot_no, l.expiry, b.quantity,
        sum(b.quantity) over (order by l.expiry, l.lot_no, c.parent is null, b.quantity, b.code rows unbounded preceding) - b.quantity as before
      ${held} and l.expiry >= ${today}) q
    where q.before < ${input.units} order by q.before limit ${mostLines}`
  const [expired] = await tx<
    { units: number }[]
  >`select coalesce(sum(b.quantity), 0)::bigint as units ${held} and l.expiry < ${today}`
  return {
    picks: [...picks],
    foundUnits: picks.reduce((n, p) => n + p.units, 0),
    expiredUnits: expired?.units ?? 0,
  }
}

/** What a printed page is compared with: the book, 承前页 and its lines. What is added to a line later is not in it. */
function fingerprintOf(book: Book, openingUnits: number, rows: readonly LedgerRow[]): string {
  const lines = rows.map(({ reversedById: _, reason: __, ...row }) => Object.values(row))
  return createHash('sha256')
    .update(JSON.stringify([book.orgId, book.drugId, openingUnits, lines]))
    .digest('hex')
}

function keptUntil(rows: readonly LedgerRow[]): string | null {
  const ends = rows.flatMap((r) => keepUntil('book', { day: r.recordedAt, expiry: r.expiry }) ?? [])
  return ends.reduce<string | null>((last, end) => (last !== null && last > end ? last : end), null)
}

type MovementHead = Omit<MovementDetail, 'lines' | 'totalLines' | 'evidence' | 'title'>

async function movementOf(tx: Tx, id: number): Promise<MovementDetail> {
  const [head] = await tx<MovementHead[]>`
    select m.id, m.org_id, o.name as org, m.kind, m.occurred_at, m.recorded_at, m.cause_kind, m.cause_id, m.cause_no,
      a.name as actor, a.title as actor_title, w.name as witness, w.title as witness_title, m.reason, m.event_id,
      encode(e.hash, 'hex') as event_hash, m.reverses_id, back.id as reversed_by_id
    from ledger.movement m join identity.org o on o.id = m.org_id
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    left join audit.event e on e.org_id = m.org_id and e.id = m.event_id and e.recorded_at = m.recorded_at
    left join ledger.movement back on back.org_id = m.org_id and back.reverses_id = m.id
    where m.id = ${id}`
  if (!head) throw new Refusal('NOT_FOUND')
  const lines = await tx<(MovementDetail['lines'][number] & { total: number })[]>`
    select e.line, e.item, d.drug_id, d.name, d.spec, d.unit, d.drug_class, l.lot_no, l.expiry, e.code, e.quantity,
      case e.item when 'intact' then d.unit when 'content' then d.content_unit else '个' end as quantity_unit,
      s.title as source, s.id as source_id, s.kind as source_kind, t.title as destination, t.id as destination_id, t.kind as destination_kind,
      count(*) over () as total
    from ledger.entry e
    join catalogue.drug_name d on d.org_id = e.org_id and d.drug_id = e.drug_id
    join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
    join ledger.account s on s.org_id = e.org_id and s.id = e.source_id
    join ledger.account t on t.org_id = e.org_id and t.id = e.destination_id
    where e.org_id = ${head.orgId} and e.movement_id = ${id} and e.recorded_at = ${head.recordedAt}
    order by e.line limit ${mostLines}`
  const evidence = await tx<MovementDetail['evidence']>`
    select v.stage, encode(v.sha256, 'hex') as sha256, f.taken_at from ledger.movement_evidence v
    join files.evidence f on f.org_id = v.org_id and f.sha256 = v.sha256
    where v.org_id = ${head.orgId} and v.movement_id = ${id} order by f.taken_at limit 50`
  return {
    ...head,
    title: kindTitle(head.kind),
    lines: lines.map(({ total: _, ...line }) => line),
    totalLines: lines[0]?.total ?? 0,
    evidence: [...evidence],
  }
}

export const stockQueries: Route[] = [
  on(listStock, async (tx, actor, input) => stockRows(tx, actor.at, input)),

  on(summariseStock, async (tx, actor, input) => {
    const rows = await summaryRows(tx, actor.at, input)
    return { rows: rows.slice(0, input.limit), total: rows.length, classes: classesOf(rows), at: actor.at }
  }),

  on(suggestPicks, async (tx, actor, input) => suggested(tx, actor.at, input)),

  on(readLedger, async (tx, actor, input) => {
    const head = await bookOf(tx, input)
    const book: Book = {
      orgId: head.orgId,
      drugId: input.drugId,
      accountIds: head.books.map((b) => b.accountId),
    }
    const end = { at: endOfDay(input.to ?? dayOf(actor.at)), movementId: 0 }
    const { rows, openingUnits, older } = await ledgerSlice(
      tx,
      book,
      input.before ? readCursor(input.before) : end,
      input.size,
    )
    const [inUnits, outUnits] = [
      rows.reduce((n, r) => n + r.inUnits, 0),
      rows.reduce((n, r) => n + r.outUnits, 0),
    ]
    return {
      ...head,
      openingUnits,
      inUnits,
      outUnits,
      closingUnits: openingUnits + inUnits - outUnits,
      rows,
      older: older ? writeCursor(older) : null,
      fingerprint: fingerprintOf(book, openingUnits, rows),
      keepUntil: keptUntil(rows),
    }
  }),

  on(readMovement, async (tx, _actor, { id }) => movementOf(tx, id)),
]
