import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { aClass } from '#apps/journey/training.ts'
import { openWorld } from '#apps/journey/world.ts'
import { voidPrescription, writePrescription } from '#features/prescription/contract.ts'
import { clinicOf, hand, slowTablets, tang } from '#features/prescription/testKit.ts'
import { grantQualification, listStaff } from '#features/staff/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring } from '#test/loop.ts'
import {
  addItem,
  checkItem,
  drawReview,
  finishItem,
  listOwn,
  listReviews,
  proveReview,
  readItem,
  readReview,
  reviewItem,
  stateItem,
} from './contract.ts'
import { decideMeasure, listMeasures, restoreRight } from './measureContract.ts'
import { drawAll, foundExcessive, pharmacist, write, type Desk } from './testKit.ts'

let h: Hospital
let desk: Desk
let second: Client
let director: Client
const today = '2026-11-23'
const signed = witness('liuguodong@lushan')
const draw = (over: Record<string, unknown> = {}) =>
  desk.head.call(drawReview, { from: today, to: today, measure: 'count', size: 2, ...over })

/** Sessions end after an hour without work; whoever moves the clock signs in anew. */
async function everybody(): Promise<void> {
  const as = (account: string) => connectAs(h.transport, account, demoPassword)
  desk = {
    head: await as('liuguodong@lushan'),
    reviewer: await as('zoumin@lushan'),
    checker: await as('tanghao@lushan'),
    doctor: await as('sunli@lushan'),
  }
  second = await as('hezhiyuan@lushan')
  director = await as('tanjianguo@lushan')
}

beforeAll(async () => {
  h = await startHospital()
  await pharmacist(h, 'zoumin', '邹敏')
  await pharmacist(h, 'tanghao', '唐浩')
  await everybody()
})
afterAll(() => h.stop())

