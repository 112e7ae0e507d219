import { on, type Route } from '#core/route.ts'
import { classify } from '#core/codes/code.ts'
import { Refusal } from '#core/refusal.ts'
import { checkCode, findAnything, traceLife, verifyLife } from './contract.ts'
import { findAll } from './find.ts'
import { findBox, lifeOf } from './life.ts'
import { checkOf } from './store.ts'
import { verifyCode } from './verify.ts'

export const traceQueries: Route[] = [
  on(checkCode, async (tx, actor, { code, org }) => {
    const found = await checkOf(tx, classify(code).normalised, org ?? actor.orgId)
    if (!found) throw new Refusal('NOT_FOUND')
    return found
  }),
  on(findAnything, async (tx, actor, input) => findAll(tx, actor, input.q, input.org)),
  on(traceLife, async (tx, actor, input) => lifeOf(tx, await findBox(tx, input.code, input.org), actor.at)),
  on(verifyLife, async (tx, actor, input) =>
    verifyCode(tx, await findBox(tx, input.code, input.org), actor.at),
  ),
]
