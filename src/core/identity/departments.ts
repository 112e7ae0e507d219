import { spell } from '#core/spelling.ts'
import type { Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'

export interface DepartmentRow {
  readonly departmentId: number
  readonly code: string
  readonly name: string
  readonly parentId: number | null
}

/** A hospital has hundreds, not thousands; the limit keeps a broken import from filling a page. */
const most = 2000

export async function departmentsOf(tx: Tx, org?: number): Promise<DepartmentRow[]> {
  return tx<DepartmentRow[]>`
    select id as department_id, code, name, parent_id from identity.department
    where org_id = coalesce(${org ?? null}::bigint, core.current_org()) order by code limit ${most}`
}

/** Refuses: ALREADY_EXISTS (code), NOT_FOUND (parent). */
export async function addDepartment(
  tx: Tx,
  actor: Pick<Actor, 'orgId'>,
  d: { code: string; name: string; parentId?: number | undefined },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into identity.department (org_id, code, name, parent_id)
    values (${actor.orgId}, ${d.code}, ${d.name}, ${d.parentId ?? null}) returning id`.catch(
    (error: unknown) => {
      const constraint = brokenConstraint(error)
      if (constraint === 'department_code')
        throw new Refusal('ALREADY_EXISTS', { what: '科室编码', value: d.code })
      if (constraint?.endsWith('parent_id_fkey')) throw new Refusal('NOT_FOUND')
      throw error
    },
  )
  assert(row, 'an inserted department has a number')
  await spell(tx, actor.orgId, [d.name])
  return row.id
}

/** Refuses: NOT_FOUND. */
export async function renameDepartment(
  tx: Tx,
  actor: Pick<Actor, 'orgId'>,
  id: number,
  name: string,
): Promise<string> {
  const [row] = await tx<{ code: string }[]>`
    update identity.department set name = ${name} where org_id = ${actor.orgId} and id = ${id} returning code`
  if (!row) throw new Refusal('NOT_FOUND')
  await spell(tx, actor.orgId, [name])
  return row.code
}

export interface DepartmentGiven {
  readonly code: string
  readonly name: string
  /** Code of the department above; null: a top one. */
  readonly parent: string | null
}

/** Many at once, parents by their codes, which may be among them; numbers in the order given. */
export async function addDepartments(
  tx: Tx,
  actor: Pick<Actor, 'orgId'>,
  rows: readonly DepartmentGiven[],
): Promise<number[]> {
  const made = await tx<{ id: number; code: string }[]>`
    insert into identity.department (org_id, code, name)
    select ${actor.orgId}, c, n from unnest(${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.name)}::text[])
      as g (c, n) returning id, code`
  await changeDepartments(tx, actor, rows)
  const ids = new Map(made.map((m) => [m.code, m.id]))
  return rows.map((row) => ids.get(row.code) ?? 0)
}

/** Names and places in the tree, by code. */
export async function changeDepartments(
  tx: Tx,
  actor: Pick<Actor, 'orgId'>,
  rows: readonly DepartmentGiven[],
): Promise<void> {
  await spell(
    tx,
    actor.orgId,
    rows.map((r) => r.name),
  )
  await tx`
    update identity.department d set name = g.n, parent_id = p.id
    from unnest(${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.parent)}::text[])
      as g (c, n, u) left join identity.department p on p.org_id = ${actor.orgId} and p.code = g.u
    where d.org_id = ${actor.orgId} and d.code = g.c`
}

/** Takes departments of an import away, from the leaves up; a broken foreign key says that one is used. */
export async function removeDepartments(
  tx: Tx,
  actor: Pick<Actor, 'orgId'>,
  ids: readonly number[],
): Promise<void> {
  await tx`
    update identity.department set parent_id = null
    where org_id = ${actor.orgId} and id in (select unnest(${ids as number[]}::bigint[]))`
  await tx`delete from identity.department where org_id = ${actor.orgId} and id in (select unnest(${ids as number[]}::bigint[]))`
}
