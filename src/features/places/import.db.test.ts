import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallFailed, Client } from '#apps/client.ts'
import type { ImportEndpoints } from '#core/imports/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { createPlace, listDepartments, listLimits, listPlaces, setLimit } from './contract.ts'
import { departmentImport, limitImport, placeImport } from './importContract.ts'

let h: Hospital
let head: Client

beforeAll(async () => {
  h = await startHospital()
  head = await h.as('liuguodong@lushan')
})
afterAll(() => h.stop())

const check = (of: ImportEndpoints, ...lines: string[]) =>
  head.call(of.check, { fileName: 'a.csv' }, { file: Buffer.from(lines.join('\n')) })
async function needs(of: ImportEndpoints, ...lines: string[]) {
  const { importId } = await check(of, ...lines)
  const { rows } = await head.call(of.look, { importId, state: 'bad' })
  return rows.flatMap((r) => r.faults.map((f) => `${r.row} ${f.title} ${f.need}`))
}
async function bring(of: ImportEndpoints, ...lines: string[]) {
  const { importId, bad } = await check(of, ...lines)
  expect(bad).toBe(0)
  expect(await head.call(of.run, { importId, acceptUpdates: true })).toMatchObject({ finished: true })
  return importId
}
const placeOf = async (code: string) =>
  (await head.call(listPlaces, { q: code })).rows.find((p) => p.code === code)
const titles = async (like: string) => {
  const rows = await h.auditor.transaction(
    (tx) => tx<{ title: string }[]>`
      select title from ledger.account where title like ${`${like}%`} order by title`,
  )
  return rows.map((r) => r.title)
}

test('departments come in as a tree, child before parent, and go again', async () => {
  const id = await bring(departmentImport, '科室编码,科室名称,上级科室', 'X11,麻醉一科,X1', 'X1,手术部,')
  const { rows } = await head.call(listDepartments, {})
  expect(rows.find((d) => d.code === 'X11')).toMatchObject({ name: '麻醉一科', depth: 1 })
  await head.call(departmentImport.withdraw, { importId: id, reason: '重来' })
  expect((await head.call(listDepartments, {})).rows.some((d) => d.code.startsWith('X1'))).toBe(false)
})

test('a department above itself is a fault, as is one that nobody knows', async () => {
  expect(await needs(departmentImport, '编码,名称,上级编码', 'Y1,甲,Y2', 'Y2,乙,Y1', 'Y3,丙,没有')).toEqual([
    '2 上级编码 上级绕回了自己，改正上级',
    '3 上级编码 上级绕回了自己，改正上级',
    '4 上级编码 没有这个编码的科室，改正或先加上它',
  ])
})

test('a cabinet and then its drawers, each kept for some drugs', async () => {
  await bring(placeImport, '编码,名称,类型,级别,科室编码', 'ZN1,手术室智能柜,智能柜,二级库,02')
  const id = await bring(
    placeImport,
    '编码,名称,类型,所在智能柜,可放药品',
    'ZN1-1,1 号抽屉,抽屉,ZN1,nar017、NAR020',
  )
  expect(await placeOf('ZN1-1')).toMatchObject({
    kind: 'drawer',
    tier: 2,
    cabinet: '手术室智能柜',
    drawerDrugs: ['NAR017', 'NAR020'],
  })
  await head.call(placeImport.withdraw, { importId: id, reason: '重来' })
  expect(await placeOf('ZN1-1')).toBeUndefined()
  expect(await titles('1 号抽屉')).toEqual(['1 号抽屉（导入已撤回）'])
})

test('a place that a file renames keeps its account, under the new name', async () => {
  const id = await bring(placeImport, '编码,名称', 'ZN1,手术室一号柜')
  expect(await titles('手术室')).toContain('手术室一号柜')
  await head.call(placeImport.withdraw, { importId: id, reason: '名称写错' })
  expect(await titles('手术室')).toContain('手术室智能柜')
})

test('a drawer without a cabinet, a drug nobody knows, a kind that cannot change', async () => {
  expect(
    await needs(
      placeImport,
      '编码,名称,类型,级别,所在智能柜,可放药品',
      'D1,抽屉,抽屉,,没有,',
      'D2,抽屉,抽屉,,ZN1,NAR999',
      'A01,药库,病区药柜,,,',
      'D4,小库,库房药房,,,',
    ),
  ).toEqual([
    '2 所在智能柜 没有这个编码的智能柜，改正；新的智能柜先导入',
    '3 可放药品 NAR999 在药品档案里没有，改正或先建档',
    '4 类型 建好后不能改，须停用后重建',
    '5 级别 没有填，填一级库、二级库或三级库',
  ])
})

test('a drawer by its form: it is in a cabinet of one tier, and nothing else is', async () => {
  const cabinetId = (await placeOf('ZN1'))!.placeId
  const drawer = { code: 'ZN1-9', name: '9 号抽屉', kind: 'drawer' as const, tier: 2, cabinetId }
  expect(await refusalOf(head.call(createPlace, { ...drawer, cabinetId: undefined }))).toBe('INPUT_INVALID')
  expect(await refusalOf(head.call(createPlace, { ...drawer, tier: 3 }))).toBe('INPUT_INVALID')
  expect(await refusalOf(head.call(createPlace, { ...drawer, kind: 'ward' }))).toBe('INPUT_INVALID')
  await head.call(createPlace, drawer)
  expect(await placeOf('ZN1-9')).toMatchObject({ cabinetId, drawerDrugs: [] })
})

test('limits of a drug in a place: by form, by file, with what lies there', async () => {
  const place = (await placeOf('B01'))!
  const of = async () => (await head.call(listLimits, { place: place.placeId })).rows
  await bring(limitImport, '储位编码,药品编码,下限,上限,最高库存天数', 'B01,NAR017,40,200,15')
  const [limit] = await of()
  expect(limit).toMatchObject({
    lowUnits: 40,
    highUnits: 200,
    maxDays: 15,
    heldUnits: 0,
    name: '枸橼酸舒芬太尼注射液',
  })
  await head.call(setLimit, { id: place.placeId, drugId: limit!.drugId, lowUnits: 50 })
  expect(await of()).toMatchObject([{ lowUnits: 50, highUnits: null }])
  const wrong = { id: place.placeId, drugId: limit!.drugId, lowUnits: 50, highUnits: 5 }
  expect(await refusalOf(head.call(setLimit, wrong))).toBe('INPUT_INVALID')
  expect(
    await needs(
      limitImport,
      '储位编码,药品编码,下限,上限',
      'B01,NAR020,40,30',
      'b01,nar020,1,2',
      '无,NAR017,1,2',
    ),
  ).toEqual([
    '2 上限 不能低于下限 40',
    '3 储位编码 与第 2 行重复，删去一行或改储位编码和药品编码',
    '4 储位编码 没有这个编码的在用储位，改正或先建储位',
  ])
})

test('a place whose drawer came later is used', async () => {
  const cabinet = await bring(placeImport, '编码,名称,类型,级别', 'ZN2,二号柜,智能柜,二级库')
  await bring(placeImport, '编码,名称,类型,所在智能柜', 'ZN2-1,抽屉,抽屉,ZN2')
  const refused = await head
    .call(placeImport.withdraw, { importId: cabinet, reason: '撤' })
    .catch((e: CallFailed) => e.problem)
  expect(refused).toMatchObject({ code: 'IMPORT_IN_USE', facts: { what: '二号柜' } })
})
