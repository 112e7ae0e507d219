import type { Tx } from '#core/db.ts'
import { departmentsOf } from '#core/identity/departments.ts'
import type { Existing, ImportKind } from '#core/imports/kind.ts'
import { importRoutes } from '#core/imports/routes.ts'
import { loose, type ColumnRule } from '#core/imports/rules.ts'
import { openAccounts } from '#core/ledger/accounts.ts'
import { placeKindTitle, type PlaceKind } from './contract.ts'
import { placeImport } from './importContract.ts'
import { insertPlaces, removePlaces, setDrawerDrugs, updatePlaces } from './importStore.ts'
import { accountKindOf } from './rules.ts'

type Key = 'code' | 'name' | 'kind' | 'tier' | 'department' | 'cabinet' | 'drugs'
export type PlaceValue = {
  readonly code: string
  readonly name: string
  readonly kind: PlaceKind
  readonly tier: string
  readonly department: string | null
  readonly cabinet: string | null
  readonly drugs: readonly string[]
  readonly departmentId: number | null
  readonly cabinetId: number | null
  readonly drugIds: readonly number[]
}

const columns: readonly ColumnRule<Key>[] = [
  { key: 'code', titles: ['编码', '储位编码', '库房编码'], type: 'text', max: 20, example: 'C01-03' },
  {
    key: 'name',
    titles: ['名称', '储位', '储位名称'],
    type: 'text',
    max: 50,
    required: true,
    example: '病房药房 3 号抽屉',
  },
  {
    key: 'kind',
    titles: ['类型', '储位类型'],
    type: 'choice',
    choices: placeKindTitle,
    required: true,
    example: '抽屉',
  },
  {
    key: 'tier',
    titles: ['级别', '库别'],
    type: 'choice',
    choices: { '1': '一级库', '2': '二级库', '3': '三级库' },
    example: '二级库',
    hint: '抽屉随它的智能柜',
  },
  { key: 'department', titles: ['科室编码', '科室'], type: 'text', max: 20, example: '02' },
  {
    key: 'cabinet',
    titles: ['所在智能柜', '智能柜编码'],
    type: 'text',
    max: 20,
    example: 'C01',
    hint: '抽屉必填，填智能柜的编码',
  },
  {
    key: 'drugs',
    titles: ['可放药品'],
    type: 'text',
    max: 400,
    example: 'NAR017',
    hint: '抽屉可填，药品编码，几个之间用顿号；留空不限',
  },
]

interface Cabinet {
  readonly id: number
  readonly tier: string
}
interface Known {
  readonly places: ReadonlyMap<string, Existing<PlaceValue>>
  readonly cabinets: ReadonlyMap<string, Cabinet>
  readonly departments: ReadonlyMap<string, { departmentId: number; code: string }>
  readonly drugs: ReadonlyMap<string, { id: number; code: string }>
}

async function stored(tx: Tx, orgId: number): Promise<Existing<PlaceValue>[]> {
  const rows = await tx<(PlaceValue & { id: number })[]>`
    select p.id, p.code, p.name, p.kind, p.tier::text as tier, d.code as department, c.code as cabinet, p.department_id,
      p.parent_id as cabinet_id, coalesce(g.drugs, '{}') as drugs, coalesce(g.ids, '{}') as drug_ids
    from place.location p left join identity.department d on d.org_id = p.org_id and d.id = p.department_id
    left join place.location c on c.org_id = p.org_id and c.id = p.parent_id
    left join (select w.org_id, w.location_id, array_agg(r.code order by r.code) as drugs,
        array_agg(r.id order by r.code) as ids from place.drawer_drug w
      join ledger.drug r on r.org_id = w.org_id and r.id = w.drug_id where w.org_id = ${orgId}
      group by w.org_id, w.location_id) g on g.org_id = p.org_id and g.location_id = p.id
    where p.org_id = ${orgId} order by p.id limit 20000`
  return rows.map(({ id, ...value }) => ({ id, value }))
}

const codesIn = (cell: string | number | undefined) =>
  String(cell ?? '')
    .split(/[、,;，；\s]+/)
    .filter(Boolean)

