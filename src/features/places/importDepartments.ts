import {
  addDepartments,
  changeDepartments,
  departmentsOf,
  removeDepartments,
} from '#core/identity/departments.ts'
import type { Existing, ImportKind } from '#core/imports/kind.ts'
import { importRoutes } from '#core/imports/routes.ts'
import { loose, type ColumnRule } from '#core/imports/rules.ts'
import type { Tx } from '#core/db.ts'
import { departmentImport } from './importContract.ts'
import { climbsToItself } from './rules.ts'

type Key = 'code' | 'name' | 'parent'
type Value = { readonly code: string; readonly name: string; readonly parent: string | null }

const columns: readonly ColumnRule<Key>[] = [
  { key: 'code', titles: ['编码', '科室编码', '科室代码'], type: 'text', max: 20, example: '0301' },
  {
    key: 'name',
    titles: ['名称', '科室', '科室名称'],
    type: 'text',
    max: 50,
    required: true,
    example: '麻醉一科',
  },
  {
    key: 'parent',
    titles: ['上级编码', '上级科室'],
    type: 'text',
    max: 20,
    example: '03',
    hint: '上级科室的编码，留空为顶层',
  },
]

interface Known {
  readonly departments: ReadonlyMap<string, Existing<Value>>
  /** Code as kept, of every department there is and every one in the file. */
  readonly codes: ReadonlyMap<string, string>
  /** Who is above whom once the file is in, by loose code. */
  readonly above: ReadonlyMap<string, string>
}

async function stored(tx: Tx): Promise<Existing<Value>[]> {
  const rows = await departmentsOf(tx)
  const codes = new Map(rows.map((d) => [d.departmentId, d.code]))
  return rows.map(({ departmentId, code, name, parentId }) => {
    const parent = parentId === null ? null : (codes.get(parentId) ?? null)
    return { id: departmentId, value: { code, name, parent } }
  })
}

const kind: ImportKind<Key, Value, Known> = {
  kind: 'departments',
  what: '科室',
  columns,
  identity: ['code'],
  label: (cells) => cells.name || cells.code,
  async known(tx, _actor, rows) {
    const all = await stored(tx)
    const given = rows.map((row) => ({ code: String(row.code ?? ''), parent: row.parent }))
    const above = new Map(
      all.flatMap(({ value }) => (value.parent ? [[loose(value.code), loose(value.parent)]] : [])),
    )
    for (const { code, parent } of given)
      if (parent !== undefined) above.set(loose(code), loose(String(parent)))
    const codes = new Map([...given, ...all.map((d) => d.value)].map(({ code }) => [loose(code), code]))
    return { departments: new Map(all.map((d) => [loose(d.value.code), d])), codes, above }
  },
  existing: (known, read) => known.departments.get(loose(String(read.code ?? ''))),
  complete({ read, before, known, say }) {
    const code = before?.code ?? String(read.code ?? '')
    const given = read.parent === undefined ? undefined : loose(String(read.parent))
    const parent = given === undefined ? (before?.parent ?? null) : (known.codes.get(given) ?? null)
    if (given !== undefined && parent === null) say('parent', '没有这个编码的科室，改正或先加上它')
    if (climbsToItself(known.above, loose(code))) say('parent', '上级绕回了自己，改正上级')
    return { code, name: String(read.name ?? before?.name ?? ''), parent }
  },
  insert: (tx, actor, values) => addDepartments(tx, actor, values),
  update: (tx, actor, values) =>
    changeDepartments(
      tx,
      actor,
      values.map((v) => v.value),
    ),
  async current(tx, _actor, ids) {
    const wanted = new Set(ids)
    return new Map((await stored(tx)).filter((d) => wanted.has(d.id)).map((d) => [d.id, d.value]))
  },
  remove: (tx, actor, ids) => removeDepartments(tx, actor, ids),
}

export const departmentImportRoutes = importRoutes(departmentImport, kind)
