import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import type { CallInputOf } from '#core/contract.ts'
import { permissions } from '#core/identity/permissions.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { releaseFromQuarantine } from '#features/quarantine/contract.ts'
import { administer } from '#features/residue/contract.ts'
import { returnToSupplier } from '#features/supplierReturn/contract.ts'
import { applyWriteOff, listCandidates } from '#features/writeOff/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring, hand, holdings, loopOf, type Arrived, type Hand, type Loop } from '#test/loop.ts'
import {
  findGiven,
  listPatientReturns,
  listReturnBoxes,
  printPatientReturn,
  readPatientReturn,
  receivePatientReturn,
  rollUpReturns,
} from './contract.ts'

let h: Hospital
let at: Loop
let liqian: Client
let box: Arrived
let ward: Hand
const he = witness('hezhiyuan@lushan')

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  liqian = await h.as('liqian@lushan')
  box = await bring(at, { drug: 'NAR031', lotNo: 'Q2603011' })
  ward = await hand(at, box.codes[0] ?? '', 4, { drug: 'NAR031', kind: 'prescription', refNo: 'RX-118' })
  const holder = await h.as('chensiyuan@lushan')
  const doses = ward.codes.slice(0, 3).map((code) => ({ code, units: 1 }))
  await holder.call(administer, { id: ward.id, whole: doses, route: '口服' })
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

type Input = CallInputOf<typeof receivePatientReturn>
const bringing = (items: Input['items'], over: Partial<Input> = {}): Input => ({
  locationId: at.place('B01').id,
  issueId: ward.id,
  reason: '停药',
  items,
  ...over,
})

describe('患者交回', () => {
  test('what a patient was given is found by the number on the paper', async () => {
    for (const q of ['RX-118', ward.no, '0482119916']) {
      const { rows } = await liqian.call(findGiven, { q })
      expect(rows).toMatchObject([{ no: ward.no, patient: '邓**', recordNo: '0482****16' }])
      expect(rows[0]?.given.map((g) => g.code)).toEqual(ward.codes.slice(0, 3))
    }
    expect((await liqian.call(findGiven, { q: 'RX-119' })).rows).toEqual([])
  })

  test('comes back before two people, and only what the books have with patients', async () => {
    const [one = '', , , hand4 = ''] = ward.codes
    expect(await refusalOf(liqian.call(receivePatientReturn, bringing([{ code: one, units: 1 }])))).toBe(
      'WITNESS_REQUIRED',
    )
    const tries: [Input, string][] = [
      // Still in the hand of the ward: somebody must find out which of the two is true.
      [bringing([{ code: hand4, units: 1 }]), 'PATIENT_RETURN_NOT_GIVEN'],
      [bringing([{ code: one, units: 2 }]), 'PATIENT_RETURN_NOT_GIVEN'],
      [bringing([{ code: box.codes[0] ?? '', units: 1 }]), 'PATIENT_RETURN_NOT_GIVEN'],
      [
        bringing([
          { code: one, units: 1 },
          { code: one, units: 1 },
        ]),
        'CODE_SCANNED_TWICE',
      ],
      [bringing([{ code: '81902360000000000000', units: 1 }]), 'CODE_NEVER_RECEIVED'],
      [bringing([{ code: one, units: 1 }], { issueId: undefined }), 'PATIENT_RETURN_WHO'],
      [bringing([{ code: one, units: 1 }], { issueId: 999_999 }), 'NOT_FOUND'],
      [
        bringing([{ drugId: at.drug('NAR031'), lotNo: 'Q2603011', expiry: '2030-01-01', units: 1 }]),
        'LOT_MISMATCH',
      ],
    ]
    for (const [input, code] of tries)
      expect([input.items, await refusalOf(liqian.call(receivePatientReturn, input, he))]).toEqual([
        input.items,
        code,
      ])
    const done = await liqian.call(
      receivePatientReturn,
      bringing([{ code: one, units: 1 }], { agent: { name: '邓建国', idNo: '430104196803120034' } }),
      he,
    )
    expect(done).toMatchObject({ no: 'JH-20261123-01', units: 1 })
    expect(await refusalOf(liqian.call(receivePatientReturn, bringing([{ code: one, units: 1 }]), he))).toBe(
      'PATIENT_RETURN_NOT_GIVEN',
    )
    const row = await liqian.call(readPatientReturn, { id: done.id })
    expect(row).toMatchObject({
      patient: '邓**',
      agent: '邓**',
      issueNo: ward.no,
      receivedBy: '李倩',
      witnessedBy: '何志远',
    })
    expect(JSON.stringify(row)).not.toContain('邓小满')
    const [event] = await h.auditor.transaction(
      (tx) => tx<{ text: string }[]>`
        select convert_from(bytes, 'UTF8') as text from audit.event where org_id = ${at.orgId} and type = 'patientReturn.receive'`,
    )
    expect(event?.text).toContain('"personal":{"agent"')
    for (const name of ['邓小满', '邓建国', '4301041968']) expect(event?.text).not.toContain(name)
  })

  test('the two copies bear whole names, and that they were printed is on record', async () => {
    const [row] = (await liqian.call(listPatientReturns, {})).rows
    const names = await liqian.call(printPatientReturn, { id: row?.id ?? 0 })
    expect(names).toEqual({
      patientName: '邓小满',
      recordNo: '0482119916',
      patientIdNo: null,
      agentName: '邓建国',
      agentIdNo: '430104196803120034',
    })
    expect(
      await refusalOf((await h.as('hemingyuan@cswjw')).call(printPatientReturn, { id: row?.id ?? 0 })),
    ).toBe('FORBIDDEN')
    const [printed] = await h.auditor.transaction(
      (tx) =>
        tx<
          { n: number }[]
        >`select count(*)::int as n from audit.event where org_id = ${at.orgId} and type = 'patientReturn.print'`,
    )
    expect(printed?.n).toBe(1)
  })

  test('from elsewhere, without a code of ours, by what is printed on the pack', async () => {
    const foreign = [{ drugId: at.drug('NAR031'), lotNo: 'Q2512008', expiry: '2028-11-30', units: 6 }]
    const patient = { name: '罗桂英', recordNo: '0482771016' }
    await liqian.call(receivePatientReturn, bringing(foreign, { issueId: undefined, patient }), he)
    const { rows } = await liqian.call(listReturnBoxes, {})
    expect(rows.map((r) => [r.lotNo, r.units, r.dueAt])).toEqual([
      ['Q2512008', 6, '2027-02-21T06:05:00.000Z'],
      ['Q2603011', 1, '2027-02-21T06:05:00.000Z'],
    ])
  })
})

