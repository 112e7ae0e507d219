import { dayOf } from '#core/clock.ts'
import {
  endFinding,
  measureCase,
  openFinding,
  verifyCase,
  listCases,
} from '#features/inspection/caseContract.ts'
import { checklistOn, type InspectionKind } from '#features/inspection/checklist.ts'
import { signPatrol, signSpecial } from '#features/inspection/contract.ts'
import {
  checkFiling,
  confirmFiling,
  listReceivers,
  prepareFiling,
  sendFiling,
  type FilingKind,
} from '#features/filing/contract.ts'
import { fileSpecimen, listSigners } from '#features/specimen/contract.ts'
import { listStaff } from '#features/staff/contract.ts'
import { signature } from '../../../samples/signature.ts'
import { signedBy, type World } from './world.ts'

const dayMs = 86_400_000

export interface Failure {
  readonly finding: string
  readonly account: string
  readonly days: number
}

/** A walk over the list of the day: everything agrees but these. */
export async function walkOf(
  world: World,
  kind: InspectionKind,
  { places, failures = {} }: { places: readonly string[]; failures?: Readonly<Record<string, Failure>> },
) {
  const { version, items } = checklistOn(kind, dayOf(world.now()))
  const staff = (await (await world.as('liuguodong@lushan')).call(listStaff, { pageSize: 500 })).rows
  return {
    listVersion: version,
    beganAt: new Date(world.now().getTime() - 20 * 60_000).toISOString(),
    placeIds: places.map((code) => world.place(code)),
    results: items.map(({ code }) => {
      const bad = failures[code]
      if (!bad) return { item: code, outcome: 'pass' as const }
      const responsibleId = staff.find((p) => p.account === bad.account)?.userId ?? 0
      const dueOn = dayOf(new Date(world.now().getTime() + bad.days * dayMs))
      return { item: code, outcome: 'fail' as const, finding: bad.finding, responsibleId, dueOn }
    }),
  }
}

/** A photograph, as proof that something was put right. */
const proofOf = async (world: World, account: string) =>
  world.photograph(await world.as(account), { syringe: false, liquid: 0, ampoules: 2 })

/** Put right by whoever is responsible. */
export async function putRight(world: World, no: string, account: string, text: string): Promise<number> {
  const client = await world.as(account)
  const caseId = (await client.call(listCases, { q: no })).rows[0]?.caseId ?? 0
  await client.call(measureCase, { caseId, text, proof: await proofOf(world, account) })
  return caseId
}

/** 专项检查 by two, 值班巡查 by one, a rectification closed by a third, and what the authority found. */
export async function inspections(world: World, lushan: number): Promise<void> {
  const theatre = await world.as('liqian@lushan')
  const failures = { S08: { finding: '11 月 21 日夜班交接缺接班人签字', account: 'pengli@lushan', days: 7 } }
  const special = await walkOf(world, 'special', { places: ['B01', 'C01'], failures })
  const { no, opened } = await theatre.call(signSpecial, special, signedBy('wangxuemei@lushan'))
  const nurse = await world.as('zhaomin@lushan')
  const patrol = await nurse.call(signPatrol, await walkOf(world, 'patrol', { places: ['W03'] }))
  const [own] = (await theatre.call(listCases, { source: 'own' })).rows
  const caseId = await putRight(world, own?.no ?? '', 'pengli@lushan', '补签并对夜班人员重申交接要求')
  const head = await world.as('liuguodong@lushan')
  await head.call(verifyCase, { caseId, outcome: 'close', text: '查看交接本，已补签' })
  const city = await world.as('hemingyuan@cswjw')
  const found = await city.call(openFinding, {
    hospitalId: lushan,
    place: '住院药房',
    basis: '麻醉药品和精神药品管理条例 第四十八条',
    problem: '专用账册一笔缺领用签字',
    dueOn: dayOf(new Date(world.now().getTime() + 14 * dayMs)),
  })
  await putRight(world, found.no, 'liuguodong@lushan', '补签，并核对当月全部领用记录')
  await city.call(endFinding, { caseId: found.caseId, outcome: 'close', text: '资料复核，已整改' })
  world.say(`${no} 专项检查，整改 ${opened} 项；${patrol.no} 值班巡查；${found.no} 上级检查已销号`)
}

/** 报送: prepared by the vault, checked by the head, sent to both authorities, who answer. */
export async function fileReport(
  world: World,
  kind: FilingKind,
  period: string,
  answered = true,
): Promise<number> {
  const keeper = await world.as('wangxuemei@lushan')
  const head = await world.as('liuguodong@lushan')
  const { filingId, no, lines } = await keeper.call(prepareFiling, { kind, period })
  await head.call(checkFiling, { filingId })
  const { rows } = await head.call(listReceivers, {})
  await head.call(sendFiling, { filingId, authorityIds: rows.map((r) => r.orgId) })
  if (answered) {
    for (const account of ['hemingyuan@cswjw', 'tangwei@csyjj'])
      await (await world.as(account)).call(confirmFiling, { filingId, outcome: 'accepted' })
  }
  world.say(`${no} 报送 ${lines} 行，${answered ? '两家已回执' : '等回执'}`)
  return filingId
}

/** First day of the month or quarter that ended last. */
export function lastPeriod(kind: FilingKind, now: Date): string {
  const [year = 0, month = 1] = dayOf(now).split('-').map(Number)
  const first = kind === 'monthly' ? month - 2 : Math.floor((month - 1) / 3) * 3 - 3
  return new Date(Date.UTC(year, first, 1)).toISOString().slice(0, 10)
}

/** 签名留样 of everybody whose signature stands on prescriptions, but those named. */
export async function specimens(world: World, without: readonly string[] = []): Promise<void> {
  const head = await world.as('liuguodong@lushan')
  const { rows } = await head.call(listSigners, { state: 'missing', pageSize: 100 })
  const validFrom = `${dayOf(world.now()).slice(0, 4)}-01-04`
  for (const { userId, name } of rows) {
    if (without.includes(name)) continue
    await head.call(fileSpecimen, { userId, kind: 'signature', validFrom }, { file: signature(userId) })
  }
  world.say(`签名留样 ${rows.length - without.length} 人`)
}
