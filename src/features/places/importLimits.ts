import type { Tx } from '#core/db.ts'
import type { Existing, ImportKind } from '#core/imports/kind.ts'
import { importRoutes } from '#core/imports/routes.ts'
import { loose, type ColumnRule } from '#core/imports/rules.ts'
import { limitImport } from './importContract.ts'
import { insertLimits, removeLimits, updateLimits } from './limitStore.ts'

type Key = 'place' | 'drug' | 'lowUnits' | 'highUnits' | 'maxDays'
export type LimitValue = {
  readonly place: string
  readonly drug: string
  readonly lowUnits: number
  readonly highUnits: number | null
  readonly maxDays: number | null
  readonly placeId: number
  readonly drugId: number
}

const most = 10_000_000
const columns: readonly ColumnRule<Key>[] = [
  { key: 'place', titles: ['储位编码', '储位', '库房编码'], type: 'text', max: 20, example: 'B01' },
  { key: 'drug', titles: ['药品编码', '院内编码', '药品代码'], type: 'text', max: 20, example: 'NAR017' },
  {
    key: 'lowUnits',
    titles: ['下限', '库存下限'],
    type: 'whole',
    min: 0,
    max: most,
    example: '40',
    hint: '最小单位，留空为 0',
  },
  {
    key: 'highUnits',
    titles: ['上限', '库存上限'],
    type: 'whole',
    min: 1,
    max: most,
    example: '200',
    hint: '最小单位，留空为不设',
  },
  {
    key: 'maxDays',
    titles: ['最多存放天数', '最高库存天数'],
    type: 'whole',
    min: 1,
    max: 365,
    example: '15',
    hint: '留空为不设',
  },
]

interface Known {
  readonly limits: ReadonlyMap<string, Existing<LimitValue>>
  readonly places: ReadonlyMap<string, { id: number; code: string }>
  readonly drugs: ReadonlyMap<string, { id: number; code: string }>
}

const nameOf = (place: string, drug: string) => `${loose(place)}\n${loose(drug)}`

async function stored(tx: Tx, orgId: number): Promise<Existing<LimitValue>[]> {
  const rows = await tx<(LimitValue & { id: number })[]>`
    select l.id, p.code as place, d.code as drug, l.low_units, l.high_units, l.max_days, l.location_id as place_id, l.drug_id
    from place.drug_limit l join place.location p on p.org_id = l.org_id and p.id = l.location_id
    join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id where l.org_id = ${orgId} order by l.id limit 200000`
  return rows.map(({ id, ...value }) => ({ id, value }))
}

const kind: ImportKind<Key, LimitValue, Known> = {
  kind: 'limits',
  what: '储位限量',
  columns,
  identity: ['place', 'drug'],
  label: (cells) => `${cells.place} ${cells.drug}`,
  async known(tx, actor, rows) {
    const codes = rows.map((row) => loose(String(row.drug ?? '')))
    const places = await tx<{ id: number; code: string }[]>`
      select id, code from place.location where org_id = ${actor.orgId} and stopped_at is null limit 20000`
    const drugs = await tx<{ id: number; code: string }[]>`
      select id, code from ledger.drug where org_id = ${actor.orgId} and lower(code) in (select unnest(${codes}::text[]))`
    const all = await stored(tx, actor.orgId)
    return {
      limits: new Map(all.map((l) => [nameOf(l.value.place, l.value.drug), l])),
      places: new Map(places.map((p) => [loose(p.code), p])),
      drugs: new Map(drugs.map((d) => [loose(d.code), d])),
    }
  },
  existing: (known, read) => known.limits.get(nameOf(String(read.place ?? ''), String(read.drug ?? ''))),
  complete({ read, before, known, say }) {
    const place = known.places.get(loose(String(read.place ?? '')))
    const drug = known.drugs.get(loose(String(read.drug ?? '')))
    if (read.place !== undefined && !place) say('place', '没有这个编码的在用储位，改正或先建储位')
    if (read.drug !== undefined && !drug) say('drug', '药品档案里没有这个编码，改正或先建档')
    const lowUnits = Number(read.lowUnits ?? before?.lowUnits ?? 0)
    const high = read.highUnits ?? before?.highUnits ?? null
    const days = read.maxDays ?? before?.maxDays ?? null
    const highUnits = high === null ? null : Number(high)
    if (highUnits !== null && highUnits < lowUnits) say('highUnits', `不能低于下限 ${lowUnits}`)
    if (!place || !drug) return undefined
    const limits = { lowUnits, highUnits, maxDays: days === null ? null : Number(days) }
    return { place: place.code, drug: drug.code, ...limits, placeId: place.id, drugId: drug.id }
  },
  insert: (tx, actor, values) => insertLimits(tx, actor.orgId, values),
  update: (tx, actor, values) => updateLimits(tx, actor.orgId, values),
  async current(tx, actor, ids) {
    const wanted = new Set(ids)
    return new Map(
      (await stored(tx, actor.orgId)).filter((l) => wanted.has(l.id)).map((l) => [l.id, l.value]),
    )
  },
  remove: (tx, actor, ids) => removeLimits(tx, actor.orgId, ids),
}

export const limitImportRoutes = importRoutes(limitImport, kind)
