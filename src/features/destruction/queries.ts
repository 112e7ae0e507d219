import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  destructionStages,
  listDestructions,
  readDestruction,
  type DestructionDetail,
  type DestructionRow,
} from './contract.ts'

type Row = DestructionRow
type Head = Omit<DestructionDetail, 'lines' | 'photos' | 'origins'>

const columns = (tx: Tx) => tx`
  d.id, d.org_id, d.no, l.name as bin, d.place, d.method, d.reason, d.destroyed_at, d.movement_id, m.event_id,
  e.name as executed_by, w.name as witnessed_by, back.id is not null as reversed,
  (select coalesce(sum(x.quantity), 0)::int from ledger.entry x where x.org_id = d.org_id and x.movement_id = d.movement_id) as containers`

const tables = (tx: Tx) => tx`
  from destruction.destruction d
  join place.location l on l.org_id = d.org_id and l.id = d.bin_location_id
  join ledger.movement m on m.org_id = d.org_id and m.id = d.movement_id
  join identity.app_user e on e.org_id = d.org_id and e.id = d.executed_by
  join identity.app_user w on w.org_id = d.org_id and w.id = d.witnessed_by
  left join ledger.movement back on back.org_id = d.org_id and back.reverses_id = d.movement_id`

/** Drugs and lots with their ampoules, as the registers name them (R9, R12). */
function linesOf(tx: Tx, movementId: number): Promise<DestructionDetail['lines']> {
  return tx<DestructionDetail['lines']>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, x.lot_id, lo.lot_no, lo.expiry, f.form, f.manufacturer,
      coalesce(n.container, '空安瓿') as container, sum(x.quantity)::int as units,
      coalesce((array_agg(x.code order by x.code) filter (where x.code <> ''))[1:500], '{}') as codes
    from ledger.entry x join catalogue.drug_name n on n.org_id = x.org_id and n.drug_id = x.drug_id
    join ledger.lot lo on lo.org_id = x.org_id and lo.id = x.lot_id
    left join catalogue.formulary f on f.org_id = x.org_id and f.drug_id = x.drug_id
    where x.movement_id = ${movementId}
    group by n.drug_id, n.name, n.spec, n.unit, n.drug_class, n.container, x.lot_id, lo.lot_no, lo.expiry, f.form, f.manufacturer
    order by n.name, lo.lot_no`
}

/** For every ampoule the last recovery before the destruction that brought it into the bin. */
function originsOf(tx: Tx, movementId: number): Promise<DestructionDetail['origins']> {
  return tx<DestructionDetail['origins']>`
    select r.id as recovery_id, r.no, r.recovered_at, dp.name as department, x.lot_id, lo.lot_no, count(*)::int as containers,
      b.name as returned_by, c.name as received_by
    from ledger.entry x
    cross join lateral (
      select e.movement_id from ledger.entry e join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
      where e.org_id = x.org_id and e.code = x.code and e.code <> '' and e.item = 'container' and m.kind = 'recover'
        and m.reverses_id is null and m.id < x.movement_id order by m.id desc limit 1) e
    join recovery.recovery r on r.org_id = x.org_id and r.movement_id = e.movement_id
    join issue.issue i on i.org_id = r.org_id and i.id = r.issue_id
    join identity.app_user hu on hu.org_id = i.org_id and hu.id = i.holder_id
    left join identity.department dp on dp.org_id = i.org_id and dp.id = case when i.department_id is null then hu.department_id else i.department_id end
    join ledger.lot lo on lo.org_id = x.org_id and lo.id = x.lot_id
    join identity.app_user b on b.org_id = r.org_id and b.id = r.returned_by
    join identity.app_user c on c.org_id = r.org_id and c.id = r.received_by
    where x.movement_id = ${movementId} and x.code <> ''
    group by r.id, r.no, r.recovered_at, dp.name, x.lot_id, lo.lot_no, b.name, c.name order by r.recovered_at, r.id, lo.lot_no limit 500`
}

export const destructionQueries: Route[] = [
  on(listDestructions, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(Row & { total: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where d.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${like}::text is null or d.no ilike ${like} or d.place ilike ${like} or e.name ilike ${like})
      order by d.destroyed_at desc, d.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: [...rows], total: rows[0]?.total ?? 0 }
  }),

  on(readDestruction, async (tx, _actor, { id }) => {
    const [row] = await tx<Head[]>`
      select ${columns(tx)}, o.name as org, e.title as executed_title, w.title as witness_title, encode(ev.hash, 'hex') as event_hash
      ${tables(tx)} join identity.org o on o.id = d.org_id
      left join audit.event ev on ev.org_id = m.org_id and ev.id = m.event_id where d.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const photos = await tx<DestructionDetail['photos']>`
      select v.stage, encode(v.sha256, 'hex') as sha256, f.taken_at, u.name as uploaded_by
      from ledger.movement_evidence v join files.evidence f on f.org_id = v.org_id and f.sha256 = v.sha256
      join identity.app_user u on u.org_id = f.org_id and u.id = f.uploaded_by
      where v.movement_id = ${row.movementId} order by array_position(${[...destructionStages]}::text[], v.stage)`
    const lines = await linesOf(tx, row.movementId)
    return {
      ...row,
      lines: [...lines],
      origins: [...(await originsOf(tx, row.movementId))],
      photos: [...photos],
    }
  }),
]
