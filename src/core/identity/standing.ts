import type { Permission, Qualification } from './permissions.ts'
import { standingOf, type Held, type Standing } from './rules.ts'

/** What core.begin_act says of somebody: words joined by commas, and the scopes as JSON; null where there is none. */
export interface Said {
  readonly permissions: string | null
  readonly held: string | null
  readonly scopes: string | null
}

interface Understood {
  readonly standing: Standing
  /** Valid on the day, in China. */
  readonly qualified: ReadonlySet<Qualification>
}

const most = 2000
const understood = new Map<string, Understood>()

const words = <W extends string>(text: string | null): W[] =>
  (text ?? '').split(',').filter((w) => w !== '') as W[]

/**
 * What the words mean, worked out once for each wording and not once a request: the same words mean the same for everybody,
 * so nothing has to be forgotten when somebody's rights change; the database then says other words.
 */
export function standingSaid({ permissions, held, scopes }: Said): Understood {
  const key = `${permissions ?? ''}|${held ?? ''}|${scopes ?? ''}`
  const known = understood.get(key)
  if (known) return known
  const qualified = words<Qualification>(held)
  const said: Held = {
    permissions: words<Permission>(permissions),
    qualified,
    scopes: scopes === null ? null : (JSON.parse(scopes) as Held['scopes']),
  }
  const result = { standing: standingOf(said), qualified: new Set(qualified) }
  if (understood.size >= most) understood.clear()
  understood.set(key, result)
  return result
}
