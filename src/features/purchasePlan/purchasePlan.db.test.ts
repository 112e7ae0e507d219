import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallFailed, Client } from '#apps/client.ts'
import { cancelOrder, createOrder } from '#features/purchase/contract.ts'
import { importOrders, previewImport } from '#features/purchase/importContract.ts'
import { mapOf, type Surroundings } from '#test/flow.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { oneBox } from '#test/story.ts'
import {
  createPlan,
  decidePlan,
  listPlans,
  planLeft,
  proposePlan,
  readPlan,
  savePlan,
  submitPlan,
} from './contract.ts'

let h: Hospital
let at: Surroundings
let keeper: Client
let head: Client
let city: Client
const product: Record<string, number> = {}
let planId = 0
beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  keeper = await h.as('wangxuemei@lushan')
  head = await h.as('liuguodong@lushan')
  city = await h.as('hemingyuan@cswjw')
  await oneBox(h)
  for (const r of (await keeper.call(proposePlan, { year: 2026 })).rows)
    product[`${r.name} ${r.spec}`] = r.productId
})
afterAll(() => h.stop())

const sufentanil = () => product['枸橼酸舒芬太尼注射液 1ml:50μg'] ?? 0
const other = () => Object.values(product).find((id) => id !== sufentanil()) ?? 0
const order = (units: number, drug = 'NAR017', buyer = keeper) =>
  buyer.call(createOrder, {
    supplierId: at.supplierId,
    orderedOn: '2026-11-23',
    lines: [{ drugId: at.drug(drug), units, price: '12.5' }],
  })
const left = async () =>
  (await keeper.call(planLeft, { year: 2026, withUsed: true })).rows.find((r) => r.productId === sufentanil())

describe('a plan', () => {
  test('says what the books used: opened, given and dispensed, not what lay in a hand or came back', async () => {
    const { rows } = await keeper.call(proposePlan, { year: 2027 })
    // 01, 02 and 03 were opened; 04 broke, 05 came back, 06 is in a hand.
    expect(rows.find((r) => r.productId === sufentanil())).toMatchObject({ lastAsked: 0, lastUsed: 3 })
    expect(rows.every((r) => ['NAR', 'PS1', 'PRE'].includes(r.drugClass))).toBe(true)
  })

  test('is written by the keeper, sent by the head, and approved line by line by the city', async () => {
    await order(400)
    const lines = [
      { productId: sufentanil(), asked: 2000 },
      { productId: other(), asked: 300, reason: '新开展手术' },
    ]
    planId = (await keeper.call(createPlan, { year: 2026, lines })).planId
    expect(await refusalOf(keeper.call(createPlan, { year: 2026, lines }))).toBe('ALREADY_EXISTS')
    expect(await refusalOf(keeper.call(submitPlan, { id: planId }))).toBe('FORBIDDEN')
    expect(await refusalOf(city.call(readPlan, { id: planId }))).toBe('NOT_FOUND')
    expect((await city.call(listPlans, { org: at.orgId })).total).toBe(0)
    expect(await head.call(submitPlan, { id: planId })).toEqual({ authority: '长沙市卫生健康委员会' })
    expect(await refusalOf(keeper.call(savePlan, { id: planId, lines }))).toBe('PLAN_STEP')

    expect(await refusalOf(city.call(decidePlan, { id: planId, outcome: 'returned' }))).toBe(
      'REASON_REQUIRED',
    )
    await city.call(decidePlan, { id: planId, outcome: 'returned', note: '舒芬太尼请按上年用量' })
    expect(await head.call(readPlan, { id: planId })).toMatchObject({
      state: 'returned',
      note: '舒芬太尼请按上年用量',
    })
    await keeper.call(savePlan, {
      id: planId,
      lines: [{ productId: sufentanil(), asked: 1500 }, ...lines.slice(1)],
    })
    await head.call(submitPlan, { id: planId })
    const stranger = [{ productId: 999_999, approved: 1 }]
    expect(await refusalOf(city.call(decidePlan, { id: planId, outcome: 'approved', lines: stranger }))).toBe(
      'PLAN_LINES',
    )
    const cut = [{ productId: sufentanil(), approved: 1000 }]
    await city.call(decidePlan, { id: planId, outcome: 'approved', lines: cut })
    const plan = await keeper.call(readPlan, { id: planId })
    expect(plan.state).toBe('approved')
    expect(plan.planLines.map((l) => [l.asked, l.approved])).toEqual(
      expect.arrayContaining([
        [1500, 1000],
        [300, 300],
      ]),
    )
    expect(await refusalOf(city.call(decidePlan, { id: planId, outcome: 'approved' }))).toBe('PLAN_STEP')
  })

  test('another authority of the hospital reads it and does not decide', async () => {
    const drugs = await h.as('tangwei@csyjj')
    expect((await drugs.call(readPlan, { id: planId })).may.decide).toBe(false)
    expect(await refusalOf(drugs.call(decidePlan, { id: planId, outcome: 'approved' }))).toBe('NOT_FOUND')
  })

  test.each([
    ['a product twice', () => [sufentanil(), sufentanil()]],
    ['a product that needs no card', () => [999_999]],
  ])('%s is refused by its line', async (_title, ids) => {
    const lines = ids().map((productId) => ({ productId, asked: 1 }))
    const failed = await keeper.call(createPlan, { year: 2028, lines }).catch((e: CallFailed) => e.problem)
    expect(failed).toMatchObject({ code: 'PLAN_LINES', faults: [{ row: lines.length }] })
  })
})

