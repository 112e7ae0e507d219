import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { destroyPapers, listPapers, markPapers, takePapers, type PaperBook } from './paperContract.ts'
import { checkPaperAct, paperCounts, splitPaperNo, type ActOnPapers } from './papers.ts'
import type { Series } from './rules.ts'

interface Book {
  readonly id: number
  readonly prefix: string
  readonly firstNo: number
  readonly lastNo: number
}

const lock = (tx: Tx, actor: Actor) =>
  tx`select pg_advisory_xact_lock(hashtextextended(${`prescription paper/${actor.orgId}`}, 0))`

async function actsOf(tx: Tx, orgId: number, bookId: number): Promise<ActOnPapers[]> {
  return tx<ActOnPapers[]>`
    select kind, first_no, last_no from prescription.paper_act where org_id = ${orgId} and book_id = ${bookId} order by id limit 2000`
}

async function act(
  tx: Tx,
  actor: Actor,
  book: Book,
  a: ActOnPapers & { note?: string | undefined; prescriptionId?: number },
): Promise<void> {
  checkPaperAct(book, await actsOf(tx, actor.orgId, book.id), a)
  await tx`
    insert into prescription.paper_act (org_id, book_id, kind, first_no, last_no, prescription_id, note, acted_by, witness_id, acted_at)
    values (${actor.orgId}, ${book.id}, ${a.kind}, ${a.firstNo}, ${a.lastNo}, ${a.prescriptionId ?? null}, ${a.note ?? null}, ${actor.userId},
      ${actor.witness?.userId ?? null}, ${actor.at})`
}

/** Refuses NOT_FOUND. */
async function bookOf(tx: Tx, actor: Actor, bookId: number): Promise<Book> {
  await lock(tx, actor)
  const [book] = await tx<Book[]>`
    select id, prefix, first_no, last_no from prescription.paper_book where org_id = ${actor.orgId} and id = ${bookId}`
  if (!book) throw new Refusal('NOT_FOUND')
  return book
}

/** The numbered paper on which a prescription was written is used up by it. Refuses RX_PAPER_UNKNOWN, RX_PAPER_SPENT. */
export async function usePaper(
  tx: Tx,
  actor: Actor,
  paperNo: string,
  rx: { id: number; series: Series },
): Promise<void> {
  const parts = splitPaperNo(paperNo)
  await lock(tx, actor)
  const [book] = await tx<Book[]>`
    select id, prefix, first_no, last_no from prescription.paper_book
    where org_id = ${actor.orgId} and prefix = ${parts?.prefix ?? null} and series = ${rx.series}
      and first_no <= ${parts?.no ?? 0} and last_no >= ${parts?.no ?? 0} limit 1`
  if (!book || !parts) throw new Refusal('RX_PAPER_UNKNOWN', { no: paperNo })
  await act(tx, actor, book, { kind: 'used', firstNo: parts.no, lastNo: parts.no, prescriptionId: rx.id })
}

/** With the prescription its paper is void. */
export async function voidPaper(tx: Tx, actor: Actor, prescriptionId: number): Promise<void> {
  const [used] = await tx<{ bookId: number; firstNo: number }[]>`
    select book_id, first_no from prescription.paper_act
    where org_id = ${actor.orgId} and prescription_id = ${prescriptionId} and kind = 'used' limit 1`
  if (!used) return
  const book = await bookOf(tx, actor, used.bookId)
  const no = used.firstNo
  await act(tx, actor, book, {
    kind: 'void',
    firstNo: no,
    lastNo: no,
    prescriptionId,
    note: '处方作废',
  })
}

