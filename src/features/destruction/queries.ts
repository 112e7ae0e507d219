import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listDestructions, readDestruction, type DestructionDetail } from './contract.ts'

type Row = Omit<DestructionDetail, 'lines' | 'photos'>

const columns = (tx: Tx) => tx`
  d.id, d.org_id, d.no, l.name as bin, d.place, d.method, d.reason, d.destroyed_at, d.movement_id, m.event_id,
  e.name as executed_by, w.name as witnessed_by,
  (select coalesce(sum(x.quantity), 0)::int from ledger.entry x where x.org_id = d.org_id and x.movement_id = d.movement_id) as containers`

const tables = (tx: Tx) => tx`
  from destruction.destruction d
  join place.location l on l.org_id = d.org_id and l.id = d.bin_location_id
  join ledger.movement m on m.org_id = d.org_id and m.id = d.movement_id
  join identity.app_user e on e.org_id = d.org_id and e.id = d.executed_by
  join identity.app_user w on w.org_id = d.org_id and w.id = d.witnessed_by`

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
    const [row] = await tx<Row[]>`select ${columns(tx)} ${tables(tx)} where d.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const lines = await tx<DestructionDetail['lines']>`
      select n.drug_id, n.name, n.spec, n.unit, n.drug_class, lo.lot_no, coalesce(n.container, '空安瓿') as container, sum(x.quantity)::int as units,
        coalesce((array_agg(x.code order by x.code) filter (where x.code <> ''))[1:500], '{}') as codes
      from ledger.entry x join catalogue.drug_name n on n.org_id = x.org_id and n.drug_id = x.drug_id
      join ledger.lot lo on lo.org_id = x.org_id and lo.id = x.lot_id
      where x.movement_id = ${row.movementId} group by n.drug_id, n.name, n.spec, n.unit, n.drug_class, n.container, lo.lot_no order by n.name, lo.lot_no`
    const photos = await tx<DestructionDetail['photos']>`
      select v.stage, encode(v.sha256, 'hex') as sha256, f.taken_at, u.name as uploaded_by
      from ledger.movement_evidence v join files.evidence f on f.org_id = v.org_id and f.sha256 = v.sha256
      join identity.app_user u on u.org_id = f.org_id and u.id = f.uploaded_by
      where v.movement_id = ${row.movementId} order by f.taken_at, v.stage`
    return { ...row, lines: [...lines], photos: [...photos] }
  }),
]
