import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { mapOf, receiveBoxes, type Received, type Surroundings } from '#test/flow.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import {
  cancelRequisition,
  createRequisition,
  listRequisitions,
  readRequisition,
  sendTransfer,
} from './contract.ts'

let h: Hospital
let at: Surroundings
let wang: Client
let li: Client
let zhao: Client
let sufentanil: Received
let fentanyl: Received

beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  wang = await h.as('wangxuemei@lushan')
  li = await h.as('liqian@lushan')
  zhao = await h.as('zhaomin@lushan')
  sufentanil = await receiveBoxes(h, { drug: 'NAR017', boxes: 6, lotNo: 'S2609118', expiry: '2029-08-31' })
  fentanyl = await receiveBoxes(h, { drug: 'NAR012', boxes: 3, lotNo: 'F2609027', expiry: '2029-08-31' })
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const box = (i: number): string => sufentanil.codes[i] ?? ''

/** 手术药房 asks the vault for units of both drugs. */
function ask(units: number, more = 0): Promise<{ id: number; no: string }> {
  const lines = [
    { drugId: sufentanil.drugId, units },
    ...(more > 0 ? [{ drugId: fentanyl.drugId, units: more }] : []),
  ]
  return li.call(createRequisition, {
    locationId: at.place('B01').id,
    sourceLocationId: at.place('A01').id,
    lines,
  })
}

const route = (from: string, to: string) => ({
  sourceLocationId: at.place(from).id,
  destinationLocationId: at.place(to).id,
})
const toPharmacy = () => route('A01', 'B01')
const second = () => witness('lizhenhua@lushan')

describe('a request', () => {
  test('1 and 3 do not meet, nobody asks himself, a drug is named once, places must hold stock', async () => {
    const from = (
      locationId: number,
      sourceLocationId: number,
      lines = [{ drugId: sufentanil.drugId, units: 5 }],
    ) => refusalOf(zhao.call(createRequisition, { locationId, sourceLocationId, lines }))
    expect(await from(at.place('W03').id, at.place('A01').id)).toBe('TRANSFER_TIER')
    expect(await from(at.place('W03').id, at.place('W03').id)).toBe('TRANSFER_SAME_PLACE')
    expect(await from(at.place('B02').id, at.place('B01').id)).toBe('NOT_FOUND')
    expect(await from(at.place('W03').id, 999_999_999)).toBe('NOT_FOUND')
    const [line] = [{ drugId: sufentanil.drugId, units: 5 }]
    expect(await from(at.place('W03').id, at.place('C01').id, [line, line])).toBe('ALREADY_EXISTS')
    expect(await from(at.place('W03').id, at.place('C01').id, [{ drugId: 999_999_999, units: 5 }])).toBe(
      'NOT_FOUND',
    )
    for (const units of [0, -3, 1.5])
      expect(await from(at.place('W03').id, at.place('C01').id, [{ drugId: sufentanil.drugId, units }])).toBe(
        'INPUT_INVALID',
      )
    expect(await from(at.place('W03').id, at.place('C01').id, [])).toBe('INPUT_INVALID')
  })

  test('who cannot ask, and who lacks the training', async () => {
    const input = {
      locationId: at.place('B01').id,
      sourceLocationId: at.place('A01').id,
      lines: [{ drugId: sufentanil.drugId, units: 5 }],
    }
    expect(await refusalOf(wang.call(createRequisition, input))).toBe('FORBIDDEN')
    h.clock.set('2026-12-21T02:00:00.000Z')
    const peng = await h.as('pengli@lushan')
    expect(await refusalOf(peng.call(createRequisition, { ...input, locationId: at.place('C01').id }))).toBe(
      'UNQUALIFIED',
    )
    h.clock.set('2026-11-23T06:05:00.000Z')
  })

  test('withdrawn before anything is sent; afterwards closed to sending', async () => {
    const { id, no } = await ask(10)
    expect(await refusalOf(li.call(cancelRequisition, { id, reason: ' ' }))).toBe('INPUT_INVALID')
    await li.call(cancelRequisition, { id, reason: '录错储位' })
    expect(await refusalOf(li.call(cancelRequisition, { id, reason: '再撤一次' }))).toBe('DOCUMENT_CLOSED')
    const send = wang.call(
      sendTransfer,
      { ...toPharmacy(), requisitionId: id, picks: [{ code: box(2), units: 10 }] },
      second(),
    )
    expect(await refusalOf(send)).toBe('DOCUMENT_CLOSED')
    expect(await li.call(listRequisitions, { state: 'cancelled' })).toMatchObject({
      total: 1,
      rows: [{ id, no, state: 'cancelled' }],
    })
  })

  test('what is sent for it goes the way that it names', async () => {
    const { id } = await ask(10)
    const send = wang.call(
      sendTransfer,
      { ...route('A01', 'C01'), requisitionId: id, picks: [{ code: box(2), units: 10 }] },
      second(),
    )
    expect(await refusalOf(send)).toBe('NOT_FOUND')
    expect((await li.call(listRequisitions, { state: 'requested' })).rows.map((r) => r.id)).toContain(id)
    await li.call(cancelRequisition, { id, reason: '改日再领' })
  })

  test('cancelled and sent at the same moment: one of the two', async () => {
    const { id } = await ask(1)
    const both = await Promise.all([
      refusalOf(li.call(cancelRequisition, { id, reason: '不要了' })),
      refusalOf(
        wang.call(
          sendTransfer,
          { ...toPharmacy(), requisitionId: id, picks: [{ code: box(5), units: 1 }] },
          second(),
        ),
      ),
    ])
    expect(both.toSorted()).toEqual(['DOCUMENT_CLOSED', 'WENT THROUGH'])
    expect((await li.call(readRequisition, { id })).state).toBe(
      both[0] === 'WENT THROUGH' ? 'cancelled' : 'sent',
    )
  })
})

test('reasons and notes leave commitments in the events, not words', async () => {
  const rows = await h.db.asOrg(
    at.orgId,
    (tx) => tx<{ text: string }[]>`
    select convert_from(bytes, 'UTF8') as text from audit.event where org_id = ${at.orgId} and type in ('requisition.cancel', 'transfer.send')`,
  )
  expect(rows.length).toBe(3)
  for (const { text } of rows) expect(text).not.toMatch(/录错储位|改日再领/)
})

test('a key names one act', async () => {
  const key = randomUUID()
  const input = {
    locationId: at.place('B01').id,
    sourceLocationId: at.place('A01').id,
    lines: [{ drugId: sufentanil.drugId, units: 2 }],
  }
  const [a, b] = await Promise.all([
    li.call(createRequisition, input, { key }),
    li.call(createRequisition, input, { key }),
  ])
  expect(a).toEqual(b)
  expect(await refusalOf(li.call(createRequisition, { ...input, note: '改' }, { key }))).toBe(
    'IDEMPOTENCY_KEY_REUSED',
  )
})
