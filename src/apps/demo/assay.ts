import { dayOf } from '#core/clock.ts'
import { setPlan } from '#features/assay/planContract.ts'
import { handIn, keepSamples, measure, type HandedIn } from '../journey/assay.ts'
import type { World } from '../journey/world.ts'

const dayMs = 86_400_000

/** Yesterday: two samples, the rest poured away where it should not be; one was tested, the other waits for its test. */
export async function sampledYesterday(world: World): Promise<void> {
  const handed: HandedIn = await handIn(world, 'SS-1123-022')
  const [first = 0] = await keepSamples(world, handed, '住院部值班室')
  await measure(world, first, handed, 101)
}

/** Today: a residue that was chosen waits for its sample, and a plan for the whole class begins with the new month. */
export async function chosenToday(world: World): Promise<void> {
  await handIn(world, 'SS-1123-023')
  const now = world.now().getTime()
  await (
    await world.as('liuguodong@lushan')
  ).call(setPlan, {
    drugClass: 'NAR',
    rate: 5,
    method: 'external',
    tolerancePercent: 15,
    validFrom: dayOf(new Date(now + 7 * dayMs)),
    validTo: dayOf(new Date(now + 97 * dayMs)),
    reason: '麻醉药品残余每季度送市检验所抽检',
  })
}
