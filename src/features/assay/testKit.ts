import type { Client } from '#apps/client.ts'
import { minutes } from '#features/receipt/testKit.ts'
import { setBench, type Bench } from '#features/residue/testKit.ts'
import { administer, openUnits, waste } from '#features/residue/contract.ts'
import { threePhotos } from '#features/issue/testKit.ts'
import { photo } from '#test/flow.ts'
import { witness } from '#test/harness.ts'
import type { CallInputOf } from '#core/contract.ts'
import { keepSample, recordResult } from './contract.ts'
import { setPlan } from './planContract.ts'

export const zhou = witness('zhoujing@lushan')
export const head = 'liuguodong@lushan'
export const tester = 'hezhiyuan@lushan'

/** The bench of residues, with the people who plan, test and destroy. */
export interface AssayBench extends Bench {
  readonly liu: Client
  readonly he: Client
}

export async function setAssayBench(at?: string): Promise<AssayBench> {
  const bench = await setBench(at)
  return { ...bench, liu: await bench.h.as(head), he: await bench.h.as(tester) }
}

type PlanInput = CallInputOf<typeof setPlan>

/** Every residue of sufentanil, by refractometry, 10 % off at most. */
export const planOf = (b: Bench, over: Partial<PlanInput> = {}): PlanInput => ({
  drugId: b.map.drug('NAR017'),
  rate: 100,
  method: 'refractometry',
  tolerancePercent: 10,
  validFrom: '2026-11-23',
  validTo: '2026-12-31',
  reason: '2026 年度抽检',
  ...over,
})

/** One ampoule opened, 30 μg of its 50 given: 20 μg are left in the hand. */
export async function leftOver(b: Bench, drug = 'NAR017', given = 30) {
  const { id, codes } = await b.take({ [drug]: 1 })
  const code = codes[0] ?? ''
  await b.chen.call(openUnits, { id, units: [{ code }] })
  await b.chen.call(administer, { id, doses: [{ code, content: given }], route: '静脉注射' })
  return { id, code }
}

export const pour = async (b: Bench, of: { id: number; code: string }, content: number) =>
  b.chen.call(
    waste,
    {
      id: of.id,
      items: [{ code: of.code, content }],
      place: '手术室污物间',
      method: '倒入下水道',
      evidence: await threePhotos(b.chen),
    },
    zhou,
  )

let seals = 0
type KeepInput = CallInputOf<typeof keepSample>

/** 10 μg in 200 µl: 50 μg/ml. */
export const keep = (b: Bench, of: { id: number; code: string }, over: Partial<KeepInput> = {}) =>
  b.chen.call(
    keepSample,
    {
      issueId: of.id,
      residue: { code: of.code },
      content: 10,
      volumeUl: 200,
      sealNo: `F-${1000 + ++seals}`,
      storedAt: '手术药房留样柜',
      ...over,
    },
    zhou,
  )

type ResultInput = CallInputOf<typeof recordResult>
export const measure = (b: AssayBench, id: number, over: Partial<ResultInput> = {}, by: Client = b.he) =>
  by.call(recordResult, {
    id,
    sealIntact: true,
    measuredMilli: 49_200,
    instrument: '折光仪 RX-5000',
    testedAt: b.h.clock.now().toISOString(),
    ...over,
  })

export async function destroyPhotos(client: Client) {
  return { 毁前: await photo(client), 毁中: await photo(client), 毁后: await photo(client) }
}

export { minutes }
