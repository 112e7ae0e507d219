import type { Tx } from '#core/db.ts'
import { departmentsOf } from '#core/identity/departments.ts'
import { accountDomain, insertPeople, retirePeople, updatePeople } from '#core/identity/staff.ts'
import type { Existing, ImportKind } from '#core/imports/kind.ts'
import { importRoutes } from '#core/imports/routes.ts'
import { loose, type ColumnRule } from '#core/imports/rules.ts'
import { staffImport } from './importContract.ts'

type Key = 'account' | 'name' | 'title' | 'department'
type Value = {
  readonly account: string
  readonly name: string
  readonly title: string
  readonly department: string | null
  readonly departmentId: number | null
}

/** No role, no password, no card: rights are given on their own page, and a file is no place for a secret. */
const columns: readonly ColumnRule<Key>[] = [
  {
    key: 'account',
    titles: ['账号', '工号', '登录名'],
    type: 'text',
    max: 60,
    example: 'wangfang',
    hint: '字母和数字，至少 2 位，不写 @ 后面',
  },
  { key: 'name', titles: ['姓名'], type: 'text', max: 40, required: true, example: '王芳' },
  { key: 'title', titles: ['职务', '职称'], type: 'text', max: 40, required: true, example: '主管药师' },
  { key: 'department', titles: ['科室编码', '科室'], type: 'text', max: 20, example: '02' },
]

interface Known {
  readonly domain: string
  readonly people: ReadonlyMap<string, Existing<Value>>
  readonly departments: ReadonlyMap<string, { departmentId: number; code: string }>
}

async function stored(tx: Tx, orgId: number): Promise<Existing<Value>[]> {
  const rows = await tx<(Value & { id: number })[]>`
    select u.id, u.account, u.name, u.title, d.code as department, u.department_id
    from identity.app_user u left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
    where u.org_id = ${orgId} order by u.id limit 100000`
  return rows.map(({ id, ...value }) => ({ id, value }))
}

const localOf = (account: string | number | undefined) => loose(String(account ?? '')).split('@')[0] ?? ''

const kind: ImportKind<Key, Value, Known> = {
  kind: 'staff',
  what: '人员',
  columns,
  identity: ['account'],
  label: (cells) => cells.name || cells.account,
  async known(tx, actor) {
    const all = await stored(tx, actor.orgId)
    return {
      domain: await accountDomain(tx, actor),
      people: new Map(all.map((p) => [localOf(p.value.account), p])),
      departments: new Map((await departmentsOf(tx)).map((d) => [loose(d.code), d])),
    }
  },
  existing: (known, read) => known.people.get(localOf(read.account)),
  complete({ read, before, known, say }) {
    const [local = '', at = known.domain] = loose(String(read.account ?? '')).split('@')
    if (read.account !== undefined && (!/^[a-z0-9][a-z0-9._-]{1,40}$/.test(local) || at !== known.domain))
      say('account', `用字母和数字，至少 2 位；@ 后面只能是 ${known.domain}`)
    const given =
      read.department === undefined ? undefined : known.departments.get(loose(String(read.department)))
    if (read.department !== undefined && !given) say('department', '没有这个编码的科室，改正或先加上它')
    return {
      account: before?.account ?? `${local}@${known.domain}`,
      name: String(read.name ?? before?.name ?? ''),
      title: String(read.title ?? before?.title ?? ''),
      department: given?.code ?? before?.department ?? null,
      departmentId: given?.departmentId ?? before?.departmentId ?? null,
    }
  },
  alone: (value) => [{ column: 'account', text: value.account }],
  insert: (tx, actor, values) => insertPeople(tx, actor, values),
  update: (tx, actor, values) =>
    updatePeople(
      tx,
      actor,
      values.map(({ id, value }) => ({ ...value, id })),
    ),
  async current(tx, actor, ids) {
    const wanted = new Set(ids)
    return new Map(
      (await stored(tx, actor.orgId)).filter((p) => wanted.has(p.id)).map((p) => [p.id, p.value]),
    )
  },
  remove: (tx, actor, ids) => retirePeople(tx, actor, ids),
}

export const staffImportRoutes = importRoutes(staffImport, kind)
