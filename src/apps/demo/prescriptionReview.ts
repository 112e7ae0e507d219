import { dayOf } from '#core/clock.ts'
import { checkItem, reviewItem } from '#features/prescriptionReview/contract.ts'
import { drawn, excessive, reviewPatients, tooMuch } from '../journey/prescriptionReview.ts'
import type { World } from '../journey/world.ts'
import { dispenseTo, tablets } from './prescriptions.ts'

/** Four days ago: three that the review will not like. */
export async function doubtful(world: World): Promise<void> {
  for (const patient of reviewPatients)
    await dispenseTo(world, await tooMuch(world, patient), patient, tablets)
}

/** Yesterday: drawn and judged. One waits for its review, one for 孙立's statement, and 林悦's three for a decision. */
export async function reviewed(world: World): Promise<void> {
  const { items } = await drawn(world, dayOf(new Date(world.now().getTime() - 8 * 86_400_000)))
  const own = items.filter((i) => i.prescriber === '林悦')
  for (const item of own) await excessive(world, item.itemId, 'liuguodong@lushan')
  const [first] = items.filter((i) => i.prescriber === '孙立').toSorted((a, b) => a.itemId - b.itemId)
  if (!first) return
  const { itemId } = first
  const remark = '诊断只写带状疱疹后神经痛，未写部位与评分'
  await (await world.as('liqian@lushan')).call(reviewItem, { itemId, codes: ['1-10'], remark })
  await (await world.as('liuguodong@lushan')).call(checkItem, { itemId, outcome: 'confirmed' })
}
