import type { Permission } from '#core/identity/permissions.ts'
import { on, type Route } from '#core/route.ts'
import { listSpellings, mostSpellings } from './contract.ts'

/** Whoever has one of these is shown colleagues to choose from; nobody else learns their names here. */
const choosers: readonly Permission[] = [
  'staff.read',
  'issue.work',
  'inspection.work',
  'governance.write',
  'purchaseCard.write',
]

export const spellingQueries: Route[] = [
  on(listSpellings, async (tx, actor) => {
    const choosesPeople = choosers.some((p) => actor.permissions.has(p))
    return {
      rows: await tx<{ name: string; keys: string }[]>`
        select s.name, s.keys from core.spelling s where s.org_id = ${actor.orgId} and s.keys <> ''
          and not exists (select from identity.app_user u where u.org_id = s.org_id and u.name = s.name
            and (${!choosesPeople}::boolean or u.disabled_at is not null))
        order by s.name limit ${mostSpellings}`,
    }
  }),
]
