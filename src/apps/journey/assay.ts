import { dayOf } from '#core/clock.ts'
import { assert } from '#core/refusal.ts'
import { evidenceOf } from '#apps/acts/evidence.ts'
import {
  destroySamples,
  destroyStages,
  keepSample,
  recordResult,
  settleSample,
} from '#features/assay/contract.ts'
import { setPlan } from '#features/assay/planContract.ts'
import { closeCase, explain, readDiscrepancy } from '#features/discrepancy/contract.ts'
import { readIssue } from '#features/issue/contract.ts'
import { administer, openUnits, waste } from '#features/residue/contract.ts'
import { issueTo, surgery, wastePhotos } from './bedside.ts'
import { recoverAll } from './closing.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const [doctor, nurse, tester, head, second] = [
  'chensiyuan@lushan',
  'zhoujing@lushan',
  'hezhiyuan@lushan',
  'liuguodong@lushan',
  'wangxuemei@lushan',
]
const drug = 'PS1005'
const dayMs = 86_400_000
let seals = 0

/** Every residue of midazolam for a quarter of a year, by refractometry. */
export async function assayPlan(world: World): Promise<void> {
  const client = await world.as(head)
  const now = world.now().getTime()
  const { commitment } = await client.call(setPlan, {
    drugId: world.drug(drug),
    rate: 100,
    method: 'refractometry',
    tolerancePercent: 10,
    validFrom: dayOf(new Date(now)),
    validTo: dayOf(new Date(now + 90 * dayMs)),
    reason: '咪达唑仑残余每份抽检，季度重点品种',
  })
  world.say(`抽检方案：咪达唑仑每份都抽，折光法 ±10 %，承诺 ${commitment.slice(0, 12)}`)
}

export interface HandedIn {
  readonly issueId: number
  readonly codes: readonly string[]
  /** Content of one whole unit, and its volume in µl. */
  readonly whole: number
  readonly volumeUl: number
}

/** Two ampoules for a surgery, most of each given; handed in, both are chosen. */
export async function handIn(world: World, refNo: string, place = '手术室污物间'): Promise<HandedIn> {
  const issueId = await issueTo(world, { ...surgery, refNo, title: '胃镜下止血术', drugs: { [drug]: 2 } })
  const client = await world.as(doctor)
  const [of] = (await client.call(readIssue, { id: issueId })).drugs
  assert(of?.volumeUl, 'midazolam is a liquid')
  const codes = of.units.map((u) => u.code)
  const whole = of.contentPerUnit
  await client.call(openUnits, { id: issueId, units: codes.map((code) => ({ code })) })
  const doses = codes.map((code) => ({ code, content: whole / 2 }))
  await client.call(administer, { id: issueId, doses, route: '静脉注射' })
  const said = await refused(pour(world, { issueId, codes, whole, volumeUl: of.volumeUl }, whole / 2, place))
  world.say(`${refNo} 交出残余 2 支，抽中：${said}`)
  return { issueId, codes, whole, volumeUl: of.volumeUl }
}

/** So much of each ampoule is poured away, before two. */
async function pour(world: World, h: HandedIn, content: number, place: string): Promise<unknown> {
  const client = await world.as(doctor)
  const evidence = await wastePhotos(world, client, 0.5)
  const items = h.codes.map((code) => ({ code, content }))
  return client.call(waste, { id: h.issueId, items, place, method: '倒入下水道', evidence }, signedBy(nurse))
}

/** A fifth of each ampoule into a sealed container; the rest is poured away, the shells come back. */
export async function keepSamples(world: World, h: HandedIn, place = '手术室污物间'): Promise<number[]> {
  const client = await world.as(doctor)
  const content = h.whole / 5
  const made: { id: number; no: string }[] = []
  for (const code of h.codes) {
    made.push(
      await client.call(
        keepSample,
        {
          issueId: h.issueId,
          residue: { code },
          content,
          volumeUl: h.volumeUl / 5,
          sealNo: `FQ-${dayOf(world.now()).replaceAll('-', '')}-${String(++seals).padStart(3, '0')}`,
          storedAt: '手术药房留样柜',
        },
        signedBy(nurse),
      ),
    )
  }
  await pour(world, h, h.whole / 2 - content, place)
  await recoverAll(world, h.issueId, { receiver: 'liqian@lushan', bringer: nurse, bin: 'B02' })
  world.say(`留样 ${made.map((m) => m.no).join('、')}，其余弃去`)
  return made.map((m) => m.id)
}

/** Measured, as so many percent of what it should be. */
export async function measure(world: World, id: number, h: HandedIn, percent: number) {
  const client = await world.as(tester)
  const expected = Math.round((h.whole * 1_000_000) / h.volumeUl)
  return client.call(recordResult, {
    id,
    sealIntact: true,
    measuredMilli: Math.round((expected * percent) / 100),
    instrument: '折光仪 RX-5000',
    testedAt: world.now().toISOString(),
    sha256: await world.photograph(client, { liquid: 0.1, ampoules: 1 }),
  })
}

/** Explained by one before another, settled by what was measured, closed. */
export async function answerCase(world: World, sampleId: number, id: number): Promise<void> {
  const client = await world.as(head)
  const version = async () => (await client.call(readDiscrepancy, { id })).version
  const said = {
    reasonCode: 'diluted',
    text: '抽取时以生理盐水稀释，领用单未注明；录像与护理记录一致',
  } as const
  await client.call(explain, { id, version: await version(), ...said }, signedBy(second))
  await client.call(settleSample, { id: sampleId, version: await version() }, signedBy(second))
  await client.call(closeCase, { id, version: await version(), text: '已要求稀释后按实际体积留样' })
}

export async function destroyKept(world: World, sampleIds: readonly number[]): Promise<void> {
  const client = await world.as('liqian@lushan')
  const evidence = await evidenceOf(destroyStages, (stage) =>
    world.photograph(client, { liquid: stage === '毁后' ? 0 : 0.2, ampoules: 1, pouring: stage === '毁中' }),
  )
  const done = await client.call(
    destroySamples,
    { sampleIds: [...sampleIds], place: '药学部检验室', method: '倒入下水道', evidence },
    signedBy(head),
  )
  world.say(`${done.no} 销毁留样 ${done.samples} 份，账上归零`)
}

/** 残余抽检: two samples, one as it should be, one diluted; a case, its answer, both destroyed. */
export async function assays(world: World): Promise<void> {
  await assayPlan(world)
  const handed = await handIn(world, 'SS-1123-021')
  const [first = 0, other = 0] = await keepSamples(world, handed)
  const good = await measure(world, first, handed, 98)
  const bad = await measure(world, other, handed, 60)
  assert(good.within && bad.discrepancyId !== null, 'one sample is as it should be, the other is a case')
  world.say(`检测：一份合格，一份偏差 −40 %，立差异 ${bad.discrepancyNo}`)
  await answerCase(world, other, bad.discrepancyId)
  await destroyKept(world, [first, other])
}