describe('the draw', () => {
  test('nothing is drawn from nothing, and no period is in the future', async () => {
    expect(await refusalOf(draw())).toBe('REVIEW_FRAME_EMPTY')
    expect(await refusalOf(draw({ to: '2026-11-24' }))).toBe('REVIEW_PERIOD')
    expect(
      await refusalOf(desk.doctor.call(drawReview, { from: today, to: today, measure: 'count', size: 1 })),
    ).toBe('FORBIDDEN')
  })

  test('chooses by itself, can be done again from what was kept, and takes no prescription twice', async () => {
    for (let i = 0; i < 5; i++) await write(h)
    const gone = await write(h)
    await desk.doctor.call(voidPrescription, { id: gone.id, reason: '写错' })
    const first = await draw()
    expect(first).toMatchObject({ frameCount: 5, drawnCount: 2 })
    const proof = await desk.head.call(proveReview, { id: first.reviewId })
    expect(proof).toMatchObject({ hashAgrees: true, drawnAgrees: true, frameCount: 5 })
    expect(proof.frame).not.toContain(gone.no)
    const next = await draw({ measure: 'share', size: 50 })
    expect(next).toMatchObject({ frameCount: 3, drawnCount: 2 })
    const both = [first, next].map((r) => desk.head.call(readReview, { id: r.reviewId }))
    const numbers = (await Promise.all(both)).flatMap((r) => r.items.map((i) => i.rxNo))
    expect(new Set(numbers).size).toBe(4)
    const [event] = await h.auditor.transaction(
      (tx) => tx<{ text: string }[]>`
        select convert_from(bytes, 'UTF8') as text from audit.event where type = 'prescriptionReview.draw' order by id limit 1`,
    )
    expect(event?.text).toContain(proof.seed)
    expect(event?.text).toContain(proof.frameHash)
    for (const no of proof.drawn) expect(event?.text).toContain(no)
  })

  test('the program cannot change a draw, and where the owner of the database did, it no longer proves', async () => {
    const { rows } = await desk.head.call(listReviews, {})
    const { reviewId: id = 0, orgId = 0 } = rows.at(-1) ?? {}
    const tamper = h.db.asOrg(
      orgId,
      (tx) => tx`delete from prescription_review.frame where review_id = ${id}`,
    )
    await expect(tamper).rejects.toThrow(/permission/)
    const superuser = postgres(h.superUrl, { max: 1 })
    const frame =
      await superuser`delete from prescription_review.frame where review_id = ${id} returning org_id, review_id, prescription_id`
    await superuser`insert into prescription_review.frame ${superuser(frame.slice(1))}`
    expect((await desk.head.call(proveReview, { id })).hashAgrees).toBe(false)
    await superuser`insert into prescription_review.frame ${superuser(frame.slice(0, 1))}`
    const ranks = (n: number) =>
      superuser`update prescription_review.item set rank = ${n} - rank where review_id = ${id}`
    await ranks(3)
    expect(await desk.head.call(proveReview, { id })).toMatchObject({ hashAgrees: true, drawnAgrees: false })
    await ranks(3)
    expect((await desk.head.call(proveReview, { id })).drawnAgrees).toBe(true)
    await superuser.end()
  })

  test('draws of the same minute share nothing', async () => {
    for (let i = 0; i < 4; i++) await write(h)
    const drawn = await Promise.all([draw(), draw()])
    const items = await Promise.all(drawn.map((d) => desk.head.call(readReview, { id: d.reviewId })))
    const numbers = items.flatMap((r) => r.items.map((i) => i.rxNo))
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('a single one is added with its reason and stays marked, once', async () => {
    const { rows } = await desk.head.call(listReviews, {})
    const id = rows[0]?.reviewId ?? 0
    const rx = await write(h)
    const reason = '患者家属投诉用量'
    await desk.head.call(addItem, { id, rxNo: rx.no, reason })
    const review = await desk.head.call(readReview, { id })
    expect(review.items.at(-1)).toMatchObject({ rxNo: rx.no, rank: null, addReason: reason })
    expect(review).toMatchObject({ addedCount: 1 })
    expect(await refusalOf(desk.head.call(addItem, { id, rxNo: rx.no, reason }))).toBe('REVIEW_TWICE')
    expect(await refusalOf(desk.head.call(addItem, { id, rxNo: 'MJ-20200101-01', reason }))).toBe(
      'REVIEW_ADD',
    )
    expect((await desk.head.call(proveReview, { id })).drawn).not.toContain(rx.no)
  })
})

describe('the opinion', () => {
  test('comes from neither of the two who handed it out, is confirmed by another, and 合理 is then final', async () => {
    const at = await clinicOf(h)
    const { codes } = await bring(at, { drug: 'NAR031', lotNo: 'Q2603011', place: 'C01', boxes: 2 })
    const { id, no } = await (
      await at.doctor()
    ).call(writePrescription, slowTablets(at, 14, { patient: tang }))
    await hand(
      at,
      id,
      codes.map((code, i) => ({ code, units: i === 0 ? 10 : 4 })),
    )
    const { items } = await drawAll(desk.head, today)
    const of = await Promise.all(items.map((itemId) => desk.head.call(readItem, { itemId })))
    const itemId = of.find((i) => i.rxNo === no)?.itemId ?? 0
    const dispenser = await h.as('pengli@lushan')
    expect(await refusalOf(dispenser.call(reviewItem, { itemId, codes: [] }))).toBe('REVIEW_OWN_WORK')
    expect(await refusalOf(second.call(reviewItem, { itemId, codes: [] }))).toBe('REVIEW_OWN_WORK')
    expect((await second.call(readItem, { itemId })).may).toMatchObject({
      review: false,
      why: expect.stringContaining('核对人'),
    })
    expect(await refusalOf(desk.reviewer.call(checkItem, { itemId, outcome: 'confirmed' }))).toBe(
      'REVIEW_STEP',
    )
    expect((await desk.reviewer.call(reviewItem, { itemId, codes: ['1-8'] })).verdict).toBe('irregular')
    expect(await refusalOf(desk.reviewer.call(checkItem, { itemId, outcome: 'confirmed' }))).toBe(
      'REVIEW_OWN_WORK',
    )
    expect(await refusalOf(second.call(checkItem, { itemId, outcome: 'confirmed' }))).toBe('REVIEW_OWN_WORK')
    expect(await refusalOf(desk.checker.call(checkItem, { itemId, outcome: 'returned' }))).toBe(
      'REASON_REQUIRED',
    )
    await desk.checker.call(checkItem, { itemId, outcome: 'returned', remark: '用法写明了，请重看' })
    expect((await desk.reviewer.call(readItem, { itemId })).state).toBe('open')
    await desk.reviewer.call(reviewItem, { itemId, codes: [] })
    await desk.checker.call(checkItem, { itemId, outcome: 'confirmed' })
    expect(await desk.head.call(readItem, { itemId })).toMatchObject({
      state: 'final',
      verdict: 'reasonable',
    })
    expect((await desk.doctor.call(listOwn, {})).rows[0]).toMatchObject({ rxNo: no, state: 'final' })
  })

  test('what was found waits for the prescriber, until he spoke or the term is over', async () => {
    for (let i = 0; i < 2; i++) await write(h)
    const { items } = await drawAll(desk.head, today)
    expect(items).toHaveLength(2)
    const [one = 0, two = 0] = items
    for (const itemId of items) {
      await desk.reviewer.call(reviewItem, { itemId, codes: ['2-5'], remark: '单次用量偏大' })
      await desk.checker.call(checkItem, { itemId, outcome: 'confirmed' })
    }
    const finish = (itemId: number, over: Record<string, unknown> = {}) =>
      desk.head.call(finishItem, { itemId, codes: ['2-5'], ...over })
    expect(await refusalOf(finish(one))).toBe('REVIEW_STATEMENT_PENDING')
    const other = await h.as('chensiyuan@lushan')
    expect(await refusalOf(other.call(stateItem, { itemId: one, statement: '不是我的' }))).toBe(
      'REVIEW_NOT_YOURS',
    )
    expect((await other.call(listOwn, {})).rows).toEqual([])
    await desk.doctor.call(stateItem, { itemId: one, statement: '患者耐药，剂量按说明书上限' })
    expect(await refusalOf(desk.doctor.call(stateItem, { itemId: one, statement: '再说一次' }))).toBe(
      'REVIEW_STEP',
    )
    expect(await refusalOf(finish(one, { codes: [] }))).toBe('REVIEW_REMARK')
    expect(await refusalOf(finish(one, { unjustified: true }))).toBe('REVIEW_UNJUSTIFIED')
    expect(await finish(one, { codes: [], remark: '说明成立' })).toEqual({
      verdict: 'reasonable',
      measureNo: null,
    })
    h.clock.set('2026-12-01T01:00:00.000Z')
    await everybody()
    expect((await finish(two)).verdict).toBe('unsuitable')
    h.clock.set('2026-11-23T06:05:00.000Z')
    await everybody()
  })
})

describe('超常 without a good reason', () => {
  test('three times come to a restriction; decided by two, the next narcotic prescription is refused', async () => {
    for (let i = 0; i < 3; i++) await write(h)
    const { items } = await drawAll(desk.head, today)
    const came = []
    for (const itemId of items) came.push(await foundExcessive(desk, itemId))
    expect(came).toEqual([null, null, 'CF-20261123-01'])
    await write(h)
    const [measure] = (await desk.head.call(listMeasures, {})).rows
    expect(measure).toMatchObject({ kind: 'restrict', state: 'proposed', prescriber: '孙立' })
    expect(measure?.items).toHaveLength(3)
    const measureId = measure?.measureId ?? 0
    const decide = (over: Record<string, unknown>, options = signed) =>
      director.call(
        decideMeasure,
        { measureId, outcome: 'upheld', reason: '三张处方均无适应证', ...over },
        options,
      )
    expect(await refusalOf(decide({}))).toBe('MEASURE_TERM')
    const alone = director.call(decideMeasure, {
      measureId,
      outcome: 'upheld',
      endsOn: '2027-02-21',
      reason: '无',
    })
    expect(await refusalOf(alone)).toBe('WITNESS_REQUIRED')
    await decide({ endsOn: '2027-02-21' })
    expect(await refusalOf(decide({ endsOn: '2027-02-21' }))).toBe('MEASURE_STEP')
    await expect(write(h)).rejects.toThrow(/麻精处方权.*CF-20261123-01.*2027-02-21/)
    expect(await refusalOf(write(h))).toBe('UNQUALIFIED')
    await write(h, 'chensiyuan@lushan')
  })

  test('nobody gives it back meanwhile, neither by hand nor by a class; after the term the two restore what was left', async () => {
    const [measure] = (await desk.head.call(listMeasures, { state: 'inForce' })).rows
    const measureId = measure?.measureId ?? 0
    const sunli = measure?.prescriberId ?? 0
    const grant = desk.head.call(grantQualification, {
      id: sunli,
      type: 'prescribe',
      validFrom: today,
      validTo: '2027-11-22',
      reason: '重新授予',
    })
    expect(await refusalOf(grant)).toBe('QUALIFICATION_HELD')
    const world = await openWorld(h.transport, () => {}, h.clock.now)
    await aClass(world, {
      title: '麻精处方权培训',
      lecturer: '刘国栋',
      place: '会议室',
      qualification: 'prescribe',
      scores: { 孙立: 95 },
    })
    expect(await refusalOf(write(h))).toBe('UNQUALIFIED')
    const restore = () => director.call(restoreRight, { measureId, reason: '期满，书面检查合格' }, signed)
    expect(await refusalOf(restore())).toBe('MEASURE_NOT_OVER')
    h.clock.set('2027-02-22T02:00:00.000Z')
    await everybody()
    const { validTo } = await restore()
    expect(validTo).not.toBeNull()
    const again = await connectAs(h.transport, 'sunli@lushan', demoPassword)
    desk = { ...desk, doctor: again }
    h.as = (account) => connectAs(h.transport, account, demoPassword)
    expect((await write(h)).no).toBe('MJ-20270222-01')
  })

  test('two more in a row take it away, and only a new exam gives it back', async () => {
    await write(h)
    const { items } = await drawAll(desk.head, '2027-02-22')
    expect(items).toHaveLength(2)
    const came = []
    for (const itemId of items) came.push(await foundExcessive(desk, itemId))
    expect(came).toEqual([null, 'CF-20270222-01'])
    const [measure] = (await desk.head.call(listMeasures, { state: 'proposed' })).rows
    expect(measure?.kind).toBe('cancel')
    const measureId = measure?.measureId ?? 0
    await director.call(decideMeasure, { measureId, outcome: 'upheld', reason: '限制后连续两次' }, signed)
    expect(await refusalOf(write(h))).toBe('UNQUALIFIED')
    const restore = () => director.call(restoreRight, { measureId, reason: '重新考核合格' }, signed)
    expect(await refusalOf(restore())).toBe('MEASURE_RETRAIN')
    h.clock.advance(60_000)
    const world = await openWorld(h.transport, () => {}, h.clock.now)
    await aClass(world, {
      title: '麻精处方权重训',
      lecturer: '刘国栋',
      place: '会议室',
      qualification: 'prescribe',
      scores: { 孙立: 95 },
    })
    expect((await restore()).validTo).toBe('2028-02-21')
    expect((await write(h)).id).toBeGreaterThan(0)
  })

  test('a prescriber takes no part in what is decided about him', async () => {
    const staff = (await desk.head.call(listStaff, { pageSize: 500 })).rows
    const prescriber = staff.find((p) => p.name === '谭建国')?.userId ?? 0
    const [org] = await h.auditor.transaction(
      (tx) => tx<{ id: number }[]>`select id from identity.org where code = 'lushan'`,
    )
    const [row] = await h.db.asOrg(
      org?.id ?? 0,
      (tx) => tx<{ id: number }[]>`
        insert into prescription_review.measure (org_id, no, prescriber_id, kind, proposed_at)
        values (${org?.id ?? 0}, 'CF-1', ${prescriber}, 'cancel', now()) returning id`,
    )
    const call = director.call(
      decideMeasure,
      { measureId: row?.id ?? 0, outcome: 'dropped', reason: '无' },
      signed,
    )
    expect(await refusalOf(call)).toBe('MEASURE_SELF')
  })

  test('the authority reads draws and measures and decides nothing', async () => {
    const city = await h.as('hemingyuan@cswjw')
    const [org] = await h.auditor.transaction(
      (tx) => tx<{ id: number }[]>`select id from identity.org where code = 'lushan'`,
    )
    const { rows } = await city.call(listReviews, { org: org?.id })
    expect(rows.length).toBeGreaterThan(3)
    expect((await city.call(proveReview, { id: rows[0]?.reviewId ?? 0 })).drawnAgrees).toBe(true)
    expect((await city.call(listMeasures, { org: org?.id })).total).toBe(3)
  })
})
