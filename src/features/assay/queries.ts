import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listChosen, listSamples, readSample } from './contract.ts'
import { chosenRows, destructionOf, findSample, resultsOf, sampleRows, waitingOf } from './store.ts'

export const assayQueries: Route[] = [
  on(listSamples, async (tx, actor, input) => {
    const org = input.org ?? actor.orgId
    const rows = await sampleRows(tx, {
      org,
      state: input.state ?? null,
      drugId: input.drugId ?? null,
      q: input.q,
      sort: input.sort,
      limit: input.pageSize,
      offset: (input.page - 1) * input.pageSize,
    })
    return { rows, total: rows[0]?.total ?? 0, waiting: await waitingOf(tx, org, actor.at) }
  }),

  on(listChosen, async (tx, actor, input) => {
    const rows = await chosenRows(tx, {
      org: input.org ?? actor.orgId,
      at: actor.at,
      q: input.q,
      limit: input.pageSize,
      offset: (input.page - 1) * input.pageSize,
    })
    return { rows, total: rows[0]?.total ?? 0 }
  }),

  on(readSample, async (tx, actor, { id }) => {
    const row = await findSample(tx, id)
    if (!row) throw new Refusal('NOT_FOUND')
    const { involved, ...sample } = row
    return {
      ...sample,
      results: await resultsOf(tx, sample.orgId, id),
      ...(await destructionOf(tx, sample.orgId, id)),
      whyNotTest: involved.includes(actor.userId) ? '领用人和见证人不能检测本人的样品' : null,
    }
  }),
]
