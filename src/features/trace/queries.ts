import { on, type Route } from '#core/route.ts'
import { classify } from '#core/codes/code.ts'
import { Refusal } from '#core/refusal.ts'
import { checkCode, checkCodes, findAnything, traceLife, verifyLife } from './contract.ts'
import { findAll, readScan } from './find.ts'
import { findBox, lifeOf } from './life.ts'
import { checkAll } from './store.ts'
import { verifyCode } from './verify.ts'

export const traceQueries: Route[] = [
  on(checkCode, async (tx, actor, { code, org }) => {
    const { normalised } = classify(code)
    const found = (await checkAll(tx, [normalised], org ?? actor.orgId)).get(normalised)
    if (!found) throw new Refusal('NOT_FOUND')
    return found
  }),
  on(checkCodes, async (tx, actor, { codes, org }) => {
    const read = codes.map((asked) => ({ asked, ...readScan(asked) }))
    const known = read.flatMap((r) => (r.code === null ? [] : [r.code]))
    const standings = await checkAll(tx, [...new Set(known)], org ?? actor.orgId)
    return {
      codes: read.map(({ asked, code, refusal }) => ({
        asked,
        standing: (code === null ? undefined : standings.get(code)) ?? null,
        refusal,
      })),
    }
  }),
  on(findAnything, async (tx, actor, input) => findAll(tx, actor, input.q, input.org)),
  on(traceLife, async (tx, actor, input) => lifeOf(tx, await findBox(tx, input.code, input.org), actor.at)),
  on(verifyLife, async (tx, actor, input) =>
    verifyCode(tx, await findBox(tx, input.code, input.org), actor.at),
  ),
]
