import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'

/** What was done at each step, by whom; null where it is still to come. */
export interface Steps {
  readonly listHash: string | null
  readonly applicantTitle: string
  readonly approver: string | null
  readonly approverTitle: string | null
  readonly closedBy: string | null
  readonly closedAt: string | null
  readonly closedReason: string | null
  readonly decidedName: string | null
  readonly decidedAt: string | null
  readonly acceptanceNote: string | null
  readonly arrivedAt: string | null
  readonly attendedAt: string | null
  readonly firstName: string
  readonly firstNo: string
  readonly secondName: string
  readonly secondNo: string
  readonly remark: string | null
  readonly place: string
  readonly method: string
  readonly executor: string
  readonly executorTitle: string
  readonly witness: string
  readonly witnessTitle: string
  readonly movementId: number | null
  readonly eventId: number
  readonly eventHash: string | null
}

export async function passedOf(tx: Tx, of: { orgId: number; id: number }): Promise<Steps> {
  const [row] = await tx<Steps[]>`
    select encode(a.list_hash, 'hex') as list_hash, u.title as applicant_title, p.name as approver, p.title as approver_title,
      c.name as closed_by, a.closed_at, a.closed_reason, a.decided_name, a.decided_at, a.acceptance_note, a.arrived_at, a.attended_at,
      a.first_name, a.first_no, a.second_name, a.second_no, a.remark, a.place, a.method, e.name as executor, e.title as executor_title,
      w.name as witness, w.title as witness_title, a.movement_id, m.event_id, encode(v.hash, 'hex') as event_hash
    from write_off.application_now a
    join identity.app_user u on u.org_id = a.org_id and u.id = a.created_by
    left join identity.app_user p on p.org_id = a.org_id and p.id = a.approved_by
    left join identity.app_user c on c.org_id = a.org_id and c.id = a.closed_by
    left join identity.app_user e on e.org_id = a.org_id and e.id = a.executed_by
    left join identity.app_user w on w.org_id = a.org_id and w.id = a.witnessed_by
    left join ledger.movement m on m.org_id = a.org_id and m.id = a.movement_id
    left join audit.event v on v.org_id = m.org_id and v.id = m.event_id and v.recorded_at = m.recorded_at
    where a.org_id = ${of.orgId} and a.id = ${of.id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}
