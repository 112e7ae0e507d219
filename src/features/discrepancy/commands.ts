import { tell } from '#core/actor.ts'
import {
  closeDiscrepancy,
  explainDiscrepancy,
  lockDiscrepancy,
  noteDiscrepancy,
  recountDiscrepancy,
  reportDiscrepancy,
  type Held,
} from '#core/discrepancy/handle.ts'
import { recordCounts } from '#core/discrepancy/open.ts'
import { setDiscrepancyRule } from '#core/discrepancy/setRule.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { closeCase, explain, noteOnDiscrepancy, recountCase, reportCase, setRule } from './contract.ts'
import { bookNow } from './store.ts'

const ok = { ok: true as const }
const subject = (d: Held) => ({ kind: 'discrepancy', id: d.id, no: d.no })

export const discrepancyCommands: Route[] = [
  on(noteOnDiscrepancy, async (tx, actor, { id, text }) => {
    const d = await lockDiscrepancy(tx, actor, id)
    await noteDiscrepancy(tx, actor, d, text)
    tell(actor, subject(d), {}, { text })
    return ok
  }),

  on(explain, async (tx, actor, { id, version, reasonCode, text }) => {
    const d = await lockDiscrepancy(tx, actor, id, version)
    await explainDiscrepancy(tx, actor, d, { reasonCode, text })
    tell(actor, subject(d), { reasonCode }, { text })
    return ok
  }),

  on(recountCase, async (tx, actor, { id, version, counted }) => {
    const d = await lockDiscrepancy(tx, actor, id, version)
    // What a laboratory measured is not settled by counting.
    if (d.source.kind === 'assay') throw new Refusal('DISCREPANCY_ASSAY', { no: d.no, sample: d.source.no })
    const book = await bookNow(tx, d)
    const { level } = await recountDiscrepancy(tx, actor, d, { book, counted })
    await recordCounts(tx, actor, subject(d), [{ ...d, book, counted }])
    tell(actor, subject(d), { book, counted, level })
    return { book, counted, level }
  }),

  on(reportCase, async (tx, actor, { id, version, receivers, text }) => {
    const d = await lockDiscrepancy(tx, actor, id, version)
    await reportDiscrepancy(tx, actor, d, { receivers, text })
    tell(actor, subject(d), { receivers }, { text })
    return ok
  }),

  on(closeCase, async (tx, actor, { id, version, text }) => {
    const d = await lockDiscrepancy(tx, actor, id, version)
    await closeDiscrepancy(tx, actor, d, text)
    tell(actor, subject(d), {}, { text })
    return ok
  }),

  on(setRule, async (tx, actor, input) => {
    const rule = await setDiscrepancyRule(tx, actor, input)
    tell(
      actor,
      { kind: 'discrepancyRule', id: rule.version, no: `V${rule.version}` },
      {
        escalateMinutes: rule.escalateMinutes,
        reportMinutes: rule.reportMinutes,
        thresholdUnits: rule.thresholdUnits,
      },
      { reason: input.reason },
    )
    return rule
  }),
]