describe('严禁再次使用', () => {
  test('no act takes it back into stock, to a supplier or into a hand', async () => {
    const [row] = (await liqian.call(listReturnBoxes, {})).rows
    const accountId = row?.accountId ?? 0
    const picks = [{ code: ward.codes[0] ?? '', units: 1 }]
    const head = witness('liuguodong@lushan')
    const release = { accountId, locationId: at.place('B01').id, picks, conclusion: '外观完好' }
    expect(await refusalOf(liqian.call(releaseFromQuarantine, release, head))).toBe('PATIENT_RETURN_NO_REUSE')
    const back = {
      supplierId: at.supplierId,
      accountId,
      picks,
      reasonKind: 'quality' as const,
      reason: '退',
      confirmationNo: 'CX-1',
      confirmedBy: '罗建军',
    }
    const keeper = await h.as('wangxuemei@lushan')
    expect(await refusalOf(keeper.call(returnToSupplier, back, he))).toBe('PATIENT_RETURN_NO_REUSE')
    expect(await refusalOf(hand(at, ward.codes[0] ?? '', 1, { drug: 'NAR031' }))).toBe('CODE_NOT_HERE')
    expect((await holdings(at, { code: ward.codes[0] ?? '' })).filter((r) => r.quantity > 0)).toMatchObject([
      { kind: 'returned', quantity: 1 },
    ])
  })

  test('the ledger itself refuses such a movement, whoever builds it', async () => {
    const { post } = await import('#core/ledger/post.ts')
    const { newAct } = await import('#core/actor.ts')
    const [row] = (await liqian.call(listReturnBoxes, {})).rows.filter((r) => r.lotNo === 'Q2512008')
    const actor = {
      orgId: at.orgId,
      userId: at.user('liqian@lushan'),
      name: '李倩',
      title: '',
      permissions: new Set(Object.keys(permissions)),
      witness: { userId: at.user('hezhiyuan@lushan'), name: '何志远', title: '' },
      at: '2026-11-23T06:05:00.000Z',
      eventId: 1,
      act: newAct(),
    } as never
    const line = {
      item: 'intact' as const,
      drugId: at.drug('NAR031'),
      lotId: row?.lotId ?? 0,
      code: '',
      from: row?.accountId ?? 0,
      to: at.place('B01').accountId,
      quantity: 1,
    }
    const cause = { kind: 'x', id: 1, no: 'x' }
    for (const kind of ['releaseQuarantine', 'returnUnopened', 'accept', 'patientReturn'] as const)
      await expect(
        h.db.asOrg(at.orgId, (tx) => post(tx, actor, { kind, cause, lines: [line] })),
      ).rejects.toThrow(/may not take intact from returned to location/)
  })
})

describe('汇总上交', () => {
  test('everything that a pharmacy collected goes to the vault, giver and receiver sign, and ends in destruction', async () => {
    const up = { sourceLocationId: at.place('B01').id, locationId: at.place('A01').id }
    expect(await refusalOf(liqian.call(rollUpReturns, up))).toBe('WITNESS_REQUIRED')
    expect(await refusalOf(liqian.call(rollUpReturns, { ...up, locationId: up.sourceLocationId }, he))).toBe(
      'TRANSFER_SAME_PLACE',
    )
    const done = await liqian.call(rollUpReturns, up, witness('wangxuemei@lushan'))
    expect(done).toMatchObject({ no: 'JZ-20261123-01', units: 7, sums: [{ unit: '片', units: 7 }] })
    expect(await refusalOf(liqian.call(rollUpReturns, up, he))).toBe('PATIENT_RETURN_BOX_EMPTY')
    const { rows } = await liqian.call(listReturnBoxes, {})
    expect(rows.map((r) => [r.location, r.units, r.dueAt])).toEqual([
      ['一级库 A 柜', 6, null],
      ['一级库 A 柜', 1, null],
    ])
    const candidates = (await liqian.call(listCandidates, {})).rows
    expect(candidates.map((c) => [c.reason, c.units]).toSorted()).toEqual([
      ['患者交回', 1],
      ['患者交回', 6],
    ])
    const items = candidates.map((c) => ({
      accountId: c.accountId,
      picks: [c.code ? { code: c.code, units: c.units } : { lotId: c.lotId, units: c.units }],
    }))
    expect(await liqian.call(applyWriteOff, { reason: '患者交回', items })).toMatchObject({ units: 7 })
  })
})
