import { on, type Route } from '#core/route.ts'
import { readHome, readLoops } from './contract.ts'
import { loopsOf, tilesOf } from './store.ts'
import { todosOf } from './todos.ts'

export const homeQueries: Route[] = [
  on(readHome, async (tx, actor) => ({
    ...(await tilesOf(tx, actor.at, actor.permissions.has('staff.read'))),
    todos: await todosOf(tx, actor),
    loops: actor.permissions.has('issue.read') ? await loopsOf(tx, actor.at, null) : null,
    now: actor.at,
  })),
  on(readLoops, async (tx, actor, { org }) => loopsOf(tx, actor.at, org ?? null)),
]
