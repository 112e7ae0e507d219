import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { demoPassword, demoPin } from '#apps/demo/orgs.ts'
import { attest, presence } from '#core/identity/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { codesOf } from '../../../samples/generate.ts'
import { listReceipts, registerDiscrepancy, scanOne, signReceipt, startReceipt } from './contract.ts'
import { arrive, balances, deskOf, giveLot, keeper, read, second, sound, type Desk } from './testKit.ts'

let h: Hospital
let desk: Desk
let wang: Client
let id: number
let salt = 100
let code = ''

beforeAll(async () => {
  h = await startHospital()
  desk = await deskOf(h)
  wang = await h.as(keeper)
})
afterAll(() => h.stop())

/** Every test has a receipt of one box, counted and ready to be signed. */
beforeEach(async () => {
  code = codesOf('8134507', 1, salt++)[0] ?? ''
  id = await arrive(wang, desk, { fentanyl: 10 })
  await giveLot(wang, desk, id, 'fentanyl', 'F2609027')
  await wang.call(scanOne, { id, raw: code })
})

const content = async () => ({ id, version: (await read(wang, id)).version, ...sound })
const password = (account: string, secret = demoPassword) => ({
  method: 'password' as const,
  account,
  secret,
})
const attestation = async (input: object, account = second, client = wang) =>
  (
    await client.call(attest, {
      endpoint: 'receipt.sign',
      input: input as never,
      credential: password(account),
    })
  ).attestation

describe('the second person', () => {
  test('nobody: refused', async () => {
    expect(await refusalOf(wang.call(signReceipt, await content()))).toBe('WITNESS_REQUIRED')
    expect(await refusalOf(wang.call(signReceipt, await content(), { attestation: 'made up' }))).toBe(
      'WITNESS_REQUIRED',
    )
  })

  test.each([
    ['the actor', keeper, demoPassword, 'WITNESS_IS_ACTOR'],
    ['somebody without the permission', 'zhoujing@lushan', demoPassword, 'WITNESS_UNQUALIFIED'],
    ['a wrong secret', second, 'wrong', 'WITNESS_FAILED'],
    ['somebody unknown', 'nobody@lushan', demoPassword, 'WITNESS_FAILED'],
    ["another hospital's keeper", 'tanyong@huaichuan', demoPassword, 'WITNESS_FAILED'],
  ])('%s: refused at arrival and at signing, and on record', async (_who, account, secret, refusal) => {
    const credential = password(account, secret)
    expect(await refusalOf(wang.call(presence, { endpoint: 'receipt.sign', credential }))).toBe(refusal)
    expect(await refusalOf(wang.call(signReceipt, await content(), { witness: { account, secret } }))).toBe(
      refusal,
    )
    const [row] = await h.db.asOrg(
      desk.orgId,
      (tx) => tx<{ n: number }[]>`
      select count(*)::int as n from audit.refusal where org_id = ${desk.orgId} and code = ${refusal}`,
    )
    expect(row?.n).toBeGreaterThanOrEqual(2)
    expect((await read(wang, id)).state).toBe('counting')
  })

  test('without a valid training neither first nor second', async () => {
    const revoke = (at: string | null) =>
      h.db.asOrg(
        desk.orgId,
        (tx) => tx`
      update identity.qualification set revoked_at = ${at} where user_id = (select id from identity.app_user where account = ${second})`,
      )
    const li = await h.as(second)
    await revoke(h.clock.now().toISOString())
    expect(await refusalOf(wang.call(signReceipt, await content(), witness(second)))).toBe(
      'WITNESS_UNQUALIFIED',
    )
    expect(await refusalOf(li.call(signReceipt, await content(), witness(keeper)))).toBe('UNQUALIFIED')
    expect(await refusalOf(arrive(li, desk, { fentanyl: 10 }))).toBe('UNQUALIFIED')
    await revoke(null)
  })

  test('by card and PIN', async () => {
    const credential = { method: 'card' as const, card: '0010002', secret: demoPin }
    expect(await wang.call(presence, { endpoint: 'receipt.sign', credential })).toMatchObject({
      person: { name: '李振华', title: '药库保管员' },
    })
    const input = await content()
    const signed = await wang.call(attest, { endpoint: 'receipt.sign', input, credential })
    expect(signed).toMatchObject({ method: 'card', person: { name: '李振华' } })
    await wang.call(signReceipt, input, { attestation: signed.attestation })
    expect(await read(wang, id)).toMatchObject({ state: 'signed', witnessedBy: '李振华' })
  })

  test('a signature lives five minutes', async () => {
    const input = await content()
    const token = await attestation(input)
    h.clock.advance(5 * 60_000 + 1)
    expect(await refusalOf(wang.call(signReceipt, input, { attestation: token }))).toBe('WITNESS_EXPIRED')
    const fresh = await attestation(input)
    h.clock.advance(5 * 60_000)
    expect(await refusalOf(wang.call(signReceipt, input, { attestation: fresh }))).toBe('WENT THROUGH')
  })

  test('a signature holds for exactly what was signed', async () => {
    const input = await content()
    const token = await attestation(input)
    const changed = [
      { ...input, conclusion: '部分合格入库' as const },
      { ...input, version: input.version + 1 },
    ]
    for (const other of changed)
      expect(await refusalOf(wang.call(signReceipt, other, { attestation: token }))).toBe(
        'WITNESS_CONTENT_CHANGED',
      )
    expect(await refusalOf(wang.call(signReceipt, input, { attestation: token }))).toBe('WENT THROUGH')
  })

  test('a signature is for one act, one actor', async () => {
    const input = await content()
    const token = await attestation(input)
    const liqian = await h.as(second)
    expect(await refusalOf(liqian.call(signReceipt, input, { attestation: token }))).toBe('WITNESS_REQUIRED')
    await wang.call(signReceipt, input, { attestation: token })
    expect(await refusalOf(wang.call(signReceipt, input, { attestation: token }))).toBe('WITNESS_EXPIRED')
  })

  test('a refused act leaves the signature as it was', async () => {
    const more = await arrive(wang, desk, { fentanyl: 20 })
    await giveLot(wang, desk, more, 'fentanyl', 'F2609027')
    await wang.call(scanOne, { id: more, raw: code })
    const open = { id: more, version: (await read(wang, more)).version, ...sound }
    const token = await attestation(open)
    expect(await refusalOf(wang.call(signReceipt, open, { attestation: token }))).toBe('RECEIPT_LINE_OPEN')
    expect(await refusalOf(wang.call(signReceipt, open, { attestation: token }))).toBe('RECEIPT_LINE_OPEN')
  })
})

