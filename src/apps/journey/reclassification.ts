import postgres from 'postgres'
import { dayOf } from '#core/clock.ts'
import { confirmChange, listChanges, readChange } from '#features/reclassification/contract.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

export interface NewClass {
  readonly product: string
  /** What it was until then, where the story needs another past. */
  readonly before?: string
  readonly class: string
  readonly day: string
}

/** The platform's catalogue changes a drug's class: as the owner, because no hospital may. */
export async function announceClass(ownerUrl: string, to: NewClass): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  await owner`
    update catalogue.product_class set valid_to = ${to.day}, class = coalesce(${to.before ?? null}, class) where valid_to is null
      and product_id = (select id from catalogue.product where code = ${to.product})`
  await owner`
    insert into catalogue.product_class (product_id, class, valid_from)
    select id, ${to.class}, ${to.day} from catalogue.product where code = ${to.product}`
  await owner.end()
}

/** 咪达唑仑 becomes 麻 the day after this one: invented, as everything here. */
export const tomorrowsClass = (now: Date): NewClass => ({
  product: 'PS1005',
  class: 'NAR',
  day: dayOf(new Date(now.getTime() + 86_400_000)),
})

/** What lies where is listed; the keeper and the second keeper confirm it before the day. */
export async function reclassified(world: World): Promise<void> {
  const keeper = await world.as('wangxuemei@lushan')
  const [change] = (await keeper.call(listChanges, {})).rows
  const day = change?.effectiveOn ?? ''
  const { stock, unfitLines, listHash } = await keeper.call(readChange, { day })
  const sign = (note?: string) =>
    keeper.call(confirmChange, { day, listHash, ...(note ? { note } : {}) }, signedBy('lizhenhua@lushan'))
  const early = await refused(sign())
  const { no } = await sign('当日移入双锁保险柜，钥匙由两人分管')
  world.say(
    `${day} 起换分类：库存 ${stock.length} 行，${unfitLines} 行要移库（未写措施：${early}）；${no} 两人确认`,
  )
}