describe('orders of the year', () => {
  test('what was ordered before the plan counts; one unit over is refused and says what is left', async () => {
    expect(await left()).toMatchObject({ approved: 1000, ordered: 400, used: 3, supplemented: 0 })
    const problem = await order(601).catch((e: CallFailed) => e.problem)
    expect(problem).toMatchObject({
      code: 'PLAN_OVER',
      detail: expect.stringContaining('核定 1000 支，已订 400 支，还可订 600 支'),
      faults: [{ row: 1, field: 'lines.0.units' }],
    })
    const absent = Object.entries({ NAR020: 0, NAR012: 0 }).map(([code]) => code)
    const answers = await Promise.all(absent.map((code) => refusalOf(order(10, code))))
    expect(answers).toContain('PLAN_NOT_IN')
  })

  test('two orders at the same moment: the second one sees what the first one took', async () => {
    // Two people: requests of one session wait for each other anyway.
    const second = await h.as('lizhenhua@lushan')
    const answers = await Promise.all([refusalOf(order(400)), refusalOf(order(400, 'NAR017', second))])
    expect(answers.toSorted()).toEqual(['PLAN_OVER', 'WENT THROUGH'])
    expect(await left()).toMatchObject({ ordered: 800 })
  })

  test('a file: the first order that fits takes it, the next is refused on its row', async () => {
    const file = new TextEncoder().encode(
      '采购单号,供应商编码,药品编码,数量,单位,单价,下单日期\nP1,CX,NAR017,15,盒,125,2026-11-23\nP2,CX,NAR017,15,盒,125,2026-11-23\nP3,CX,NAR017,5,盒,125,2026-11-23\n',
    )
    const { rows } = await keeper.call(previewImport, { fileName: 'p.csv' }, { file })
    expect(rows.map((r) => r.faults.map((f) => [f.row, f.column, f.code]))).toEqual([
      [],
      [[3, '数量', 'PLAN_OVER']],
      [],
    ])
    const input = { fileName: 'p.csv', acceptGood: true }
    expect((await keeper.call(importOrders, input, { file })).orders.map((o) => o.externalNo)).toEqual([
      'P1',
      'P3',
    ])
    expect(await left()).toMatchObject({ ordered: 1000 })
    expect(await refusalOf(order(1))).toBe('PLAN_OVER')
  })

  test('a supplement adds; a cancelled order gives back', async () => {
    const lines = [{ productId: sufentanil(), asked: 500 }]
    expect(
      await refusalOf(keeper.call(createPlan, { year: 2029, supplement: true, reason: '急需', lines })),
    ).toBe('PLAN_YEAR')
    const input = { year: 2026, supplement: true, lines }
    expect(await refusalOf(keeper.call(createPlan, input))).toBe('PLAN_LINES')
    const more = await keeper.call(createPlan, { ...input, reason: '新开两间手术室' })
    expect(await refusalOf(keeper.call(createPlan, { ...input, reason: '再来一张' }))).toBe('PLAN_STEP')
    await head.call(submitPlan, { id: more.planId })
    expect(await refusalOf(order(1))).toBe('PLAN_OVER')
    await city.call(decidePlan, { id: more.planId, outcome: 'approved' })
    expect(await left()).toMatchObject({ approved: 1500, supplemented: 500, ordered: 1000 })
    const { orderId } = await order(500)
    expect(await refusalOf(order(1))).toBe('PLAN_OVER')
    await keeper.call(cancelOrder, { id: orderId, reason: '供应商缺货' })
    await expect(order(1)).resolves.toBeDefined()
  })
})
