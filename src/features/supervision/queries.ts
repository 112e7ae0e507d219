import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { readInstitution, readOverview, readTrend } from './contract.ts'
import { byUrgency, districtName } from './rules.ts'
import { documentsOf, institutionRows, movementsOf, placesOf, trendOf } from './store.ts'

export const supervisionQueries: Route[] = [
  on(readOverview, async (tx, actor) => {
    const [self] = await tx<
      { region: string }[]
    >`select region from identity.org where id = core.current_org()`
    const institutions = await institutionRows(tx, actor.at, null)
    return {
      region: districtName(self?.region ?? ''),
      institutions: institutions.sort(byUrgency(actor.at)),
      now: actor.at,
    }
  }),

  on(readTrend, async (tx, actor, { org }) => ({ days: [...(await trendOf(tx, actor.at, org ?? null))] })),

  on(readInstitution, async (tx, actor, { org }) => {
    const [row] = await institutionRows(tx, actor.at, org)
    if (!row) throw new Refusal('NOT_FOUND')
    return {
      ...row,
      places: await placesOf(tx, org),
      movements: await movementsOf(tx, org),
      documents: await documentsOf(tx, org),
      now: actor.at,
    }
  }),
]
