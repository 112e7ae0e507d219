import type { Client } from '#apps/client.ts'
import { expect } from 'vitest'
import { witness, type Hospital } from '#test/harness.ts'
import { mapOf, type Surroundings } from '#test/flow.ts'
import {
  finishStocktake,
  readStocktake,
  recountRow,
  scanCode,
  startStocktake,
  submitRow,
  type StocktakeRow,
} from './contract.ts'

/** Two keepers who count the vault, for tests. */
export interface Pair extends Surroundings {
  readonly h: Hospital
  readonly wang: Client
  readonly li: Client
  readonly head: Client
}

export async function pairOf(h: Hospital): Promise<Pair> {
  const [wang, li, head] = [
    await h.as('wangxuemei@lushan'),
    await h.as('lizhenhua@lushan'),
    await h.as('liuguodong@lushan'),
  ]
  return { ...(await mapOf(h)), h, wang, li, head }
}

export const li = witness('lizhenhua@lushan')

interface Begin {
  readonly drug?: string
  readonly lotNo?: string
  readonly places?: readonly string[]
  readonly blind?: boolean
  readonly sample?: number
  readonly planId?: number
}

/** Wang starts before Li; a minute later the counting begins. */
export async function begin(p: Pair, b: Begin = {}): Promise<number> {
  const { id } = await p.wang.call(
    startStocktake,
    {
      title: '一级库月盘',
      locationIds: (b.places ?? ['A01']).map((code) => p.place(code).id),
      ...(b.drug ? { drugIds: [p.drug(b.drug)] } : {}),
      ...(b.lotNo ? { lotNo: b.lotNo } : {}),
      blind: b.blind ?? true,
      sample: b.sample,
      planId: b.planId,
    },
    li,
  )
  p.h.clock.advance(60_000)
  return id
}

export async function rowOf(p: Pair, id: number, lotNo: string): Promise<StocktakeRow> {
  const row = (await p.wang.call(readStocktake, { id })).list.find((r) => r.lotNo === lotNo)
  expect(row, `the stocktake has lot ${lotNo}`).toBeDefined()
  return row as StocktakeRow
}

/** Scans (where there are codes), then gives the figure. */
export async function count(
  p: Pair,
  id: number,
  lotNo: string,
  counted: number,
  codes: readonly string[] = [],
): Promise<StocktakeRow> {
  for (const raw of codes) await p.wang.call(scanCode, { id, raw })
  const row = await rowOf(p, id, lotNo)
  p.h.clock.advance(1_000)
  const done = await p.wang.call(submitRow, { id, rowId: row.id, version: row.version, counted })
  p.h.clock.advance(1_000)
  return done.row
}

export async function end(p: Pair, id: number) {
  const { version } = await p.wang.call(readStocktake, { id })
  return p.wang.call(finishStocktake, { id, version }, li)
}

/** 复盘: the row is counted anew. */
export async function countAgain(p: Pair, id: number, lotNo: string): Promise<void> {
  const row = await rowOf(p, id, lotNo)
  await p.wang.call(recountRow, { id, rowId: row.id, version: row.version })
  p.h.clock.advance(1_000)
}

/** What the head of pharmacy signs for one row. */
export async function approval(p: Pair, id: number, lotNo: string) {
  const { version } = await p.wang.call(readStocktake, { id })
  return { id, version, rowIds: [(await rowOf(p, id, lotNo)).id], reason: '复盘两次，同意调账' }
}
