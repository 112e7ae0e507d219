import { ruleOf } from '#core/discrepancy/open.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listDiscrepancies, readDiscrepancy, readRule } from './contract.ts'
import { reportDraft } from './rules.ts'
import { discrepancyRows, findCase, stepsOf, trailOf, withDeadline } from './store.ts'

export const discrepancyQueries: Route[] = [
  on(listDiscrepancies, (tx, actor, input) => discrepancyRows(tx, actor.at, input)),

  on(readDiscrepancy, async (tx, actor, { id }) => {
    const row = await findCase(tx, id)
    if (!row) throw new Refusal('NOT_FOUND')
    const { foundById, foundTitle, previousById, previousTitle, ...rest } = row
    return {
      ...withDeadline(rest, actor.at),
      found: { userId: foundById, name: row.foundBy, title: foundTitle },
      previous:
        previousById === null
          ? null
          : { userId: previousById, name: row.previousBy ?? '—', title: previousTitle ?? '' },
      steps: await stepsOf(tx, row),
      trail: await trailOf(tx, row),
      draft: reportDraft(row),
    }
  }),

  on(readRule, (tx) => ruleOf(tx)),
]
