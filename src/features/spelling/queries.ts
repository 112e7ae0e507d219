import { on, type Route } from '#core/route.ts'
import { listSpellings, mostSpellings } from './contract.ts'

export const spellingQueries: Route[] = [
  on(listSpellings, async (tx, actor) => ({
    rows: await tx<{ name: string; keys: string }[]>`
      select name, keys from core.spelling where org_id = ${actor.orgId} and keys <> '' order by name limit ${mostSpellings}`,
  })),
]
