import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { readPaperText, type PaperLine } from './line.ts'

/**
 * 补录: an act that writes down what stood on paper while the machines stood still. Any act that moves something may be
 * one; its movements bear the paper's time beside the time at which they are entered (features 43).
 * Refuses PAPER_UNKNOWN, PAPER_CLOSED, PAPER_LINE, PAPER_LINE_USED, PAPER_TIME.
 */
export async function paperOf(tx: Tx, actor: Actor, header: string): Promise<PaperLine> {
  const paper = readPaperText(header)
  if (!paper) throw new Refusal('PAPER_UNKNOWN')
  // Locked by its downtime: two desks do not enter the same line, and nobody closes it meanwhile.
  const [form] = await tx<
    {
      no: string
      downtime: string
      lines: number
      startedAt: string
      endedAt: string
      closed: boolean
      used: boolean
    }[]
  >`
    select b.prefix || lpad(f.form_no::text, 4, '0') as no, d.no as downtime, f.lines, d.started_at, coalesce(d.ended_at, ${actor.at}::timestamptz) as ended_at,
      d.closed_at is not null as closed,
      exists (select from paper.entry e where e.org_id = f.org_id and e.form_id = f.id and e.line = ${paper.line}) as used
    from paper.form f
    join paper.book b on b.org_id = f.org_id and b.id = f.book_id
    join paper.downtime d on d.org_id = f.org_id and d.id = f.downtime_id
    where f.org_id = ${actor.orgId} and f.id = ${paper.formId} and f.fate = 'used' for update of d`
  if (!form) throw new Refusal('PAPER_UNKNOWN')
  if (form.closed) throw new Refusal('PAPER_CLOSED', { no: form.downtime })
  if (paper.line < 1 || paper.line > form.lines)
    throw new Refusal('PAPER_LINE', { no: form.no, lines: form.lines })
  if (form.used) throw new Refusal('PAPER_LINE_USED', { no: form.no, line: paper.line })
  const happened = Date.parse(paper.happenedAt)
  if (happened < Date.parse(form.startedAt) || happened > Date.parse(form.endedAt))
    throw new Refusal('PAPER_TIME', { no: form.downtime })
  return paper
}

/** Ties what the act moved to the line. Refuses PAPER_NOTHING where it moved nothing. */
export async function enterPaper(tx: Tx, actor: Actor, paper: PaperLine): Promise<void> {
  const ids = actor.act.movements.map((m) => m.id)
  if (ids.length === 0) throw new Refusal('PAPER_NOTHING')
  await tx`
    insert into paper.entry (org_id, form_id, line, movement_id, happened_at, entered_by, entered_at, event_id)
    select ${actor.orgId}, ${paper.formId}, ${paper.line}, m, ${paper.happenedAt}, ${actor.userId}, ${actor.at}, ${actor.eventId}
    from unnest(${ids}::bigint[]) m`
  actor.act.data['paper'] = { ...paper }
}