const kind: ImportKind<Key, PlaceValue, Known> = {
  kind: 'places',
  what: '储位',
  columns,
  identity: ['code'],
  label: (cells) => cells.name || cells.code,
  async known(tx, actor, rows) {
    const all = await stored(tx, actor.orgId)
    const wanted = rows.flatMap((row) => codesIn(row.drugs).map(loose))
    const drugs = await tx<{ id: number; code: string }[]>`
      select id, code from ledger.drug where org_id = ${actor.orgId} and lower(code) in (select unnest(${wanted}::text[]))`
    const cabinets = all.filter((p) => p.value.kind === 'cabinet')
    return {
      places: new Map(all.map((p) => [loose(p.value.code), p])),
      cabinets: new Map(cabinets.map((p) => [loose(p.value.code), { id: p.id, tier: p.value.tier }])),
      departments: new Map((await departmentsOf(tx)).map((d) => [loose(d.code), d])),
      drugs: new Map(drugs.map((d) => [loose(d.code), d])),
    }
  },
  existing: (known, read) => known.places.get(loose(String(read.code ?? ''))),
  complete({ read, before, known, say }) {
    const kindOf = (before?.kind ?? read.kind) as PlaceKind | undefined
    if (before && read.kind !== undefined && read.kind !== before.kind)
      say('kind', '建好后不能改，须停用后重建')
    if (before && read.tier !== undefined && read.tier !== before.tier)
      say('tier', '建好后不能改，须停用后重建')
    const given =
      read.department === undefined ? undefined : known.departments.get(loose(String(read.department)))
    if (read.department !== undefined && !given) say('department', '没有这个编码的科室，改正或先加上它')
    const drawer = kindOf === 'drawer'
    if (!drawer && read.cabinet !== undefined) say('cabinet', '只有抽屉在智能柜里，留空')
    if (!drawer && read.drugs !== undefined) say('drugs', '只有抽屉可限定药品，留空')
    const cabinet = drawer && !before ? known.cabinets.get(loose(String(read.cabinet ?? ''))) : undefined
    if (drawer && !before && !cabinet) say('cabinet', '没有这个编码的智能柜，改正；新的智能柜先导入')
    const tier = before?.tier ?? cabinet?.tier ?? (read.tier as string | undefined)
    if (tier === undefined && !drawer) say('tier', '没有填，填一级库、二级库或三级库')
    const found = codesIn(read.drugs).map((code) => ({ code, drug: known.drugs.get(loose(code)) }))
    const unknown = found.find((f) => !f.drug)
    if (unknown) say('drugs', `${unknown.code} 在药品档案里没有，改正或先建档`)
    const drugs = found
      .flatMap((f) => (f.drug ? [f.drug] : []))
      .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    if (kindOf === undefined || tier === undefined) return undefined
    return {
      code: before?.code ?? String(read.code ?? ''),
      name: String(read.name ?? before?.name ?? ''),
      kind: kindOf,
      tier,
      department: given?.code ?? before?.department ?? null,
      departmentId: given?.departmentId ?? before?.departmentId ?? null,
      cabinet: before?.cabinet ?? (drawer ? String(read.cabinet ?? '') : null),
      cabinetId: before?.cabinetId ?? cabinet?.id ?? null,
      drugs: read.drugs === undefined ? (before?.drugs ?? []) : drugs.map((d) => d.code),
      drugIds: read.drugs === undefined ? (before?.drugIds ?? []) : drugs.map((d) => d.id),
    }
  },
  async insert(tx, actor, values) {
    const opened = values.map((v) => ({ kind: accountKindOf(v.kind), title: v.name, tier: Number(v.tier) }))
    const accounts = await openAccounts(tx, actor, opened)
    return insertPlaces(
      tx,
      actor.orgId,
      values.map((value, i) => ({ id: accounts[i] ?? 0, value })),
    )
  },
  async update(tx, actor, values) {
    await updatePlaces(tx, actor.orgId, values)
    await setDrawerDrugs(tx, actor.orgId, values)
  },
  async current(tx, actor, ids) {
    const wanted = new Set(ids)
    return new Map(
      (await stored(tx, actor.orgId)).filter((p) => wanted.has(p.id)).map((p) => [p.id, p.value]),
    )
  },
  remove: (tx, actor, ids) => removePlaces(tx, actor.orgId, ids),
}

export const placeImportRoutes = importRoutes(placeImport, kind)
