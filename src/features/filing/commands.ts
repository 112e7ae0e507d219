import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { Report } from '#core/reports/report.ts'
import { on, type Route } from '#core/route.ts'
import { checkFiling, dropFiling, prepareFiling, sendFiling, type FilingKind } from './contract.ts'
import { freeze, frozenOf } from './freeze.ts'
import { checkFilingState, checkReceivers, periodOf, periodTitle } from './rules.ts'
import { lockFiling, supervisorsOf, termOf, timesSent, type FilingHead } from './store.ts'

export const aboutFiling = (head: Pick<FilingHead, 'id' | 'no'>) => ({
  kind: 'filing',
  id: head.id,
  no: head.no,
})
const ok = { ok: true } as const

/** Refuses: FILING_DRAFT_EXISTS. */
async function draftExists(tx: Tx, actor: Actor, kind: FilingKind, period: string): Promise<never> {
  const [row] = await tx<{ no: string }[]>`
    select no from filing.filing where org_id = ${actor.orgId} and kind = ${kind} and period = ${period}
      and sent_at is null and dropped_at is null`
  throw new Refusal('FILING_DRAFT_EXISTS', { period: periodTitle(kind, period), no: row?.no ?? '' })
}

async function prepare(
  tx: Tx,
  actor: Actor,
  reports: readonly Report[],
  input: { kind: FilingKind; period: string; reason?: string | undefined },
) {
  const { kind } = input
  const period = periodOf(kind, input.period, await termOf(tx, kind, actor.at), dayOf(actor.at))
  // One after the other: two drafts of one period would be two versions.
  await tx`select pg_advisory_xact_lock(hashtextextended(${`filing/${actor.orgId}/${kind}/${period.from}`}, 0))`
  const draft = await tx`
    select 1 from filing.filing where org_id = ${actor.orgId} and kind = ${kind} and period = ${period.from}
      and sent_at is null and dropped_at is null`
  if (draft.length > 0) await draftExists(tx, actor, kind, period.from)
  const version = 1 + (await timesSent(tx, actor.orgId, kind, period.from))
  if (version > 1 && !input.reason)
    throw new Refusal('FILING_REASON', { period: periodTitle(kind, period.from) })
  const tables = await freeze(tx, reports, { kind, org: actor.orgId, at: actor.at, period })
  const { content, fingerprint } = frozenOf({ kind, period: period.from, tables })
  const lines = tables.reduce((n, t) => n + t.rows.length, 0)
  const reason = version > 1 ? (input.reason ?? null) : null
  const no = await documentNo(tx, actor, 'BB')
  const [row] = await tx<{ id: number }[]>`
    insert into filing.filing (org_id, no, kind, period, version, reason, content, fingerprint, lines, due_on, prepared_by, prepared_at)
    values (${actor.orgId}, ${no}, ${kind}, ${period.from}, ${version}, ${reason}, ${content}, ${fingerprint}, ${lines}, ${period.dueOn},
      ${actor.userId}, ${actor.at}) returning id`
  assert(row, 'an inserted filing has a number')
  const data = { kind, period: period.from, version, lines, fingerprint: fingerprint.toString('hex') }
  tell(actor, aboutFiling({ id: row.id, no }), data, { reason: reason ?? undefined })
  return { filingId: row.id, no, version, lines }
}

interface Receiver {
  readonly authorityId: number | null
  readonly name: string
}

/** Refuses: FILING_RECEIVER. */
async function receiversOf(
  tx: Tx,
  actor: Actor,
  input: { authorityIds: readonly number[]; outside: readonly string[] },
): Promise<Receiver[]> {
  const known = await supervisorsOf(tx, actor.orgId)
  const inside = input.authorityIds.map((id) => {
    const one = known.find((k) => k.orgId === id)
    if (!one) throw new Refusal('FILING_RECEIVER')
    return { authorityId: id, name: one.name }
  })
  const all = [...inside, ...input.outside.map((name) => ({ authorityId: null, name }))]
  checkReceivers(all.map((r) => r.name))
  return all
}

export function filingCommands(reports: readonly Report[]): Route[] {
  return [
    on(prepareFiling, (tx, actor, input) => prepare(tx, actor, reports, input)),

    on(checkFiling, async (tx, actor, { filingId }) => {
      const head = await lockFiling(tx, actor.orgId, filingId)
      checkFilingState(head, ['prepared'])
      if (head.preparedBy === actor.userId) throw new Refusal('FILING_SAME_PERSON', { name: actor.name })
      await tx`
        update filing.filing set checked_by = ${actor.userId}, checked_at = ${actor.at}
        where org_id = ${actor.orgId} and id = ${filingId}`
      tell(actor, aboutFiling(head), { checked: head.fingerprint.toString('hex') })
      return ok
    }),

    on(sendFiling, async (tx, actor, { filingId, ...to }) => {
      const head = await lockFiling(tx, actor.orgId, filingId)
      checkFilingState(head, ['checked'])
      const receivers = await receiversOf(tx, actor, to)
      await tx`
        update filing.filing set sent_by = ${actor.userId}, sent_at = ${actor.at}
        where org_id = ${actor.orgId} and id = ${filingId}`
      await tx`
        insert into filing.dispatch (org_id, filing_id, authority_id, receiver)
        select ${actor.orgId}, ${filingId}, nullif(r.authority_id, 0), r.name
        from unnest(${receivers.map((r) => r.authorityId ?? 0)}::bigint[], ${receivers.map((r) => r.name)}::text[])
          as r (authority_id, name)`.catch((error: unknown) => {
        if (brokenConstraint(error) === 'dispatch_once') throw new Refusal('FILING_RECEIVER')
        throw error
      })
      const data = { receivers: receivers.map((r) => r.name), fingerprint: head.fingerprint.toString('hex') }
      tell(actor, aboutFiling(head), data)
      return ok
    }),

    on(dropFiling, async (tx, actor, { filingId, reason }) => {
      const head = await lockFiling(tx, actor.orgId, filingId)
      checkFilingState(head, ['prepared', 'checked'])
      await tx`
        update filing.filing set dropped_by = ${actor.userId}, dropped_at = ${actor.at}, drop_reason = ${reason}
        where org_id = ${actor.orgId} and id = ${filingId}`
      tell(actor, aboutFiling(head), { dropped: true }, { reason })
      return ok
    }),
  ]
}
