import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { requireCount } from '#core/countFirst/require.ts'
import { permissions } from '#core/identity/permissions.ts'
import { requireQualified } from '#core/identity/qualified.ts'
import { openAccount } from '#core/ledger/accounts.ts'
import { checkFefo } from '#core/ledger/fefo.ts'
import { pickLines } from '#core/ledger/picks.ts'
import { post } from '#core/ledger/post.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import type { InputOf, OutputOf } from '#core/contract.ts'
import { createIssue, revealPatient, type RescueReason } from './contract.ts'
import { checkDue, checkPlan, dueAt } from './rules.ts'
import { mayUse } from './people.ts'

/** A paper's plan says how much may be taken; a rescue has no paper, and takes what it takes. */
export type NewIssue = Omit<InputOf<typeof createIssue>, 'plan' | 'kind'> & {
  readonly kind: InputOf<typeof createIssue>['kind'] | 'emergency'
  readonly plan?: InputOf<typeof createIssue>['plan']
}

/** What an issue stands on, where it is not a paper of another system. */
export interface Grounds {
  readonly prescriptionId?: number
  readonly rescue?: {
    readonly reason: RescueReason
    readonly note: string | null
    readonly orderDueAt: string
  }
}

async function personOf(tx: Tx, actor: Actor, userId: number): Promise<{ userId: number; name: string }> {
  const [row] = await tx<{ userId: number; name: string }[]>`
    select id as user_id, name from identity.app_user where org_id = ${actor.orgId} and id = ${userId} and disabled_at is null`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** Doctors who stand on the paper have 麻精处方权. */
async function checkDoctors(tx: Tx, actor: Actor, input: NewIssue): Promise<void> {
  const doctor = await personOf(tx, actor, input.doctorId)
  await requireQualified(tx, doctor, 'prescribe', actor.at, 'PRESCRIBER_UNQUALIFIED')
  if (input.anaesthetistId !== undefined) {
    await requireQualified(
      tx,
      await personOf(tx, actor, input.anaesthetistId),
      'prescribe',
      actor.at,
      'PRESCRIBER_UNQUALIFIED',
    )
  }
}

/** The one whose hand it goes into. */
async function checkHolder(tx: Tx, actor: Actor, input: NewIssue): Promise<{ userId: number; name: string }> {
  const holder = await personOf(tx, actor, input.holderId)
  await requireQualified(tx, holder, 'handle', actor.at)
  // Nobody dispenses into their own hand: the holder is one who records use, and only the holder can empty the account.
  if (!(await mayUse(tx, actor.orgId, holder.userId, actor.at))) {
    throw new Refusal('UNQUALIFIED', {
      name: holder.name,
      need: `“${permissions['use.record']}”权限`,
      renew: '请换一位领用人，或先给岗位',
    })
  }
  return holder
}

async function insertIssue(
  tx: Tx,
  actor: Actor,
  input: NewIssue,
  no: string,
  rest: { accountId: number; due: string; grounds: Grounds },
): Promise<number> {
  const p = input.patient
  const { prescriptionId, rescue } = rest.grounds
  const [row] = await tx<{ id: number }[]>`
    insert into issue.issue (org_id, no, kind, ref_no, title, room, department_id, location_id, patient_name, patient_sex, patient_age,
      record_no, patient_id_no, diagnosis, doctor_id, anaesthetist_id, holder_id, account_id, issued_by, checked_by, issued_at, due_at, fefo_reason, prescription_id, rescue_reason,
      rescue_note, order_due_at)
    values (${actor.orgId}, ${no}, ${input.kind}, ${input.refNo}, ${input.title}, ${input.room ?? null}, ${input.departmentId ?? null},
      ${input.locationId}, ${p.name}, ${p.sex}, ${p.age}, ${p.recordNo}, ${p.idNo ?? null}, ${input.diagnosis}, ${input.doctorId},
      ${input.anaesthetistId ?? null}, ${input.holderId}, ${rest.accountId}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at}, ${rest.due},
      ${input.fefoReason ?? null}, ${prescriptionId ?? null}, ${rescue?.reason ?? null}, ${rescue?.note ?? null}, ${rescue?.orderDueAt ?? null}) returning id`
  assert(row, 'an inserted issue has a number')
  return row.id
}

async function drugNames(
  tx: Tx,
  actor: Actor,
  drugIds: readonly number[],
): Promise<(drugId: number) => string> {
  const rows = await tx<{ id: number; name: string }[]>`
    select id, name || ' ' || spec as name from ledger.drug where org_id = ${actor.orgId} and id = any (${drugIds as number[]}::bigint[])`
  const names = new Map(rows.map((r) => [r.id, r.name]))
  return (drugId) => names.get(drugId) ?? '该药品'
}

/** Out of a place into a hand, for a surgery, a prescription or a rescue; the hand's account has a time limit. */
export async function issueOut(
  tx: Tx,
  actor: Actor,
  input: NewIssue,
  grounds: Grounds = {},
): Promise<OutputOf<typeof createIssue>> {
  const [place] = await tx<{ accountId: number; departmentId: number | null }[]>`
    select account_id, department_id from place.location
    where org_id = ${actor.orgId} and id = ${input.locationId} and kind in ('store', 'cabinet', 'drawer', 'ward') and stopped_at is null`
  if (!place) throw new Refusal('NOT_FOUND')
  checkDue(input.dueAt, actor.at)
  // Who wrote a prescription was qualified on its day, and that day was checked then.
  if (grounds.prescriptionId === undefined) await checkDoctors(tx, actor, input)
  const holder = await checkHolder(tx, actor, input)
  const no = await documentNo(tx, actor, 'LY')
  const due = input.dueAt ?? dueAt(input.kind, actor.at)
  const custody = await openAccount(tx, actor, {
    kind: 'custody',
    title: `${holder.name} 领用账户 ${no}`,
    holderId: holder.userId,
    dueAt: due,
  })
  const picked = await pickLines(tx, actor, {
    from: place.accountId,
    to: custody.id,
    picks: input.picks,
    label: true,
    act: '领用',
  })
  await requireCount(tx, actor, {
    locationId: input.locationId,
    act: input.kind === 'emergency' ? 'rescue' : 'issue',
    drugIds: picked.unitsByDrug.keys(),
  })
  const taken = [...picked.unitsByDrug].map(([drugId, units]) => ({ drugId, units }))
  const plan = input.plan ?? taken
  checkPlan(
    plan,
    picked.unitsByDrug,
    await drugNames(
      tx,
      actor,
      [...plan, ...taken].map((l) => l.drugId),
    ),
  )
  await checkFefo(
    tx,
    actor,
    place.accountId,
    picked.lines.filter((l) => l.to === custody.id).map((l) => ({ ...l, from: place.accountId })),
    input.fefoReason,
  )
  const id = await insertIssue(tx, actor, input, no, {
    accountId: custody.id,
    due,
    grounds,
  })
  await insertLines(tx, actor, id, plan, picked.unitsByDrug)
  const movementId = await post(tx, actor, {
    kind: 'issue',
    cause: { kind: 'issue', id, no },
    lines: picked.lines,
    reason: input.fefoReason,
    ...(grounds.rescue ? { permission: 'emergency.issue' as const } : {}),
  })
  const {
    patient,
    picks: _picks,
    diagnosis,
    fefoReason: _reason,
    title: _title,
    room: _room,
    ...facts
  } = input
  tell(
    actor,
    { kind: 'issue', id, no },
    { ...facts, plan, dueAt: due, ...rescueFacts(grounds), ...idOf(grounds) },
    { patient, diagnosis, title: input.title, room: input.room, note: grounds.rescue?.note },
  )
  return { id, no, movementId, labels: picked.labels }
}

const idOf = ({ prescriptionId }: Grounds) => (prescriptionId === undefined ? {} : { prescriptionId })
const rescueFacts = ({ rescue }: Grounds) =>
  rescue ? { rescue: rescue.reason, orderDueAt: rescue.orderDueAt } : {}

export const issueCommands: Route[] = [
  on(createIssue, (tx, actor, input) => issueOut(tx, actor, input)),

  on(revealPatient, async (tx, actor, { id, reason }) => {
    const [row] = await tx<
      { no: string; name: string; sex: '男' | '女'; age: number; recordNo: string; idNo: string | null }[]
    >`
      select no, patient_name as name, patient_sex as sex, patient_age as age, record_no, patient_id_no as id_no from issue.issue where id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const { no, ...patient } = row
    tell(actor, { kind: 'issue', id, no }, { revealed: 'patient' }, { reason })
    return patient
  }),
]

async function insertLines(
  tx: Tx,
  actor: Actor,
  issueId: number,
  plan: NonNullable<NewIssue['plan']>,
  units: ReadonlyMap<number, number>,
): Promise<void> {
  try {
    for (const line of plan) {
      const issued = units.get(line.drugId)
      // A planned drug of which nothing was taken leaves no line: there is nothing to account for.
      if (issued === undefined) continue
      await tx`
        insert into issue.line (org_id, issue_id, drug_id, planned_units, issued_units)
        values (${actor.orgId}, ${issueId}, ${line.drugId}, ${line.units}, ${issued})`
    }
  } catch (error) {
    if (brokenConstraint(error)?.includes('drug_id')) throw new Refusal('NOT_FOUND')
    throw error
  }
}
