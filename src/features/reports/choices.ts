import type { Actor } from '#core/actor.ts'
import type { DrugName } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import type { Permission } from '#core/identity/permissions.ts'

/** More than any hospital has; a broken import should not fill a page. */
const most = 2000

type Choice = { id: number; title: string }

/** What the filters offer, each list only to who may read it. */
export async function choicesOf(tx: Tx, actor: Actor, org: number) {
  const only = async <T>(permission: Permission, read: () => Promise<T[]>): Promise<T[]> =>
    actor.permissions.has(permission) ? [...(await read())] : []
  return {
    rows: await only(
      'catalogue.read',
      () => tx<DrugName[]>`
        select drug_id, name, spec, unit, drug_class from catalogue.drug_name where org_id = ${org} order by name, spec limit ${most}`,
    ),
    places: await only(
      'place.read',
      () => tx<Choice[]>`
        select id, name as title from place.location where org_id = ${org} order by tier, code limit ${most}`,
    ),
    people: await only(
      'staff.read',
      () => tx<Choice[]>`
        select id, name || ' ' || title as title from identity.app_user where org_id = ${org} order by name, id limit ${most}`,
    ),
    suppliers: await only(
      'supplier.read',
      () => tx<Choice[]>`
        select id, name as title from partner.supplier where org_id = ${org} order by name limit ${most}`,
    ),
    departments: await only(
      'place.read',
      () => tx<Choice[]>`
        select id, name as title from identity.department where org_id = ${org} order by name limit ${most}`,
    ),
  }
}
