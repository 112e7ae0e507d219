import { dayOf } from '#core/clock.ts'
import { writePrescription } from '#features/prescription/contract.ts'
import {
  checkItem,
  drawReview,
  finishItem,
  proveReview,
  readReview,
  reviewItem,
  stateItem,
  type ItemRow,
} from '#features/prescriptionReview/contract.ts'
import { decideMeasure, listMeasures } from '#features/prescriptionReview/measureContract.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const [doctor, reviewer, checker, head, director] = [
  'linyue@lushan',
  'liqian@lushan',
  'hezhiyuan@lushan',
  'liuguodong@lushan',
  'tanjianguo@lushan',
]

interface Patient {
  readonly name: string
  readonly sex: '男' | '女'
  readonly age: number
  readonly recordNo: string
  readonly idNo: string
}

export const reviewPatients: readonly Patient[] = [
  { name: '龚建华', sex: '男', age: 52, recordNo: '0488240011', idNo: '430102197403150017' },
  { name: '欧阳敏', sex: '女', age: 47, recordNo: '0488240012', idNo: '430103197908220024' },
  { name: '石卫平', sex: '男', age: 61, recordNo: '0488240013', idNo: '430104196501090035' },
]
const another: Patient = {
  name: '邓新民',
  sex: '男',
  age: 58,
  recordNo: '0488240014',
  idNo: '430102196805150019',
}

/** 林悦's tablets for what does not ask for them. */
export async function tooMuch(world: World, patient: Patient): Promise<number> {
  const client = await world.as(doctor)
  const line = { drugId: world.drug('NAR031'), units: 14, dose: 10_000, times: 2, perDays: 1, route: '口服' }
  const written = await client.call(writePrescription, {
    encounter: 'outpatient',
    category: 'general',
    useAt: 'home',
    payment: '自费',
    patient,
    diagnosis: '失眠',
    verifiedHow: '居民身份证',
    lines: [line],
  })
  return written.id
}

/** Everything of these days is drawn. */
export async function drawn(world: World, from: string): Promise<{ reviewId: number; items: ItemRow[] }> {
  const client = await world.as(head)
  const { reviewId, no, frameCount, drawnCount } = await client.call(drawReview, {
    from,
    to: dayOf(world.now()),
    measure: 'count',
    size: 50,
  })
  const proof = await client.call(proveReview, { id: reviewId })
  const agrees = proof.hashAgrees && proof.drawnAgrees
  world.say(`${no} 范围 ${frameCount} 张，抽取 ${drawnCount} 张，按种子重抽${agrees ? '逐张相同' : '不同'}`)
  return { reviewId, items: (await client.call(readReview, { id: reviewId })).items }
}

/** 超常, confirmed by another, answered by 林悦, and no good reason found. Says what follows from it. */
export async function excessive(world: World, itemId: number, by = checker): Promise<string | null> {
  await (
    await world.as(reviewer)
  ).call(reviewItem, { itemId, codes: ['3-1'], remark: '失眠无使用羟考酮的指征' })
  await (await world.as(by)).call(checkItem, { itemId, outcome: 'confirmed' })
  await (await world.as(doctor)).call(stateItem, { itemId, statement: '患者自诉其他药无效，要求使用' })
  const done = await (
    await world.as(head)
  ).call(finishItem, { itemId, codes: ['3-1'], unjustified: true, remark: '说明不成立' })
  return done.measureNo
}

/** A month's draw: what is in order is final, three 超常 come to a restriction, and the next prescription is refused. */
export async function prescriptionReviews(world: World): Promise<void> {
  for (const patient of reviewPatients) await tooMuch(world, patient)
  const { items } = await drawn(world, dayOf(world.now()))
  const proposed: (string | null)[] = []
  for (const item of items) {
    if (item.prescriber === '林悦') {
      proposed.push(await excessive(world, item.itemId))
      continue
    }
    await (await world.as(reviewer)).call(reviewItem, { itemId: item.itemId, codes: [] })
    // 何志远 checked it at the window, so he does not check its review.
    await (await world.as(head)).call(checkItem, { itemId: item.itemId, outcome: 'confirmed' })
  }
  const chief = await world.as(director)
  const [measure] = (await chief.call(listMeasures, { state: 'proposed' })).rows
  const endsOn = dayOf(new Date(world.now().getTime() + 90 * 86_400_000))
  const { measureId = 0, no = '' } = measure ?? {}
  await chief.call(
    decideMeasure,
    { measureId, outcome: 'upheld', endsOn, reason: '三张超常处方均无正当理由' },
    signedBy(head),
  )
  const again = await refused(tooMuch(world, another))
  const count = proposed.filter((p) => p !== null).length
  world.say(
    `超常 ${proposed.length} 张，提出处理 ${count} 次；${no} 限制林悦处方权到 ${endsOn}（再开方：${again}）`,
  )
}
