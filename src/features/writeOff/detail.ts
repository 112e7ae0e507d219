import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { writeOffStages, type WriteOffDetail, type WriteOffLine } from './contract.ts'
import { passedOf } from './passed.ts'
import { rowOf, type Row } from './rows.ts'

function linesOf(tx: Tx, of: { orgId: number; id: number }): Promise<WriteOffLine[]> {
  return tx<WriteOffLine[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, l.lot_id, t.lot_no, t.expiry, f.form, f.manufacturer, c.title as account,
      min(case when c.kind = 'returned' then '患者交回' else coalesce(r.reason, l.reason) end) as reason, sum(l.units)::int as units,
      coalesce((array_agg(l.code order by l.code) filter (where l.code <> ''))[1:500], '{}') as codes
    from write_off.line l
    join catalogue.drug_name n on n.org_id = l.org_id and n.drug_id = l.drug_id
    join ledger.lot t on t.org_id = l.org_id and t.id = l.lot_id
    join ledger.account c on c.org_id = l.org_id and c.id = l.account_id
    left join quarantine.record r on r.org_id = l.org_id and r.account_id = l.account_id
    left join catalogue.formulary f on f.org_id = l.org_id and f.drug_id = l.drug_id
    where l.org_id = ${of.orgId} and l.application_id = ${of.id}
    group by n.drug_id, n.name, n.spec, n.unit, n.drug_class, l.lot_id, t.lot_no, t.expiry, f.form, f.manufacturer, c.title
    order by n.name, t.lot_no, c.title limit 500`
}

type Photos = NonNullable<WriteOffDetail['destruction']>['photos']

function photosOf(tx: Tx, orgId: number, movementId: number): Promise<Photos> {
  return tx<Photos>`
    select v.stage, encode(v.sha256, 'hex') as sha256, f.taken_at, u.name as uploaded_by
    from ledger.movement_evidence v join files.evidence f on f.org_id = v.org_id and f.sha256 = v.sha256
    join identity.app_user u on u.org_id = f.org_id and u.id = f.uploaded_by
    where v.org_id = ${orgId} and v.movement_id = ${movementId} order by array_position(${[...writeOffStages]}::text[], v.stage)`
}

/** What this reader may do next: by permission, by step, and by not having done another step of it. */
function mayOf(actor: Actor, row: Row): WriteOffDetail['may'] {
  const own = row.orgId === actor.orgId
  const has = (p: 'writeOff.approve' | 'writeOff.apply' | 'writeOff.supervise' | 'writeOff.execute') =>
    actor.permissions.has(p)
  const before = [row.createdById, row.approvedById].includes(actor.userId)
  const addressed = row.authorityId === actor.orgId && has('writeOff.supervise')
  return {
    approve: own && row.state === 'applied' && has('writeOff.approve') && row.createdById !== actor.userId,
    withdraw: own && ['applied', 'sent'].includes(row.state) && has('writeOff.apply'),
    accept: addressed && row.state === 'sent',
    attend: addressed && row.state === 'accepted',
    execute: own && row.state === 'attended' && has('writeOff.execute') && !before,
  }
}

export async function detailOf(tx: Tx, actor: Actor, row: Row): Promise<WriteOffDetail> {
  const s = await passedOf(tx, row)
  const photos = s.movementId === null ? [] : await photosOf(tx, row.orgId, s.movementId)
  return {
    ...rowOf(row),
    lines: [...(await linesOf(tx, row))],
    listHash: s.listHash,
    applicant: { name: row.createdBy, title: s.applicantTitle },
    approver: s.approver === null ? null : { name: s.approver, title: s.approverTitle ?? '' },
    closed:
      s.closedBy === null || s.closedAt === null
        ? null
        : { by: s.closedBy, at: s.closedAt, reason: s.closedReason ?? '' },
    acceptance:
      s.decidedName === null || s.decidedAt === null
        ? null
        : { by: s.decidedName, at: s.decidedAt, note: s.acceptanceNote, visitOn: row.visitOn },
    attendance:
      s.arrivedAt === null || s.attendedAt === null
        ? null
        : {
            arrivedAt: s.arrivedAt,
            recordedAt: s.attendedAt,
            inspectors: [
              { name: s.firstName, certificateNo: s.firstNo },
              { name: s.secondName, certificateNo: s.secondNo },
            ],
            remark: s.remark,
          },
    destruction:
      s.movementId === null || row.destroyedAt === null
        ? null
        : {
            place: s.place,
            method: s.method,
            executor: { name: s.executor, title: s.executorTitle },
            witness: { name: s.witness, title: s.witnessTitle },
            at: row.destroyedAt,
            movementId: s.movementId,
            eventId: s.eventId,
            eventHash: s.eventHash,
            photos: [...photos],
          },
    may: mayOf(actor, row),
    now: actor.at,
  }
}
