import { tell, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { sink } from '#core/ledger/accounts.ts'
import { postAll, type Movement } from '#core/ledger/post.ts'
import { insertUses } from '#core/ledger/uses.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { Use } from './contract.ts'
import { checkOpenable, checkTime, openingLines } from './rules.ts'
import { issuesOf, resolveCodes, type HeldIssue, type Resolved } from './store.ts'

/**
 * Many uses in one act: what is looked up is looked up once, what is written is written in one statement. The rules are
 * those of the single acts. Refuses with the first use that may not be, named by its place in the list.
 */
export async function recordAll(tx: Tx, actor: Actor, uses: readonly Use[]): Promise<number[]> {
  const [issues, codes, opened, patient] = await Promise.all([
    issuesOf(tx, actor.orgId, [...new Set(uses.map((u) => u.issueId))]),
    resolveCodes(tx, actor.orgId, [...new Set(uses.map((u) => u.code))]),
    sink(tx, actor, 'opened'),
    sink(tx, actor, 'patient'),
  ])
  const openedAt = new Map<string, string>()
  const movements = uses.map((use, i) =>
    atRow(i + 1, () => {
      const issue = issues.get(use.issueId)
      if (!issue) throw new Refusal('NOT_FOUND')
      if (issue.holderId !== actor.userId) throw new Refusal('NOT_HOLDER', { name: issue.holder })
      checkTime(use.occurredAt, issue.issuedAt)
      const unit = codes.get(use.code)
      if (!unit) throw new Refusal('CODE_NEVER_RECEIVED', { code: use.code })
      return movementOf({ use, issue, unit, opened: opened.id, patient: patient.id }, openedAt, actor.at)
    }),
  )
  const ids = await postAll(tx, actor, movements)
  insertUses(
    tx,
    actor.orgId,
    uses.map((use, i) => {
      const movementId = ids[i]
      assert(movementId !== undefined, 'every use has its movement')
      return {
        movementId,
        issueId: use.issueId,
        kind: use.act,
        ...(use.act === 'administer' ? { route: use.route } : {}),
      }
    }),
  )
  const first = issues.get(uses[0]?.issueId ?? 0)
  assert(first, 'a batch has a first case')
  tell(actor, { kind: 'issue', id: first.id, no: first.no }, { uses: uses.length, issues: issues.size })
  return ids
}

interface Of {
  readonly use: Use
  readonly issue: HeldIssue
  readonly unit: Resolved
  readonly opened: number
  readonly patient: number
}

/** Content cannot be given before its ampoule was opened; where that is earlier in the list, not before that time. */
function movementOf(of: Of, openedAt: Map<string, string>, now: string): Movement {
  const { use, issue, unit } = of
  const cause = { kind: 'issue', id: issue.id, no: issue.no }
  const occurredAt = use.occurredAt
  const ref = { drugId: unit.drugId, lotId: unit.lotId, code: unit.code }
  if (use.act === 'open') {
    checkOpenable(unit)
    openedAt.set(use.code, occurredAt ?? now)
    return { kind: 'open', cause, occurredAt, lines: openingLines(ref, unit, issue.accountId, of.opened) }
  }
  const opening = openedAt.get(use.code)
  if (opening !== undefined && occurredAt !== undefined) checkTime(occurredAt, opening)
  const line = {
    item: 'content' as const,
    ...ref,
    from: issue.accountId,
    to: of.patient,
    quantity: use.content,
  }
  return { kind: 'administer', cause, occurredAt, lines: [line] }
}

/** The refusal of one row, said of that row. */
function atRow<T>(row: number, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.code, error.facts, [{ code: error.code, row, facts: error.facts }])
  }
}
