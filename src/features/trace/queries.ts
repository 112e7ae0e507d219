import { on, type Route } from '#core/route.ts'
import { findAnything, traceLife, verifyLife } from './contract.ts'
import { findAll } from './find.ts'
import { findBox, lifeOf } from './life.ts'
import { verifyCode } from './verify.ts'

export const traceQueries: Route[] = [
  on(findAnything, async (tx, actor, input) => findAll(tx, actor, input.q, input.org)),
  on(traceLife, async (tx, actor, input) => lifeOf(tx, await findBox(tx, input.code, input.org), actor.at)),
  on(verifyLife, async (tx, actor, input) =>
    verifyCode(tx, await findBox(tx, input.code, input.org), actor.at),
  ),
]
