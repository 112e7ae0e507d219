import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { stayOn } from '#core/identity/qualified.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { countersignPrescription } from './countersignContract.ts'
import { voidPaper } from './paperRoutes.ts'
import { checkValid } from './rules.ts'
import { lockPrescription, today, type Stored } from './store.ts'

/** Somebody else, who is not on probation; the pipeline asked for the right. Refuses: RX_COUNTERSIGN. */
async function checkSigner(tx: Tx, actor: Actor, rx: Stored): Promise<void> {
  const own = rx.prescriberId === actor.userId
  const stay = own ? undefined : await stayOn(tx, actor.userId, today(actor))
  const why = own ? '是开方医师' : stay?.kind === 'probation' ? '本人在试用期' : undefined
  if (why) throw new Refusal('RX_COUNTERSIGN', { name: actor.name, why })
}

async function countersign(tx: Tx, actor: Actor, input: InputOf<typeof countersignPrescription>) {
  const { id, outcome, reason } = input
  const rx = await lockPrescription(tx, actor, id)
  if (!rx) throw new Refusal('NOT_FOUND')
  if (rx.voidedAt !== null) throw new Refusal('DOCUMENT_CLOSED', { no: rx.no, state: '作废' })
  if (!rx.unsigned) throw new Refusal('DOCUMENT_CLOSED', { no: rx.no, state: '生效' })
  checkValid(rx, actor.at)
  await checkSigner(tx, actor, rx)
  if (outcome === 'signed') {
    await tx`update prescription.prescription set countersigned_by = ${actor.userId}, countersigned_at = ${actor.at}
      where org_id = ${actor.orgId} and id = ${id}`
  } else {
    if (!reason) throw new Refusal('REASON_REQUIRED', {}, [{ code: 'REASON_REQUIRED', field: 'reason' }])
    await tx`update prescription.prescription set voided_at = ${actor.at}, voided_by = ${actor.userId}, void_reason = ${reason}
      where org_id = ${actor.orgId} and id = ${id}`
    await voidPaper(tx, actor, id)
  }
  tell(actor, { kind: 'prescription', id, no: rx.no }, { countersign: outcome }, { reason })
  return { ok: true as const }
}

export const countersignRoutes: Route[] = [on(countersignPrescription, countersign)]
