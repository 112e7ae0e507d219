import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { furnishOrg } from '#core/identity/found.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { onboardingApplying } from './applying.ts'
import { approveApplication, rejectApplication, returnApplication } from './contract.ts'
import { requireState } from './rules.ts'
import { addStep, foundOrg, lockApplication, moveTo, passwordOf, type ApplicationOf } from './store.ts'

const subject = (of: ApplicationOf) => ({ kind: 'application', id: of.id, no: of.no })

/** As the reviewer saw it, and still waiting for him. Refuses: NOT_FOUND, APPLICATION_STATE, DOCUMENT_CHANGED. */
async function toDecide(tx: Tx, input: { id: number; version: number }): Promise<ApplicationOf> {
  const of = await lockApplication(tx, input.id)
  // A draft is its applicant's own.
  if (!of.submittedAt) throw new Refusal('NOT_FOUND')
  requireState(of, 'decide')
  if (of.version !== input.version) throw new Refusal('DOCUMENT_CHANGED', { no: of.no })
  return of
}

/** The organisation, its roles, who watches it and its first person come into being in this one transaction. */
async function approve(tx: Tx, actor: Actor, input: InputOf<typeof approveApplication>) {
  const of = await toDecide(tx, input)
  if (of.licenceTo && of.licenceTo < dayOf(actor.at))
    throw new Refusal('APPLICATION_LICENCE_OVER', { until: of.licenceTo })
  const passwordHash = await passwordOf(tx, of.id)
  assert(passwordHash && of.adminName && of.adminAccount, 'what was handed in is whole')
  const orgId = await foundOrg(tx, of, actor.at)
  assert(orgId, 'a locked application that waits is founded')
  const account = `${of.adminAccount}@${of.orgCode}`
  await furnishOrg(tx, actor, {
    orgId,
    kind: of.kind,
    no: of.no,
    approvedBy: of.authority,
    administrator: { account, name: of.adminName, passwordHash },
  })
  await addStep(tx, of.id, { what: 'approved', at: actor.at, userId: actor.userId })
  const { kind, name, creditCode, licenceNo, region, orgCode } = of
  tell(
    actor,
    subject(of),
    { founded: orgId, kind, name, creditCode, licenceNo, region, orgCode },
    { account },
  )
  return { orgId, account }
}

async function sendBack(
  tx: Tx,
  actor: Actor,
  input: InputOf<typeof returnApplication>,
  what: 'returned' | 'rejected',
) {
  const of = await toDecide(tx, input)
  await moveTo(tx, of.id, { state: what, at: actor.at })
  await addStep(tx, of.id, { what, at: actor.at, userId: actor.userId, reason: input.reason })
  tell(actor, subject(of), { kind: of.kind, outcome: what }, { reason: input.reason })
  return { ok: true as const }
}

export const onboardingCommands: Route[] = [
  ...onboardingApplying,
  on(approveApplication, approve),
  on(returnApplication, (tx, actor, input) => sendBack(tx, actor, input, 'returned')),
  on(rejectApplication, (tx, actor, input) => sendBack(tx, actor, input, 'rejected')),
]
