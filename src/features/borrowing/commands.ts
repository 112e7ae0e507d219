import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { sink } from '#core/ledger/accounts.ts'
import { unitSumsOf } from '#core/ledger/drugs.ts'
import type { KindCode } from '#core/ledger/kinds.ts'
import { pickLines } from '#core/ledger/picks.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { arrivalLines } from './arrivals.ts'
import {
  borrowIn,
  fileLoan,
  giveBack,
  lendOut,
  loanReceiverTitle,
  takeBack,
  type LoanDirection,
} from './contract.ts'
import { checkDirection, checkOwed, filingDueAt, unitsByDrug } from './rules.ts'
import { lockLoan, ownUnits, owedOf, releaseGone, spotOf, type LoanHead } from './store.ts'

const sum = (lines: readonly Line[]) => lines.reduce((n, l) => n + l.quantity, 0)

interface Loan {
  readonly direction: LoanDirection
  readonly partner: string
  readonly partnerKind: 'hospital' | 'wholesaler'
  readonly reason: string
  readonly locationId: number
  readonly returnOn?: string | undefined
}

async function writeLoan(tx: Tx, actor: Actor, loan: Loan, lines: readonly Line[]) {
  const own = await ownUnits(
    tx,
    actor.orgId,
    lines.map((l) => l.drugId),
  )
  const id = actor.eventId
  const no = await documentNo(tx, actor, loan.direction === 'in' ? 'JR' : 'JC')
  const cause = { kind: 'borrowing', id, no }
  const kind: KindCode = loan.direction === 'in' ? 'borrowIn' : 'borrowOut'
  const movementId = await post(tx, actor, { kind, cause, lines, reason: loan.reason })
  const dueAt = filingDueAt(actor.at)
  await tx`
    insert into borrowing.loan (org_id, id, no, direction, partner, partner_kind, reason, location_id, own_units, return_on, movement_id,
      handled_by, witnessed_by, borrowed_at, filing_due_at)
    overriding system value
    values (${actor.orgId}, ${id}, ${no}, ${loan.direction}, ${loan.partner}, ${loan.partnerKind}, ${loan.reason}, ${loan.locationId},
      ${own}, ${loan.returnOn ?? null}, ${movementId}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at}, ${dueAt})`
  const facts = { direction: loan.direction, partner: loan.partner, units: sum(lines), ownUnits: own }
  tell(actor, cause, facts, { reason: loan.reason })
  const sums = await unitSumsOf(tx, actor.orgId, lines)
  return { id, no, movementId, units: sum(lines), sums, filingDueAt: dueAt }
}

async function writeBack(tx: Tx, actor: Actor, loan: LoanHead, lines: readonly Line[]) {
  const owedUnits = checkOwed(await owedOf(tx, actor.orgId, loan.id), unitsByDrug(lines))
  const cause = { kind: 'borrowing', id: loan.id, no: loan.no }
  const kind: KindCode = loan.direction === 'in' ? 'returnBorrowed' : 'takeBackLent'
  const movementId = await post(tx, actor, { kind, cause, lines })
  await tx`
    insert into borrowing.giving_back (org_id, loan_id, movement_id, handled_by, witnessed_by, returned_at)
    values (${actor.orgId}, ${loan.id}, ${movementId}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at})`
  tell(actor, cause, { units: sum(lines), owedUnits })
  const sums = await unitSumsOf(tx, actor.orgId, lines)
  const left = (await owedOf(tx, actor.orgId, loan.id)).map((o) => ({ ...o, quantity: o.units }))
  const owedSums = await unitSumsOf(tx, actor.orgId, left)
  return { movementId, units: sum(lines), sums, owedUnits, owedSums }
}

export const borrowingCommands: Route[] = [
  on(borrowIn, async (tx, actor, { items, ...loan }) => {
    const spot = await spotOf(tx, actor.orgId, loan.locationId)
    const borrowed = await sink(tx, actor, 'borrowed')
    const lines = await arrivalLines(tx, actor, items, { from: borrowed.id, to: spot.accountId })
    return writeLoan(tx, actor, { ...loan, direction: 'in' }, lines)
  }),

  on(lendOut, async (tx, actor, { picks, ...loan }) => {
    const spot = await spotOf(tx, actor.orgId, loan.locationId)
    const borrowed = await sink(tx, actor, 'borrowed')
    const want = { from: spot.accountId, to: borrowed.id, picks, label: false, act: '借出' }
    const { lines } = await pickLines(tx, actor, want)
    const made = await writeLoan(tx, actor, { ...loan, direction: 'out' }, lines)
    await releaseGone(tx, actor, lines)
    return made
  }),

  on(giveBack, async (tx, actor, { id, picks }) => {
    const loan = await lockLoan(tx, actor.orgId, id)
    checkDirection(loan, 'in')
    const spot = await spotOf(tx, actor.orgId, loan.locationId)
    const borrowed = await sink(tx, actor, 'borrowed')
    const want = { from: spot.accountId, to: borrowed.id, picks, label: false, act: '归还' }
    const { lines } = await pickLines(tx, actor, want)
    const done = await writeBack(tx, actor, loan, lines)
    await releaseGone(tx, actor, lines)
    return done
  }),

  on(takeBack, async (tx, actor, { id, items }) => {
    const loan = await lockLoan(tx, actor.orgId, id)
    checkDirection(loan, 'out')
    const spot = await spotOf(tx, actor.orgId, loan.locationId)
    const borrowed = await sink(tx, actor, 'borrowed')
    const lines = await arrivalLines(tx, actor, items, { from: borrowed.id, to: spot.accountId })
    return writeBack(tx, actor, loan, lines)
  }),

  on(fileLoan, async (tx, actor, { id, receiver, filingNo }) => {
    const loan = await lockLoan(tx, actor.orgId, id)
    await tx`
      insert into borrowing.filing (org_id, loan_id, receiver, filing_no, filed_by, filed_at)
      values (${actor.orgId}, ${id}, ${receiver}, ${filingNo}, ${actor.userId}, ${actor.at})`.catch(
      (error: unknown) => {
        if (brokenConstraint(error) === 'filing_once')
          throw new Refusal('ALREADY_EXISTS', { what: '备案', value: loanReceiverTitle[receiver] })
        throw error
      },
    )
    tell(actor, { kind: 'borrowing', id, no: loan.no }, { receiver, filingNo })
    return { ok: true } as const
  }),
]
