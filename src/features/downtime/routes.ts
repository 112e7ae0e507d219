import { tell, witnessOf } from '#core/actor.ts'
import { bindFile } from '#core/files/bind.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { brokenConstraint } from '#core/db.ts'
import {
  closeDowntime,
  declareDowntime,
  endDowntime,
  giveForms,
  listBooks,
  listDowntimes,
  readDowntime,
  registerForm,
} from './contract.ts'
import { endFits, enterDueAt, firstGap, formText, startFits, stateOf } from './rules.ts'
import { booksOf, downtimeOf, downtimes, formsOf, lockDowntime, nextOf, uncountedOf } from './store.ts'

const subject = (d: { id: number; no: string }) => ({ kind: 'downtime', id: d.id, no: d.no })

export const downtimeRoutes: Route[] = [
  on(listDowntimes, async (tx, actor, query) => {
    const rows = await downtimes(tx, query)
    return {
      rows: rows.map(({ total: _, ...row }) => ({ ...row, state: stateOf(row, actor.at) })),
      total: rows[0]?.total ?? 0,
    }
  }),

  on(readDowntime, async (tx, actor, { id }) => {
    const row = await downtimeOf(tx, id)
    if (!row) throw new Refusal('NOT_FOUND')
    const books = await booksOf(tx, row.orgId, { downtimeId: id })
    return {
      ...row,
      state: stateOf(row, actor.at),
      sheets: await formsOf(tx, row.orgId, id),
      books: books.map(({ known, ...b }) => ({ ...b, nextNo: nextOf({ ...b, known }) })),
      uncounted: await uncountedOf(tx, row.orgId, id),
    }
  }),

  on(declareDowntime, async (tx, actor, { placeIds, startedAt, reason }) => {
    if (!startFits(startedAt, actor.at)) throw new Refusal('DOWNTIME_START')
    const ids = [...new Set(placeIds)]
    // Locked: two people at two desks do not declare the same place twice.
    const places = await tx<{ id: number }[]>`
      select id from place.location where org_id = ${actor.orgId} and id = any (${ids}::bigint[]) and stopped_at is null order by id for update`
    if (places.length !== ids.length) throw new Refusal('NOT_FOUND')
    const [open] = await tx<{ place: string; no: string }[]>`
      select l.name as place, d.no from paper.downtime d
      join paper.downtime_place p on p.org_id = d.org_id and p.downtime_id = d.id
      join place.location l on l.org_id = p.org_id and l.id = p.location_id
      where d.org_id = ${actor.orgId} and d.closed_at is null and p.location_id = any (${ids}::bigint[])
        and (d.ended_at is null or d.ended_at > ${startedAt}) order by d.id limit 1`
    if (open) throw new Refusal('DOWNTIME_OPEN', { place: open.place, no: open.no })
    const no = await documentNo(tx, actor, 'TJ')
    const [row] = await tx<{ id: number }[]>`
      insert into paper.downtime (org_id, no, reason, started_at, declared_by, declared_at)
      values (${actor.orgId}, ${no}, ${reason.trim()}, ${startedAt}, ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an inserted downtime has a number')
    await tx`
      insert into paper.downtime_place (org_id, downtime_id, location_id) select ${actor.orgId}, ${row.id}, p from unnest(${ids}::bigint[]) p`
    tell(actor, subject({ id: row.id, no }), { placeIds: ids, startedAt }, { reason })
    return { id: row.id, no }
  }),

  on(endDowntime, async (tx, actor, { id, endedAt }) => {
    const d = await lockDowntime(tx, actor, id)
    if (!d) throw new Refusal('NOT_FOUND')
    if (d.endedAt !== null) throw new Refusal('DOCUMENT_CLOSED', { no: d.no, state: '登记恢复' })
    if (!endFits(endedAt, d.startedAt, actor.at)) throw new Refusal('DOWNTIME_END')
    const due = enterDueAt(endedAt)
    await tx`
      update paper.downtime set ended_at = ${endedAt}, enter_due_at = ${due}, ended_by = ${actor.userId} where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, subject(d), { endedAt, enterDueAt: due })
    return { enterDueAt: due }
  }),

  on(listBooks, async (tx, actor, { org }) => {
    const books = await booksOf(tx, org ?? actor.orgId)
    return { rows: books.map(({ known, ...b }) => ({ ...b, nextNo: nextOf({ ...b, known }) })) }
  }),

  on(giveForms, async (tx, actor, { placeId, prefix, firstNo, count, givenTo }) => {
    const lastNo = firstNo + count - 1
    const head = prefix.trim().toUpperCase()
    const [place] = await tx<{ name: string }[]>`
      select l.name from place.location l, identity.app_user u where l.org_id = ${actor.orgId} and l.id = ${placeId} and l.stopped_at is null
        and u.org_id = ${actor.orgId} and u.id = ${givenTo} and u.disabled_at is null for update of l`
    if (!place) throw new Refusal('NOT_FOUND')
    const [taken] = await tx<{ no: number }[]>`
      select greatest(first_no, ${firstNo})::int as no from paper.book where org_id = ${actor.orgId} and prefix = ${head} and first_no <= ${lastNo} and last_no >= ${firstNo} limit 1`
    if (taken) throw new Refusal('PAPER_BOOK_OVERLAP', { no: formText(head, taken.no) })
    const [row] = await tx<{ id: number }[]>`
      insert into paper.book (org_id, location_id, prefix, first_no, last_no, given_to, given_by, given_at)
      values (${actor.orgId}, ${placeId}, ${head}, ${firstNo}, ${lastNo}, ${givenTo}, ${actor.userId}, ${actor.at}) returning id`.catch(
      (error: unknown) => {
        if (brokenConstraint(error) !== 'book_start') throw error
        throw new Refusal('PAPER_BOOK_OVERLAP', { no: formText(head, firstNo) })
      },
    )
    assert(row, 'an inserted book has a number')
    const range = `${formText(head, firstNo)}–${formText(head, lastNo)}`
    tell(actor, { kind: 'downtimeForms', id: row.id, no: range }, { placeId, givenTo })
    return { bookId: row.id, lastNo }
  }),

  on(registerForm, async (tx, actor, input) => {
    const d = await lockDowntime(tx, actor, input.id)
    if (!d) throw new Refusal('NOT_FOUND')
    if (d.closedAt !== null) throw new Refusal('PAPER_CLOSED', { no: d.no })
    const [book] = (await booksOf(tx, actor.orgId, { downtimeId: d.id })).filter(
      (b) => b.bookId === input.bookId,
    )
    const no = formText(book?.prefix ?? '', input.formNo)
    if (!book || input.formNo < book.firstNo || input.formNo > book.lastNo)
      throw new Refusal('PAPER_NUMBER', { no })
    if (book.known.includes(input.formNo)) throw new Refusal('PAPER_REGISTERED', { no })
    const used = input.fate === 'used'
    if (used && (input.lines === 0 || !input.actedBy?.trim()))
      throw new Refusal('INPUT_INVALID', {}, wanting(input))
    if (used && !input.photo) throw new Refusal('EVIDENCE_INCOMPLETE', { missing: '应急单照片' })
    if (!used && !input.reason?.trim()) throw new Refusal('REASON_REQUIRED')
    if (used && input.photo) await bindFile(tx, actor, input.photo, '停机应急单')
    const [row] = await tx<{ id: number }[]>`
      insert into paper.form (org_id, downtime_id, book_id, form_no, fate, lines, acted_by, witnessed_by, evidence_sha256, reason, registered_by,
        registered_at)
      values (${actor.orgId}, ${d.id}, ${book.bookId}, ${input.formNo}, ${input.fate}, ${used ? input.lines : 0},
        ${used ? (input.actedBy?.trim() ?? null) : null}, ${used ? input.witnessedBy?.trim() || null : null},
        ${used && input.photo ? Buffer.from(input.photo, 'hex') : null}, ${used ? null : (input.reason?.trim() ?? null)}, ${actor.userId}, ${actor.at})
      returning id`
    assert(row, 'an inserted form has a number')
    const { fate, lines, photo } = input
    tell(
      actor,
      subject(d),
      { form: no, fate, lines, photo: photo ?? null },
      { actedBy: input.actedBy, witnessedBy: input.witnessedBy, reason: input.reason },
    )
    return { formId: row.id }
  }),

  on(closeDowntime, async (tx, actor, { id, note }) => {
    const d = await lockDowntime(tx, actor, id)
    if (!d) throw new Refusal('NOT_FOUND')
    if (d.closedAt !== null) throw new Refusal('DOCUMENT_CLOSED', { no: d.no, state: '关闭' })
    if (d.endedAt === null) throw new Refusal('DOWNTIME_RUNNING', { no: d.no })
    for (const b of await booksOf(tx, actor.orgId, { downtimeId: id })) {
      const gap = firstGap(b.firstNo, b.known)
      if (gap !== undefined) throw new Refusal('DOWNTIME_GAP', { no: formText(b.prefix, gap) })
    }
    for (const f of await formsOf(tx, actor.orgId, id)) {
      const left = f.lines.filter((l) => l.movementId === null).length
      if (left > 0) throw new Refusal('DOWNTIME_LINES', { no: f.no, left })
    }
    const [open] = await uncountedOf(tx, actor.orgId, id)
    if (open) throw new Refusal('DOWNTIME_UNCOUNTED', { place: open.place, drug: open.drug, lot: open.lotNo })
    await tx`
      update paper.downtime set closed_at = ${actor.at}, closed_by = ${actor.userId}, closed_with = ${witnessOf(actor).userId}, note = ${note?.trim() || null}
      where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, subject(d), { closed: true }, { note })
    return { ok: true as const }
  }),
]

/** A used sheet says how many of its lines are used, and who acted. */
function wanting(input: { lines: number; actedBy?: string | undefined }) {
  const fault = (field: string, message: string) => ({
    code: 'INPUT_INVALID' as const,
    field,
    facts: { message },
  })
  return [
    ...(input.lines === 0 ? [fault('lines', '已用的应急单要填用了几行')] : []),
    ...(input.actedBy?.trim() ? [] : [fault('actedBy', '已用的应急单要填纸上经办人')]),
  ]
}
