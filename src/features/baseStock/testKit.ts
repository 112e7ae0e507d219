import type { Client } from '#apps/client.ts'
import { issueTo, ward } from '#apps/journey/bedside.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import type { OutputOf } from '#core/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import { readIssue } from '#features/issue/contract.ts'
import { listOwed, recover } from '#features/recovery/contract.ts'
import { acceptTransfer, createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import { testNow, witness, type Hospital } from '#test/harness.ts'
import { bring, loopOf, type Loop } from '#test/loop.ts'
import { decideBase, readPlaceBase, requestBase, type PositionRow } from './contract.ts'

export const nurse = 'zhaomin@lushan'
export const pharmacist = 'pengli@lushan'
export const checker = 'hezhiyuan@lushan'
export const head = 'liuguodong@lushan'

export interface Ward {
  readonly h: Hospital
  readonly at: Loop
  readonly world: World
  readonly morphine: number
  readonly placeId: number
  readonly sourceId: number
}

/** 肿瘤内科药柜 (W03) below 住院药房 (C01), which has two boxes of morphine of one lot. */
export async function wardOf(h: Hospital): Promise<Ward> {
  const at = await loopOf(h)
  await bring(at, { drug: 'NAR002', lotNo: 'M2607112', boxes: 2, place: 'C01', expiry: '2029-06-30' })
  const world = await openWorld(
    h.transport,
    () => {},
    () => new Date(testNow),
  )
  return {
    h,
    at,
    world,
    morphine: at.drug('NAR002'),
    placeId: at.place('W03').id,
    sourceId: at.place('C01').id,
  }
}

/** The nurse asks, the head of pharmacy approves. */
export async function setBase(w: Ward, units: number, minUnits = 2, drugId = w.morphine): Promise<number> {
  const asked = await (
    await w.h.as(nurse)
  ).call(requestBase, {
    placeId: w.placeId,
    effectiveFrom: '2026-11-23',
    reason: '科室申请',
    lines: [{ drugId, units, minUnits }],
  })
  await (await w.h.as(head)).call(decideBase, { id: asked.id, approve: true })
  return asked.id
}

export type Exchange = { caseKind: 'issue' | 'dispense'; caseId: number; lotId: number; units: number }[]

export const ask = async (w: Ward, units: number, exchange?: Exchange, drugId = w.morphine) =>
  (await w.h.as(nurse)).call(createRequisition, {
    locationId: w.placeId,
    sourceLocationId: w.sourceId,
    lines: [{ drugId, units }],
    ...(exchange ? { exchange } : {}),
  })

/** The pharmacy sends before two people; the ward has not signed yet. */
export async function send(
  w: Ward,
  units: number,
  requisitionId?: number,
): Promise<{ id: number; picks: { code: string; units: number }[] }> {
  const sender: Client = await w.h.as(pharmacist)
  const { picks } = await sender.call(suggestPicks, { locationId: w.sourceId, drugId: w.morphine, units })
  const taken = picks.map((p) => ({ code: p.code, units: p.units }))
  const route = { sourceLocationId: w.sourceId, destinationLocationId: w.placeId, picks: taken }
  const { id } = await sender.call(
    sendTransfer,
    requisitionId === undefined ? route : { ...route, requisitionId },
    witness(checker),
  )
  return { id, picks: taken }
}

export const accept = async (w: Ward, sent: Awaited<ReturnType<typeof send>>) =>
  (await w.h.as(nurse)).call(acceptTransfer, { id: sent.id, picks: sent.picks })

/** Asked for, sent and signed for. */
export async function fill(w: Ward, units: number, exchange?: Exchange): Promise<number> {
  const { id } = await ask(w, units, exchange)
  await accept(w, await send(w, units, id))
  return id
}

let prescriptions = 0

/** So many ampoules go into the nurse's hand; nothing is opened yet. */
export const draw = (w: Ward, units: number): Promise<number> =>
  issueTo(w.world, {
    ...ward,
    checker,
    refNo: `ZY-1123-${String(++prescriptions)}`,
    drugs: { NAR002: units },
  })

/** Opens so many and gives all of them; the empties are owed. */
export async function give(w: Ward, issueId: number, units: number): Promise<void> {
  const client = await w.h.as(nurse)
  const issue = await client.call(readIssue, { id: issueId })
  const codes = (issue.drugs[0]?.units ?? []).filter((u) => u.intact > 0).slice(0, units)
  await client.call(openUnits, { id: issueId, units: codes.map(({ code }) => ({ code })) })
  await client.call(administer, {
    id: issueId,
    route: '皮下注射',
    doses: codes.map(({ code }) => ({ code, content: 10_000 })),
  })
}

/** Brings back so many of what is owed. */
export async function bringBack(w: Ward, issueId: number, units: number): Promise<OutputOf<typeof recover>> {
  const client = await w.h.as(pharmacist)
  const { rows } = await client.call(listOwed, { issueId, pageSize: 100 })
  return client.call(
    recover,
    {
      issueId,
      binLocationId: w.at.place('C02').id,
      items: rows.slice(0, units).map((r) => ({ code: r.code })),
    },
    witness(nurse),
  )
}

export async function positionOf(w: Ward, as = nurse): Promise<PositionRow> {
  const { drugs } = await (await w.h.as(as)).call(readPlaceBase, { placeId: w.placeId })
  const row = drugs.find((d) => d.drugId === w.morphine)
  if (!row) throw new Error('the ward has no morphine')
  return row
}

/** The left side of the equation as a list: in place, in hand, owed, to be exchanged, exchanged. */
export async function termsOf(w: Ward): Promise<number[]> {
  const p = await positionOf(w)
  return [p.inPlace, p.inHand, p.owed, p.proven, p.awaiting]
}
