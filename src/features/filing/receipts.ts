import { tell, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { bindFile } from '#core/files/bind.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { aboutFiling } from './commands.ts'
import { confirmFiling, recordReceipt } from './contract.ts'
import { dispatchesOf, filingOf, lockFiling, type DispatchHead, type FilingHead } from './store.ts'

interface Answer {
  readonly outcome: 'accepted' | 'returned'
  readonly no: string
  readonly note: string | undefined
  readonly proof: string | undefined
}

/** Refuses: REASON_REQUIRED, FILING_RECEIPT_EXISTS. */
async function insertReceipt(
  tx: Tx,
  actor: Actor,
  head: FilingHead,
  to: DispatchHead,
  a: Answer,
): Promise<void> {
  const { outcome, no, note, proof } = a
  await tx`
    insert into filing.receipt (org_id, hospital_id, dispatch_id, fingerprint, outcome, no, note, proof, done_by, done_name, done_at)
    values (${actor.orgId}, ${head.orgId}, ${to.id}, ${head.fingerprint}, ${outcome}, ${no}, ${note || null},
      ${proof === undefined ? null : Buffer.from(proof, 'hex')}, ${actor.userId}, ${actor.name}, ${actor.at})`.catch(
    (error: unknown) => {
      if (brokenConstraint(error) === 'receipt_once')
        throw new Refusal('FILING_RECEIPT_EXISTS', { receiver: to.receiver, no: '' })
      throw error
    },
  )
  const data = {
    hospital: head.orgId,
    receiver: to.receiver,
    outcome,
    receipt: no,
    fingerprint: head.fingerprint.toString('hex'),
  }
  tell(actor, aboutFiling(head), data, { note })
}

function checkAnswer(to: DispatchHead, a: Pick<Answer, 'outcome' | 'note'>): void {
  if (to.receiptNo !== null)
    throw new Refusal('FILING_RECEIPT_EXISTS', { receiver: to.receiver, no: to.receiptNo })
  if (a.outcome === 'returned' && !a.note) throw new Refusal('REASON_REQUIRED')
}

export const receiptCommands: Route[] = [
  on(confirmFiling, async (tx, actor, { filingId, outcome, note }) => {
    const head = await filingOf(tx, filingId)
    const to = (await dispatchesOf(tx, head)).find((d) => d.authorityId === actor.orgId)
    if (!to) throw new Refusal('FILING_OTHERS', { no: head.no })
    checkAnswer(to, { outcome, note })
    const no = await documentNo(tx, actor, 'HZ')
    await insertReceipt(tx, actor, head, to, { outcome, no, note, proof: undefined })
    return { no }
  }),

  on(recordReceipt, async (tx, actor, { filingId, dispatchId, outcome, no, note, proof }) => {
    const head = await lockFiling(tx, actor.orgId, filingId)
    const to = (await dispatchesOf(tx, head)).find((d) => d.id === dispatchId)
    if (!to) throw new Refusal('NOT_FOUND')
    // An authority of this platform answers itself.
    if (to.authorityId !== null) throw new Refusal('FILING_OTHERS', { no: head.no })
    checkAnswer(to, { outcome, note })
    await bindFile(tx, actor, proof, '报送回执')
    await insertReceipt(tx, actor, head, to, { outcome, no, note, proof })
    return { ok: true } as const
  }),
]
