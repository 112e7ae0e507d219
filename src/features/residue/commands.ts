import { requireSampled } from '#core/assay/require.ts'
import { requireDrawerFits } from '#core/drawers.ts'
import { tell, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { sink } from '#core/ledger/accounts.ts'
import type { UnitRef } from '#core/ledger/contract.ts'
import { postAhead, type Movement } from '#core/ledger/post.ts'
import { leftByPump } from '#core/ledger/pumped.ts'
import type { Line } from '#core/ledger/rules.ts'
import { insertUses, type UseRecord } from '#core/ledger/uses.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { recordAll } from './batch.ts'
import {
  administer,
  handIn,
  openUnits,
  recordBreakage,
  recordUses,
  returnUnopened,
  waste,
} from './contract.ts'
import { breakageLines, checkOpenable, checkTime, checkWhole, openingLines } from './rules.ts'
import { issueOf, lastOpened, resolveUnit, type HeldIssue, type Resolved } from './store.ts'

/** The issue whose drugs are in this person's hand. Refuses NOT_FOUND, NOT_HOLDER, USE_TIME_ORDER. */
async function inHand(tx: Tx, actor: Actor, id: number, occurredAt: string | undefined): Promise<HeldIssue> {
  const issue = await issueOf(tx, actor.orgId, id)
  if (issue.holderId !== actor.userId) throw new Refusal('NOT_HOLDER', { name: issue.holder })
  checkTime(occurredAt, issue.issuedAt)
  return issue
}

/**
 * Residue and whose it is: the holder's, or that of a pump which this person took over and stopped. How much of it there is, the
 * ledger says. Refuses NOT_FOUND, CODE_NEVER_RECEIVED, NOT_HOLDER, USE_TIME_ORDER.
 */
async function inCharge<Ref extends UnitRef>(
  tx: Tx,
  actor: Actor,
  of: { readonly id: number; readonly occurredAt?: string | undefined; readonly refs: readonly Ref[] },
): Promise<{ issue: HeldIssue; units: (Ref & Resolved)[] }> {
  const issue = await issueOf(tx, actor.orgId, of.id)
  const units = await Promise.all(
    of.refs.map(async (ref) => ({ ...ref, ...(await resolveUnit(tx, actor.orgId, ref)) })),
  )
  if (issue.holderId !== actor.userId && !(await leftByPump(tx, actor, issue.id, units)))
    throw new Refusal('NOT_HOLDER', { name: issue.holder })
  checkTime(of.occurredAt, issue.issuedAt)
  return { issue, units }
}

/** Posts the movement, keeps what the ledger does not say of it, and tells the event. */
async function postUse(
  tx: Tx,
  actor: Actor,
  issue: HeldIssue,
  movement: Omit<Movement, 'cause'>,
  extra: Omit<UseRecord, 'movementId' | 'issueId' | 'kind'> = {},
): Promise<{ movementId: number }> {
  const movementId = await postAhead(tx, actor, {
    ...movement,
    cause: { kind: 'issue', id: issue.id, no: issue.no },
  })
  const kind = movement.kind as UseRecord['kind']
  insertUses(tx, actor.orgId, [{ movementId, issueId: issue.id, kind, ...extra }])
  const { place, ...facts } = extra
  // The place is typed by hand, and free text stays out of the bytes.
  tell(actor, { kind: 'issue', id: issue.id, no: issue.no }, facts, { place })
  return { movementId }
}

export const residueCommands: Route[] = [
  on(recordUses, async (tx, actor, { uses }) => ({ movementIds: await recordAll(tx, actor, uses) })),

  on(openUnits, async (tx, actor, input) => {
    const [issue, opened, units] = await Promise.all([
      inHand(tx, actor, input.id, input.occurredAt),
      sink(tx, actor, 'opened'),
      Promise.all(input.units.map((ref) => resolveUnit(tx, actor.orgId, ref))),
    ])
    const lines: Line[] = []
    for (const unit of units) {
      checkOpenable(unit)
      lines.push(
        ...openingLines(
          { drugId: unit.drugId, lotId: unit.lotId, code: unit.code },
          unit,
          issue.accountId,
          opened.id,
        ),
      )
    }
    return postUse(tx, actor, issue, { kind: 'open', lines, occurredAt: input.occurredAt })
  }),

  on(administer, async (tx, actor, input) => {
    const issue = await inHand(tx, actor, input.id, input.occurredAt)
    if (input.doses.length + input.whole.length === 0) throw new Refusal('INPUT_INVALID')
    const patient = await sink(tx, actor, 'patient')
    const lines: Line[] = []
    await afterOpening(tx, actor, issue, input.doses, input.occurredAt)
    for (const dose of input.doses) lines.push(await contentLine(tx, actor, issue, dose, patient.id))
    for (const given of input.whole) {
      const unit = await resolveUnit(tx, actor.orgId, given)
      checkWhole(unit)
      const { drugId, lotId, code } = unit
      lines.push({
        item: 'intact',
        drugId,
        lotId,
        code,
        from: issue.accountId,
        to: patient.id,
        quantity: given.units,
      })
    }
    return postUse(
      tx,
      actor,
      issue,
      { kind: 'administer', lines, occurredAt: input.occurredAt },
      { route: input.route },
    )
  }),

  on(waste, async (tx, actor, input) => {
    const { issue } = await inCharge(tx, actor, { ...input, refs: input.items })
    const disposed = await sink(tx, actor, 'disposed')
    const lines: Line[] = []
    await afterOpening(tx, actor, issue, input.items, input.occurredAt)
    for (const item of input.items) lines.push(await contentLine(tx, actor, issue, item, disposed.id))
    await requireSampled(tx, actor.orgId, issue, lines)
    const movement = { kind: 'waste' as const, lines, occurredAt: input.occurredAt, evidence: input.evidence }
    return postUse(tx, actor, issue, movement, { place: input.place, method: input.method })
  }),

  on(handIn, async (tx, actor, { id, units, photo }) => {
    const { issue, units: residues } = await inCharge(tx, actor, { id, refs: units })
    const [picture] = await tx`
      select 1 from files.evidence where org_id = ${actor.orgId} and sha256 = ${Buffer.from(photo, 'hex')} and uploaded_by = ${actor.userId}
        and bound_event_id is null and mime like 'image/%'`
    if (!picture) throw new Refusal('EVIDENCE_INCOMPLETE', { missing: '弃前' })
    await requireSampled(tx, actor.orgId, issue, residues)
    const handed = residues.map(({ lotId, code }) => ({ lotId, code }))
    tell(actor, { kind: 'issue', id, no: issue.no }, { handedIn: handed, photo })
    return { ok: true as const }
  }),

  on(recordBreakage, async (tx, actor, input) => {
    const issue = await inHand(tx, actor, input.id, input.occurredAt)
    const unit = await resolveUnit(tx, actor.orgId, input.unit)
    const [opened, lost] = [await sink(tx, actor, 'opened'), await sink(tx, actor, 'lost')]
    const lines = breakageLines(
      { drugId: unit.drugId, lotId: unit.lotId, code: unit.code },
      unit,
      issue.accountId,
      opened.id,
      lost.id,
    )
    const movement = {
      kind: 'breakage' as const,
      lines,
      occurredAt: input.occurredAt,
      reason: input.reason,
      evidence: input.evidence,
    }
    return postUse(tx, actor, issue, movement, { place: input.place })
  }),

  on(returnUnopened, async (tx, actor, input) => {
    const issue = await issueOf(tx, actor.orgId, input.id)
    const [place] = await tx<{ accountId: number }[]>`
      select account_id from place.location where org_id = ${actor.orgId} and id = ${input.locationId} and kind in ('store', 'cabinet', 'drawer', 'ward') and stopped_at is null`
    if (!place) throw new Refusal('NOT_FOUND')
    const lines: Line[] = []
    for (const item of input.items) {
      const { drugId, lotId, code } = await resolveUnit(tx, actor.orgId, item)
      lines.push({
        item: 'intact',
        drugId,
        lotId,
        code,
        from: issue.accountId,
        to: place.accountId,
        quantity: item.units,
      })
    }
    await requireDrawerFits(
      tx,
      actor.orgId,
      input.locationId,
      lines.map((l) => l.drugId),
    )
    return postUse(tx, actor, issue, { kind: 'returnUnopened', lines, reason: input.note })
  }),
]

type ContentRef = ({ code: string } | { lotId: number }) & { content: number }

/** A time that is typed in may not lie before the ampoules were opened. Refuses USE_TIME_ORDER. */
async function afterOpening(
  tx: Tx,
  actor: Actor,
  issue: HeldIssue,
  refs: readonly ({ code: string } | { lotId: number })[],
  occurredAt: string | undefined,
): Promise<void> {
  if (occurredAt === undefined) return
  const codes = refs.flatMap((r) => ('code' in r ? [r.code] : []))
  const opened = await lastOpened(tx, actor.orgId, issue.id, codes)
  if (opened !== undefined) checkTime(occurredAt, opened)
}

async function contentLine(
  tx: Tx,
  actor: Actor,
  issue: HeldIssue,
  ref: ContentRef,
  to: number,
): Promise<Line> {
  const { drugId, lotId, code } = await resolveUnit(tx, actor.orgId, ref)
  return { item: 'content', drugId, lotId, code, from: issue.accountId, to, quantity: ref.content }
}
