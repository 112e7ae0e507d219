import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { setDispensary } from '#features/prescription/limitContract.ts'
import { dispense, fourChecks, writePrescription } from '#features/prescription/contract.ts'
import { whereIsLot } from '#features/quarantine/recallContract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring, loopOf, type Loop } from '#test/loop.ts'
import { findGiven, readPatientReturn, receivePatientReturn } from './contract.ts'

let h: Hospital
let at: Loop
beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  const head = await h.as('liuguodong@lushan')
  await head.call(setDispensary, { locationId: at.place('C01').id, kind: 'outpatient' })
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

test('what was dispensed over the counter is found by its number, comes back once, and is masked; a recall of its lot leads to him', async () => {
  const { codes } = await bring(at, { drug: 'NAR031', lotNo: 'Q2603011', place: 'C01', boxes: 2 })
  const patient = {
    name: '汤文斌',
    sex: '男' as const,
    age: 45,
    recordNo: '0488230999',
    idNo: '430104198105120011',
  }
  const rx = await (
    await h.as('sunli@lushan')
  ).call(writePrescription, {
    encounter: 'outpatient',
    category: 'general',
    useAt: 'home',
    payment: '医保',
    patient,
    diagnosis: '带状疱疹后神经痛',
    verifiedHow: '居民身份证',
    lines: [{ drugId: at.drug('NAR031'), units: 10, dose: 10_000, times: 2, perDays: 1, route: '口服' }],
  })
  const window = await h.as('pengli@lushan')
  const given = await window.call(
    dispense,
    {
      id: rx.id,
      locationId: at.place('C01').id,
      takenBy: 'patient',
      takerIdNo: patient.idNo,
      checked: fourChecks.map((c) => c.key),
      picks: [{ code: codes[0] ?? '', units: 10 }],
    },
    witness('hezhiyuan@lushan'),
  )
  const liqian = await h.as('liqian@lushan')
  for (const q of [given.no, rx.no, patient.recordNo]) {
    const { rows } = await liqian.call(findGiven, { q })
    expect(rows).toMatchObject([{ no: given.no, issueId: null, patient: '汤**', recordNo: '0488****99' }])
    expect(rows[0]?.given.reduce((n, g) => n + g.units, 0)).toBe(10)
  }
  const [row] = (await liqian.call(findGiven, { q: given.no })).rows
  const { patients } = await liqian.call(whereIsLot, { lotId: row?.given[0]?.lotId ?? 0 })
  expect(patients).toMatchObject([
    { kind: 'prescription', no: rx.no, patient: '汤**', units: 10, content: 0 },
  ])
  const items = (row?.given ?? []).slice(0, 1).map((g) => ({ code: g.code, units: g.units }))
  const back = {
    locationId: at.place('C01').id,
    dispenseId: row?.dispenseId ?? 0,
    reason: '停药',
    items,
  }
  const he = witness('hezhiyuan@lushan')
  expect(await refusalOf(liqian.call(receivePatientReturn, { ...back, dispenseId: 999_999 }, he))).toBe(
    'NOT_FOUND',
  )
  const { id } = await liqian.call(receivePatientReturn, back, he)
  expect(await liqian.call(readPatientReturn, { id })).toMatchObject({ patient: '汤**', issueNo: null })
  expect(await refusalOf(liqian.call(receivePatientReturn, back, he))).toBe('PATIENT_RETURN_NOT_GIVEN')
  const [left] = (await liqian.call(findGiven, { q: given.no })).rows
  expect(left?.given.reduce((n, g) => n + g.units, 0)).toBe(10 - (items[0]?.units ?? 0))
})
