import type { CallInputOf, OutputOf } from '#core/contract.ts'
import type { Client } from '#apps/client.ts'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { loopOf, type Loop } from '#test/loop.ts'
import { witness, type Hospital } from '#test/harness.ts'
import { dispense, fourChecks, writePrescription } from './contract.ts'
import { setDispensary } from './limitContract.ts'

export type RxInput = CallInputOf<typeof writePrescription>

export interface Clinic extends Loop {
  /** 孙立, who may prescribe. */
  readonly doctor: () => Promise<Client>
}

/** The demonstration hospital with 住院药房 as an outpatient window and 手术药房 as the emergency pharmacy. */
export async function clinicOf(h: Hospital): Promise<Clinic> {
  const at = await loopOf(h)
  const head = await h.as('liuguodong@lushan')
  await head.call(setDispensary, { locationId: at.place('C01').id, kind: 'outpatient' })
  await head.call(setDispensary, { locationId: at.place('B01').id, kind: 'emergency' })
  return { ...at, doctor: () => h.as('sunli@lushan') }
}

/** Sessions end after an hour; a test that moves days signs in anew. */
export const anew = (h: Hospital, account: string) => connectAs(h.transport, account, demoPassword)

export const luo = {
  name: '罗桂芳',
  sex: '女',
  age: 67,
  recordNo: '0488230571',
  idNo: '430121195901077421',
} as const
export const tang = {
  name: '汤文斌',
  sex: '男',
  age: 45,
  recordNo: '0488230999',
  idNo: '430104198105120011',
} as const

/** 羟考酮缓释片 10 mg, one tablet twice a day for so many tablets, to take home. */
export function slowTablets(at: Clinic, units: number, over: Partial<RxInput> = {}): RxInput {
  return {
    encounter: 'outpatient',
    category: 'general',
    useAt: 'home',
    payment: '医保',
    patient: tang,
    diagnosis: '带状疱疹后神经痛',
    verifiedHow: '居民身份证',
    lines: [{ drugId: at.drug('NAR031'), units, dose: 10_000, times: 2, perDays: 1, route: '口服' }],
    ...over,
  }
}

export const write = async (at: Clinic, input: RxInput) => (await at.doctor()).call(writePrescription, input)

export type DispenseInput = CallInputOf<typeof dispense>

export const allChecked = fourChecks.map((c) => c.key)

/** 彭丽 dispenses from 住院药房, 何志远 checks; the patient shows the card. */
export async function hand(
  at: Clinic,
  id: number,
  picks: DispenseInput['picks'],
  over: Partial<DispenseInput> = {},
  client?: Client,
): Promise<OutputOf<typeof dispense>> {
  const input: DispenseInput = {
    id,
    locationId: at.place('C01').id,
    takenBy: 'patient',
    takerIdNo: tang.idNo,
    checked: [...allChecked],
    picks,
    ...over,
  }
  return (client ?? (await at.h.as('pengli@lushan'))).call(dispense, input, witness('hezhiyuan@lushan'))
}