export const paperRoutes: Route[] = [
  on(takePapers, async (tx, actor, input) => {
    const { series, prefix, firstNo, lastNo, departmentId, takenBy } = input
    if (lastNo < firstNo || lastNo - firstNo >= 1000)
      throw new Refusal('INPUT_INVALID', {}, [
        {
          code: 'INPUT_INVALID',
          field: 'lastNo',
          facts: { message: '截止编号不能小于起始编号，一次最多 1000 张' },
        },
      ])
    await lock(tx, actor)
    const [known] = await tx<{ no: number }[]>`
      select greatest(first_no, ${firstNo}) as no from prescription.paper_book
      where org_id = ${actor.orgId} and prefix = ${prefix} and first_no <= ${lastNo} and last_no >= ${firstNo} limit 1`
    if (known) throw new Refusal('RX_PAPER_OVERLAP', { no: `${prefix}${known.no}` })
    const [row] = await tx<{ id: number }[]>`
      insert into prescription.paper_book (org_id, series, prefix, first_no, last_no, department_id, taken_by, taken_at, given_by)
      values (${actor.orgId}, ${series}, ${prefix}, ${firstNo}, ${lastNo}, ${departmentId ?? null}, ${takenBy}, ${actor.at}, ${actor.userId})
      returning id`.catch((error: unknown) => {
      if (brokenConstraint(error)?.includes('taken_by')) throw new Refusal('NOT_FOUND')
      throw error
    })
    assert(row, 'an inserted book has a number')
    tell(actor, { kind: 'paperBook', id: row.id, no: `${prefix}${firstNo}` }, { ...input })
    return { id: row.id }
  }),

  on(markPapers, async (tx, actor, { bookId, ...input }) => {
    const book = await bookOf(tx, actor, bookId)
    await act(tx, actor, book, input)
    const { note, ...facts } = input
    tell(actor, { kind: 'paperBook', id: bookId, no: `${book.prefix}${book.firstNo}` }, facts, { note })
    return { ok: true as const }
  }),

  on(destroyPapers, async (tx, actor, { bookId, note, firstNo, lastNo }) => {
    const book = await bookOf(tx, actor, bookId)
    await act(tx, actor, book, { kind: 'destroyed', firstNo, lastNo, note })
    const facts = { destroyed: [firstNo, lastNo], supervised: witnessOf(actor).userId }
    tell(actor, { kind: 'paperBook', id: bookId, no: `${book.prefix}${book.firstNo}` }, facts, { note })
    return { ok: true as const }
  }),

  on(listPapers, async (tx, _actor, input) => {
    type Row = Omit<PaperBook, 'used' | 'returned' | 'void' | 'destroyed' | 'left'> & { total: number }
    const rows = await tx<Row[]>`
      select b.id, b.org_id, b.series, b.prefix, b.first_no, b.last_no, d.name as department, t.name as taken_by, b.taken_at, g.name as given_by,
        (select coalesce(json_agg(json_build_object('id', a.id, 'kind', a.kind, 'firstNo', a.first_no, 'lastNo', a.last_no, 'prescriptionNo', p.no,
            'note', a.note, 'by', u.name, 'witness', w.name,
            'at', to_char(a.acted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by a.id), '[]')
          from prescription.paper_act a
          join identity.app_user u on u.org_id = a.org_id and u.id = a.acted_by
          left join identity.app_user w on w.org_id = a.org_id and w.id = a.witness_id
          left join prescription.prescription p on p.org_id = a.org_id and p.id = a.prescription_id
          where a.org_id = b.org_id and a.book_id = b.id) as acts,
        count(*) over () as total
      from prescription.paper_book b
      join identity.app_user t on t.org_id = b.org_id and t.id = b.taken_by
      join identity.app_user g on g.org_id = b.org_id and g.id = b.given_by
      left join identity.department d on d.org_id = b.org_id and d.id = b.department_id
      where b.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${input.series ?? null}::text is null or b.series = ${input.series ?? null})
      order by b.taken_at desc, b.id desc limit ${Math.min(input.pageSize, 100)} offset ${(input.page - 1) * input.pageSize}`
    return {
      rows: rows.map(({ total: _total, ...b }) => ({ ...b, ...paperCounts(b, b.acts) })),
      total: rows[0]?.total ?? 0,
    }
  }),
]
