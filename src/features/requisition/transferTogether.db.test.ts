import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { attest } from '#core/identity/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { mapOf, receiveBoxes, whereIs, type Received, type Surroundings } from '#test/flow.ts'
import { refusalOf, startHospital, testNow, witness, type Hospital } from '#test/harness.ts'
import {
  acceptTransfer,
  listTransfers,
  readTransfer,
  sendBack,
  sendTransfer,
  type TransferDetail,
} from './contract.ts'

let h: Hospital
let at: Surroundings
let wang: Client
let lizh: Client
let li: Client
let morphine: Received
let used = 0

beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  wang = await h.as('wangxuemei@lushan')
  lizh = await h.as('lizhenhua@lushan')
  li = await h.as('liqian@lushan')
  morphine = await receiveBoxes(h, { drug: 'NAR002', boxes: 30, lotNo: 'P2609016', expiry: '2026-12-31' })
})
afterEach(async () => {
  h.clock.set(testNow)
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
})
afterAll(() => h.stop())

type Picks = { code: string; units: number }[]
const route = (from: string, to: string) => ({
  sourceLocationId: at.place(from).id,
  destinationLocationId: at.place(to).id,
})
const second = () => witness('lizhenhua@lushan')
const send = (picks: Picks, more: object = {}) =>
  wang.call(sendTransfer, { ...route('A01', 'B01'), picks, ...more }, second())
const accept = (id: number, picks: Picks, note?: string) => li.call(acceptTransfer, { id, picks, note })
const seen = (id: number): Promise<TransferDetail> => li.call(readTransfer, { id })
/** Signed in anew, where the clock has moved past a session's life. */
const later = (account: string) => connectAs(h.transport, account, demoPassword)
const whole = (code: string) => ({ code, units: 10 })
/** A box of morphine that no test has touched. */
const fresh = (): string => morphine.codes[used++] ?? ''

describe('two people', () => {
  const credential = (account: string) => ({ method: 'password' as const, account, secret: demoPassword })

  test('the checker is another, permitted, trained, and saw this very list', async () => {
    const input = { ...route('A01', 'B01'), picks: [whole(fresh())] }
    const by = (account: string) => refusalOf(wang.call(sendTransfer, input, witness(account)))
    expect(await refusalOf(wang.call(sendTransfer, input))).toBe('WITNESS_REQUIRED')
    expect(await by('wangxuemei@lushan')).toBe('WITNESS_IS_ACTOR')
    expect(await by('zhoujing@lushan')).toBe('WITNESS_UNQUALIFIED')
    expect(await by('tanyong@huaichuan')).toBe('WITNESS_FAILED')
    const signed = await wang.call(attest, {
      endpoint: sendTransfer.name,
      input,
      credential: credential('lizhenhua@lushan'),
    })
    const more = { ...input, picks: [...input.picks, { code: fresh(), units: 1 }] }
    expect(await refusalOf(wang.call(sendTransfer, more, { attestation: signed.attestation }))).toBe(
      'WITNESS_CONTENT_CHANGED',
    )
    // 彭丽's training ends on 2026-12-20; on the next day she neither checks nor takes goods in.
    h.clock.set('2026-12-21T02:00:00.000Z')
    const he = await later('hezhiyuan@lushan')
    const check = he.call(attest, {
      endpoint: sendTransfer.name,
      input,
      credential: credential('pengli@lushan'),
    })
    expect(await refusalOf(check)).toBe('WITNESS_UNQUALIFIED')
    const peng = await later('pengli@lushan')
    expect(await refusalOf(peng.call(acceptTransfer, { id: 1, picks: input.picks }))).toBe('UNQUALIFIED')
    expect(await refusalOf(peng.call(sendTransfer, input, witness('hezhiyuan@lushan')))).toBe('UNQUALIFIED')
  })

  test('who sent it does not sign for the other side', async () => {
    const code = fresh()
    const first = await send([whole(code)])
    await accept(first.id, [whole(code)])
    // A pharmacist may both send and accept: but not the same goods.
    const { id } = await li.call(
      sendTransfer,
      { ...route('B01', 'C01'), picks: [whole(code)] },
      witness('hezhiyuan@lushan'),
    )
    expect(await refusalOf(accept(id, [whole(code)]))).toBe('WITNESS_IS_ACTOR')
    const peng = await h.as('pengli@lushan')
    await peng.call(acceptTransfer, { id, picks: [whole(code)] })
    expect(await whereIs(h, code)).toEqual({ 住院药房: 10 })
  })
})

describe('at the same moment', () => {
  test('a double click is one transfer', async () => {
    const input = { ...route('A01', 'B01'), picks: [whole(fresh())] }
    const credential = { method: 'password' as const, account: 'lizhenhua@lushan', secret: demoPassword }
    const { attestation } = await wang.call(attest, { endpoint: sendTransfer.name, input, credential })
    const options = { key: randomUUID(), attestation }
    const before = (await wang.call(listTransfers, {})).total
    const [a, b] = await Promise.all([
      wang.call(sendTransfer, input, options),
      wang.call(sendTransfer, input, options),
    ])
    expect(a).toEqual(b)
    expect((await wang.call(listTransfers, {})).total).toBe(before + 1)
    expect(await refusalOf(wang.call(sendTransfer, input, { attestation }))).toBe('WITNESS_EXPIRED')
  })

  test('two send the last box: exactly one wins', async () => {
    const picks = [whole(fresh())]
    const both = await Promise.all([
      refusalOf(send(picks)),
      refusalOf(lizh.call(sendTransfer, { ...route('A01', 'C01'), picks }, witness('wangxuemei@lushan'))),
    ])
    expect(both.toSorted()).toEqual(['CODE_NOT_HERE', 'WENT THROUGH'])
  })

  test('two take parts of one box: never more than it holds', async () => {
    const code = fresh()
    const tries = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        refusalOf(
          (i % 2 ? lizh : wang).call(
            sendTransfer,
            { ...route('A01', 'B01'), picks: [{ code, units: 4 }] },
            witness(i % 2 ? 'wangxuemei@lushan' : 'lizhenhua@lushan'),
          ),
        ),
      ),
    )
    expect(tries.filter((t) => t === 'WENT THROUGH')).toHaveLength(2)
    expect(new Set(tries)).toEqual(new Set(['WENT THROUGH', 'BALANCE_SHORT']))
    expect(Object.values(await whereIs(h, code)).toSorted()).toEqual([2, 4, 4])
  })

  test('two accept the same goods: one signs, the other learns that it is done', async () => {
    const picks = [whole(fresh())]
    const { id } = await send(picks)
    const he = await h.as('hezhiyuan@lushan')
    const both = await Promise.all([
      refusalOf(accept(id, picks)),
      refusalOf(he.call(acceptTransfer, { id, picks })),
    ])
    expect(both.toSorted()).toEqual(['DOCUMENT_CLOSED', 'WENT THROUGH'])
    expect(await seen(id)).toMatchObject({ state: 'done', acceptedUnits: 10 })
  })

  test('accepted and sent back at once: one of the two', async () => {
    const picks = [whole(fresh())]
    const { id } = await send(picks)
    const both = await Promise.all([
      refusalOf(accept(id, picks)),
      refusalOf(wang.call(sendBack, { id, picks, reason: '送错' }, second())),
    ])
    expect(both.toSorted()).toEqual(['DOCUMENT_CLOSED', 'WENT THROUGH'])
  })
})
