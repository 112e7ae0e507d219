import { countedAsBooked } from '#apps/acts/ward.ts'
import { picksFor } from '#apps/acts/stock.ts'
import { giveAll } from '#apps/acts/rescue.ts'
import {
  closeDowntime,
  declareDowntime,
  endDowntime,
  giveForms,
  readDowntime,
  registerForm,
} from '#features/downtime/contract.ts'
import { createIssue, readIssue } from '#features/issue/contract.ts'
import { recoverAll } from './closing.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const [pharmacist, checker, head] = ['liqian@lushan', 'hezhiyuan@lushan', 'liuguodong@lushan']

/** 停机补录: an ampoule drawn on paper an hour ago comes into the books with both its times, counted and closed by two. */
export async function stoodStill(world: World): Promise<void> {
  const client = await world.as(pharmacist)
  const placeId = world.place('B01')
  const ago = (minutes: number) => new Date(world.now().getTime() - minutes * 60_000).toISOString()
  const givenTo = await world.person('陈思远')
  const { bookId } = await client.call(giveForms, { placeId, prefix: 'YJ', firstNo: 1, count: 20, givenTo })
  const { id, no } = await client.call(declareDowntime, {
    placeIds: [placeId],
    startedAt: ago(120),
    reason: '机房断电',
  })
  const photo = await world.photograph(client, { syringe: false, liquid: 0, ampoules: 1 })
  const sheet = {
    id,
    bookId,
    formNo: 1,
    fate: 'used' as const,
    lines: 1,
    actedBy: '李倩',
    witnessedBy: '何志远',
  }
  const { formId } = await client.call(registerForm, { ...sheet, photo })
  await client.call(endDowntime, { id, endedAt: ago(1) })
  const open = await refused((await world.as(head)).call(closeDowntime, { id }, signedBy(pharmacist)))
  const want = [{ drugId: world.drug('NAR017'), units: 1 }]
  const made = await client.call(
    createIssue,
    {
      kind: 'surgery',
      refNo: 'SS-1123-011',
      title: '停机期间：清创缝合术',
      locationId: placeId,
      patient: { name: '邹敏', sex: '女', age: 31, recordNo: '0488315511' },
      diagnosis: '右前臂裂伤',
      doctorId: givenTo,
      holderId: givenTo,
      plan: want,
      picks: await picksFor(client, placeId, want),
    },
    { ...signedBy(checker), paper: { formId, line: 1, happenedAt: ago(60) } },
  )
  const codes = (await client.call(readIssue, { id: made.id })).drugs.flatMap((d) =>
    d.units.map((u) => u.code),
  )
  await giveAll(await world.as('chensiyuan@lushan'), { id: made.id, codes }, 50)
  await recoverAll(world, made.id, { receiver: pharmacist, bringer: 'zhoujing@lushan', bin: 'B02' })
  await countedAsBooked(world, { place: 'B01', kind: 'shift', by: pharmacist, with: checker })
  await (await world.as(head)).call(closeDowntime, { id }, signedBy(pharmacist))
  const { entered, lines } = await client.call(readDowntime, { id })
  world.say(
    `${no} 停机 2 小时，应急单 YJ0001 补录 ${entered} / ${lines} 行（未补就关：${open}），清点后两人关闭`,
  )
}
