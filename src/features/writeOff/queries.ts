import type { Actor } from '#core/actor.ts'
import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  listAuthorities,
  listCandidates,
  listWriteOffs,
  readWriteOff,
  writeOffStages,
  type WriteOffDetail,
  type WriteOffLine,
  type WriteOffRow,
} from './contract.ts'
import { dueAtOf } from './rules.ts'
import { candidates } from './store.ts'

interface Row extends Omit<WriteOffRow, 'dueAt'> {
  readonly createdById: number
  readonly approvedById: number | null
  readonly authorityId: number | null
}

const columns = (tx: Tx) => tx`
  a.id, a.org_id, o.name as org, a.no, a.state, a.reason, u.name as created_by, a.created_at, a.approved_at as sent_at, x.name as authority,
  a.visit_on, a.destroyed_at, f.drugs, f.units, a.created_by as created_by_id, a.approved_by as approved_by_id, a.authority_id`

const tables = (tx: Tx) => tx`
  from write_off.application_now a
  join identity.org o on o.id = a.org_id
  join identity.app_user u on u.org_id = a.org_id and u.id = a.created_by
  left join identity.org x on x.id = a.authority_id
  cross join lateral (
    select coalesce(string_agg(distinct d.name, '、'), '') as drugs, coalesce(sum(l.units), 0)::int as units
    from write_off.line l join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
    where l.org_id = a.org_id and l.application_id = a.id) f`

const rowOf = ({ createdById: _c, approvedById: _a, authorityId: _o, ...r }: Row): WriteOffRow => ({
  ...r,
  dueAt: r.sentAt === null ? null : dueAtOf(r.sentAt),
})

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

interface Steps {
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

async function stepsOf(tx: Tx, of: { orgId: number; id: number }): Promise<Steps> {
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

async function detailOf(tx: Tx, actor: Actor, row: Row): Promise<WriteOffDetail> {
  const s = await stepsOf(tx, row)
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

export const writeOffQueries: Route[] = [
  on(listWriteOffs, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    // A hospital's own; an authority's: what was sent to it, or all of one hospital.
    const rows = await tx<(Row & { total: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where (case when ${input.org ?? null}::bigint is null then a.org_id = core.current_org() or a.authority_id = core.current_org()
        else a.org_id = ${input.org ?? null} end)
        and (${input.state ?? null}::text is null or a.state = ${input.state ?? null})
        and (${like}::text is null or a.no ilike ${like} or a.reason ilike ${like} or f.drugs ilike ${like} or o.name ilike ${like})
      order by a.created_at desc, a.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => rowOf(r)), total: rows[0]?.total ?? 0 }
  }),

  on(listCandidates, async (tx) => ({ rows: [...(await candidates(tx))] })),

  on(listAuthorities, async (tx) => {
    const rows = await tx<{ orgId: number; name: string; health: boolean }[]>`
      select o.id as org_id, o.name, o.name like '%卫生健康%' as health
      from identity.supervision s join identity.org o on o.id = s.authority_id
      where s.institution_id = core.current_org() order by health desc, o.name limit 50`
    return { rows: [...rows] }
  }),

  on(readWriteOff, async (tx, actor, { id }) => {
    const [row] = await tx<Row[]>`select ${columns(tx)} ${tables(tx)} where a.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    return detailOf(tx, actor, row)
  }),
]
