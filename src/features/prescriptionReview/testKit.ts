import type { Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { createStaff, grantQualification } from '#features/staff/contract.ts'
import { writePrescription } from '#features/prescription/contract.ts'
import type { Hospital } from '#test/harness.ts'
import { mapOf } from '#test/flow.ts'
import { checkItem, drawReview, finishItem, readReview, reviewItem, stateItem } from './contract.ts'

/** A pharmacist who neither dispenses nor checks in these tests: 邹敏, who may review. */
export async function pharmacist(h: Hospital, account: string, name: string): Promise<Client> {
  const head = await h.as('liuguodong@lushan')
  const { userId } = await head.call(createStaff, {
    account,
    name,
    title: '临床药师',
    roles: ['DISPENSER'],
    password: demoPassword,
  })
  await head.call(grantQualification, {
    id: userId,
    type: 'dispense',
    validFrom: '2026-01-01',
    validTo: '2027-12-31',
    reason: '调剂资格考核合格',
  })
  return h.as(`${account}@lushan`)
}

let people = 0
/** Tablets for a week, for somebody new each time. */
export async function write(h: Hospital, account = 'sunli@lushan') {
  const at = await mapOf(h)
  people += 1
  return (await h.as(account)).call(writePrescription, {
    encounter: 'outpatient',
    category: 'general',
    useAt: 'home',
    payment: '医保',
    patient: {
      name: '汤文斌',
      sex: '男',
      age: 45,
      recordNo: `0499${people}`,
      idNo: `43010419810613${String(people).padStart(4, '0')}`,
    },
    diagnosis: '带状疱疹后神经痛',
    verifiedHow: '居民身份证',
    lines: [{ drugId: at.drug('NAR031'), units: 14, dose: 10_000, times: 2, perDays: 1, route: '口服' }],
  })
}

export interface Desk {
  readonly head: Client
  readonly reviewer: Client
  readonly checker: Client
  readonly doctor: Client
}

/** Everything written today that no draw holds yet, all of it. */
export async function drawAll(head: Client, day: string): Promise<{ reviewId: number; items: number[] }> {
  const drawn = await head.call(drawReview, { from: day, to: day, measure: 'share', size: 100 })
  const { items } = await head.call(readReview, { id: drawn.reviewId })
  return { reviewId: drawn.reviewId, items: items.map((i) => i.itemId) }
}

/** An item from its review to the end: 无适应证用药, confirmed, stated, and no good reason found. */
export async function foundExcessive(desk: Desk, itemId: number): Promise<string | null> {
  await desk.reviewer.call(reviewItem, { itemId, codes: ['3-1'], remark: '诊断与用药不符' })
  await desk.checker.call(checkItem, { itemId, outcome: 'confirmed' })
  await desk.doctor.call(stateItem, { itemId, statement: '患者疼痛明显，请酌情' })
  const done = await desk.head.call(finishItem, { itemId, codes: ['3-1'], unjustified: true })
  return done.measureNo
}
