import { tell, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { lotOf } from '#core/ledger/codes.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  addRow,
  approveStocktake,
  cancelStocktake,
  finishStocktake,
  pauseStocktake,
  recountRow,
  resumeStocktake,
  scanCode,
  sendBackStocktake,
  setRowReason,
  setScan,
  startStocktake,
  submitRow,
} from './contract.ts'
import { explainRow, recount, submit } from './counting.ts'
import { approve, finish, sendBack } from './finishing.ts'
import { addCounted, changeScan, scanInto } from './scanning.ts'
import { start } from './start.ts'
import { lockCounting, touch, type Stocktake } from './store.ts'

const subject = (s: Stocktake) => ({ kind: 'stocktake', id: s.id, no: s.no })

async function setState(tx: Tx, actor: Actor, s: Stocktake, state: 'counting' | 'paused') {
  await tx`
    update stocktake.stocktake set state = ${state}, resumed_at = case when ${state} = 'counting' then ${actor.at}::timestamptz else resumed_at end
    where org_id = ${actor.orgId} and id = ${s.id}`
  await touch(tx, actor, s.id)
  tell(actor, subject(s), { state })
  return { state }
}

export const stocktakeCommands: Route[] = [
  on(startStocktake, start),
  on(scanCode, scanInto),
  on(setScan, changeScan),
  on(submitRow, submit),
  on(recountRow, recount),
  on(setRowReason, explainRow),
  on(finishStocktake, finish),
  on(approveStocktake, approve),
  on(sendBackStocktake, sendBack),

  on(addRow, async (tx, actor, input) => {
    const s = await lockCounting(tx, actor, input.id)
    const [drug] = await tx`select 1 from ledger.drug where org_id = ${actor.orgId} and id = ${input.drugId}`
    if (!drug) throw new Refusal('NOT_FOUND')
    const { drugId, lotNo, expiry, locationId } = input
    const lotId = await lotOf(tx, actor, { drugId, lotNo, expiry })
    try {
      const row = await addCounted(tx, actor, s, { locationId, drugId, lotId, what: lotNo })
      tell(actor, subject(s), { row: row.id, lot: lotNo })
      return { rowId: row.id }
    } catch (error) {
      if (brokenConstraint(error) === 'row_once')
        throw new Refusal('ALREADY_EXISTS', { what: '批号', value: lotNo })
      throw error
    }
  }),

  on(pauseStocktake, async (tx, actor, { id }) =>
    setState(tx, actor, await lockCounting(tx, actor, id), 'paused'),
  ),
  on(resumeStocktake, async (tx, actor, { id }) =>
    setState(tx, actor, await lockCounting(tx, actor, id, ['paused']), 'counting'),
  ),

  on(cancelStocktake, async (tx, actor, { id, reason }) => {
    const s = await lockCounting(tx, actor, id, ['counting', 'paused'])
    const [opened] = await tx<{ no: string }[]>`
      select x.no from stocktake.row r join ledger.discrepancy x on x.org_id = r.org_id and x.id = r.discrepancy_id
      where r.org_id = ${actor.orgId} and r.stocktake_id = ${id} order by x.id limit 1`
    if (opened) throw new Refusal('COUNT_HAS_CASES', opened)
    await tx`
      update stocktake.stocktake set state = 'cancelled', closed_at = ${actor.at}, reason = ${reason} where org_id = ${actor.orgId} and id = ${id}`
    await touch(tx, actor, id)
    tell(actor, subject(s), {}, { reason })
    return { state: 'cancelled' as const }
  }),
]