describe('what is signed is what stands there', () => {
  test('a scan in between makes the signed version an old one', async () => {
    const input = await content()
    const token = await attestation(input)
    await wang.call(registerDiscrepancy, { id, kind: 'surplus', units: 1, note: '箱内多 1 支' })
    expect(await refusalOf(wang.call(signReceipt, input, { attestation: token }))).toBe('DOCUMENT_CHANGED')
    expect((await balances(h, desk, code)).size).toBe(0)
  })

  test('the conclusion may not contradict the goods', async () => {
    const input = { ...(await content()), conclusion: '拒收' as const }
    expect(await refusalOf(wang.call(signReceipt, input, witness(second)))).toBe('INPUT_INVALID')
  })

  test('both people are in the one event, with every box', async () => {
    await wang.call(signReceipt, await content(), witness(second))
    const { eventId } = await read(wang, id)
    const [event] = await h.db.asOrg(
      desk.orgId,
      (tx) => tx<{ bytes: Uint8Array; witnessId: number }[]>`
      select bytes, witness_id from audit.event where org_id = ${desk.orgId} and id = ${eventId}`,
    )
    const said = JSON.parse(new TextDecoder().decode(event?.bytes)) as {
      type: string
      witness: number
      movements: { kind: string; lines: unknown[][] }[]
    }
    expect(said).toMatchObject({
      type: 'receipt.sign',
      witness: event?.witnessId,
      movements: [{ kind: 'receive' }],
    })
    expect(said.movements[0]?.lines).toEqual([
      ['intact', desk.drug('fentanyl'), expect.any(Number), code, desk.supplier, desk.vault, 10],
    ])
  })
})

describe('twice', () => {
  test('a double click starts one receipt, and both clicks get its number', async () => {
    const { supplierId, locationId } = desk
    const input = {
      supplierId,
      locationId,
      deliveryNo: 'ZW-1',
      lines: [{ drugId: desk.drug('fentanyl'), units: 10 }],
    }
    const key = randomUUID()
    const [a, b] = await Promise.all([
      wang.call(startReceipt, input, { key }),
      wang.call(startReceipt, input, { key }),
    ])
    expect(a).toEqual(b)
    expect((await wang.call(listReceipts, { q: 'ZW-1' })).total).toBe(1)
    expect(await refusalOf(wang.call(startReceipt, { ...input, deliveryNo: 'ZW-2' }, { key }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    )
  })

  test('a double click signs once', async () => {
    const input = await content()
    const token = await attestation(input)
    const key = randomUUID()
    const click = () => wang.call(signReceipt, input, { attestation: token, key })
    const [a, b] = await Promise.all([click(), click()])
    expect(a).toEqual(b)
    expect(await balances(h, desk, code)).toEqual(
      new Map([
        [desk.vault, 10],
        [desk.supplier, -10],
      ]),
    )
  })

  test('a box scanned under the key of another box is refused', async () => {
    const key = randomUUID()
    const [first = '', other = ''] = codesOf('8134507', 2, salt++)
    const open = await arrive(wang, desk, { fentanyl: 100 })
    await giveLot(wang, desk, open, 'fentanyl', 'F2609027')
    const one = await wang.call(scanOne, { id: open, raw: first }, { key })
    expect(await wang.call(scanOne, { id: open, raw: first }, { key })).toEqual(one)
    expect(await refusalOf(wang.call(scanOne, { id: open, raw: other }, { key }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    )
  })
})
