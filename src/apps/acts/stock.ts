import type { Client } from '#apps/client.ts'
import { suggestPicks } from '#features/stock/contract.ts'

export interface Taken {
  readonly code: string
  readonly units: number
}

/** What to take, first to expire first, for each line; fewer units where the place has fewer. */
export async function picksFor(
  client: Client,
  locationId: number,
  lines: readonly { readonly drugId: number; readonly units: number }[],
): Promise<Taken[]> {
  const taken: Taken[] = []
  for (const { drugId, units } of lines) {
    const { picks } = await client.call(suggestPicks, { locationId, drugId, units })
    taken.push(...picks.map((p) => ({ code: p.code, units: p.units })))
  }
  return taken
}

/**
 * The names of the ampoules in the hand after an issue: the labels that a box was split into, and the ampoules that
 * bore their label already.
 */
export const codesInHand = (
  picks: readonly Taken[],
  labels: readonly { readonly code: string; readonly parent: string }[],
): string[] =>
  picks.flatMap((p) => {
    const made = labels.filter((l) => l.parent === p.code).map((l) => l.code)
    return made.length > 0 ? made : [p.code]
  })
