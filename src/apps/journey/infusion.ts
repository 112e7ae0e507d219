import { fillPump, handOverPump, readOne, readPump, stopPump } from '#features/infusion/contract.ts'
import { readIssue } from '#features/issue/contract.ts'
import { administer, openUnits, waste } from '#features/residue/contract.ts'
import { issueTo, surgery, wastePhotos } from './bedside.ts'
import { recoverAll } from './closing.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const [doctor, wardNurse, theatreNurse] = ['chensiyuan@lushan', 'zhaomin@lushan', 'zhoujing@lushan']
const drug = 'NAR017'

export interface PumpOrder {
  readonly refNo: string
  readonly title: string
  readonly room: string
  readonly deviceNo: string
  readonly units: number
  readonly totalUl: number
  readonly rateUlH: number
  /** Of a PCA pump: 0.5 ml, locked for a quarter of an hour. */
  readonly pca: boolean
}

/** Ampoules of 50 µg, opened and put into one pump by the anaesthetist. */
export async function fillFor(
  world: World,
  o: PumpOrder,
): Promise<{ issueId: number; id: number; no: string }> {
  const { refNo, title, room } = o
  const issueId = await issueTo(world, { ...surgery, refNo, title, room, drugs: { [drug]: o.units } })
  const client = await world.as(doctor)
  const codes = (await client.call(readIssue, { id: issueId })).drugs.flatMap((d) =>
    d.units.map((u) => u.code),
  )
  await client.call(openUnits, { id: issueId, units: codes.map((code) => ({ code })) })
  const made = await client.call(fillPump, {
    issueId,
    contents: codes.map((code) => ({ code, content: 50 })),
    deviceNo: o.deviceNo,
    place: room,
    mode: o.pca ? 'pca' : 'continuous',
    diluent: '0.9% 氯化钠注射液',
    totalUl: o.totalUl,
    rateUlH: o.rateUlH,
    ...(o.pca ? { bolusUl: 500, lockoutMinutes: 15 } : {}),
    route: '静脉泵注',
    prescribedBy: await world.person('陈思远'),
  })
  return { issueId, ...made }
}

/** 泵注: a PCA pump from its filling over a handover to the ward until nothing of it is left. */
export async function pumped(world: World): Promise<void> {
  const { issueId, id, no } = await fillFor(world, {
    refNo: 'SS-1123-031',
    title: '全膝关节置换术后镇痛',
    room: '手术 2 间',
    deviceNo: 'PCA-07',
    units: 2,
    totalUl: 2_000,
    rateUlH: 100,
    pca: true,
  })
  const client = await world.as(doctor)
  const [first] = (await client.call(readOne, { id })).contents
  const code = first?.code ?? ''
  const byHand = await refused(
    client.call(administer, { id: issueId, doses: [{ code, content: 1 }], route: '静脉注射' }),
  )
  const half = { id, givenUl: 1_000, leftUl: 1_000, bolusAsked: 3, bolusGiven: 2 }
  await client.call(readPump, half)
  await client.call(handOverPump, { ...half, place: '外科病区 12 床' }, signedBy(wardNurse))
  const nurse = await world.as(wardNurse)
  const end = { id, givenUl: 1_500, leftUl: 500, bolusAsked: 5, bolusGiven: 3 }
  await nurse.call(stopPump, end, signedBy(theatreNurse))
  const pump = await nurse.call(readOne, { id })
  const items = pump.contents.map((c) => ({ code: c.code, content: c.held }))
  const evidence = await wastePhotos(world, nurse, 0.4)
  await nurse.call(
    waste,
    { id: issueId, items, place: '病区治疗室', method: '倒入下水道', evidence },
    signedBy(theatreNurse),
  )
  await recoverAll(world, issueId, { receiver: 'liqian@lushan', bringer: theatreNurse, bin: 'B02' })
  const [sum] = (await nurse.call(readOne, { id })).drugs
  world.say(
    `${no} 配入 ${sum?.filled ?? 0} μg = 已输 ${sum?.given ?? 0} + 弃去 ${sum?.wasted ?? 0} + 在泵 ${sum?.held ?? 0}；交接给赵敏，停泵后由赵敏弃去（从泵里手取被拒 ${byHand}）`,
  )
}
