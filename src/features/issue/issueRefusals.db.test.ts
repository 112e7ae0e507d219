import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { attest } from '#core/identity/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { createIssue, issuePeople, readIssue } from './contract.ts'
import { issue, stockUp, surgery, theatreOf, type IssueInput, type Theatre } from './testKit.ts'

let h: Hospital
let map: Theatre
let li: Client
let sufentanil: string[]
let midazolam: string[]
beforeAll(async () => {
  h = await startHospital()
  map = await theatreOf(h)
  li = await h.as('liqian@lushan')
  const boxes = await stockUp(h, 'B01', [
    { drug: 'NAR017', lotNo: 'S2609118', boxes: 3 },
    { drug: 'PS1005', lotNo: 'M2609033', boxes: 2 },
  ])
  sufentanil = boxes[0] ?? []
  midazolam = boxes[1] ?? []
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const box = (codes: string[], i: number): string => codes[i] ?? ''
const one = (over: Partial<IssueInput> = {}): IssueInput =>
  surgery(map, {
    plan: [{ drugId: map.drug('NAR017'), units: 1 }],
    picks: [{ code: box(sufentanil, 2), units: 1 }],
    ...over,
  })

describe('people', () => {
  test('who may stand on an issue', async () => {
    const people = await li.call(issuePeople, {})
    expect(people.prescribers.map((p) => p.name).toSorted()).toEqual(['孙立', '林悦', '陈思远'])
    const holders = people.holders.map((p) => p.name)
    expect(holders).toEqual(expect.arrayContaining(['陈思远', '周婧', '赵敏']))
    // Who dispenses, or only keeps the vault, does not use.
    expect(holders).not.toContain('李倩')
    expect(holders).not.toContain('王雪梅')
  })

  test('prescriber, dispenser, checker and holder must be qualified', async () => {
    expect(await refusalOf(issue(h, one({ doctorId: map.user('qianming@lushan') })))).toBe(
      'PRESCRIBER_UNQUALIFIED',
    )
    expect(await refusalOf(issue(h, one({ anaesthetistId: map.user('zhoujing@lushan') })))).toBe(
      'PRESCRIBER_UNQUALIFIED',
    )
    expect(await refusalOf(issue(h, one({ holderId: map.user('qianming@lushan') })))).toBe('UNQUALIFIED')
    expect(await refusalOf(issue(h, one({ holderId: map.user('liqian@lushan') })))).toBe('UNQUALIFIED')
    expect(await refusalOf(issue(h, one({ holderId: 999_999_999 })))).toBe('NOT_FOUND')
  })

  test('the checker is another person with 调剂资格', async () => {
    expect(await refusalOf(li.call(createIssue, one(), witness('liqian@lushan')))).toBe('WITNESS_IS_ACTOR')
    expect(await refusalOf(li.call(createIssue, one(), witness('zhoujing@lushan')))).toBe(
      'WITNESS_UNQUALIFIED',
    )
    expect(await refusalOf(li.call(createIssue, one(), witness('wangxuemei@lushan')))).toBe(
      'WITNESS_UNQUALIFIED',
    )
    expect(await refusalOf(li.call(createIssue, one()))).toBe('WITNESS_REQUIRED')
    const nurse = await h.as('zhoujing@lushan')
    expect(await refusalOf(nurse.call(createIssue, one(), witness('liqian@lushan')))).toBe('FORBIDDEN')
  })

  test('what was checked is what is issued', async () => {
    const credential = { method: 'password' as const, account: 'hezhiyuan@lushan', secret: demoPassword }
    const { attestation } = await li.call(attest, { endpoint: 'issue.create', input: one(), credential })
    const more = one({ diagnosis: '另一种病' })
    expect(await refusalOf(li.call(createIssue, more, { attestation }))).toBe('WITNESS_CONTENT_CHANGED')
  })
})

describe('quantities', () => {
  const plan = (units: number) => [{ drugId: map.drug('NAR017'), units }]

  test('no more than planned, and nothing that is not', async () => {
    expect(await refusalOf(issue(h, one({ picks: [{ code: box(sufentanil, 2), units: 2 }] })))).toBe(
      'ISSUE_OVER_PLAN',
    )
    expect(await refusalOf(issue(h, one({ picks: [{ code: box(midazolam, 0), units: 1 }] })))).toBe(
      'ISSUE_OVER_PLAN',
    )
    expect(await refusalOf(issue(h, one({ plan: [...plan(1), ...plan(1)] })))).toBe('ALREADY_EXISTS')
    expect(
      await refusalOf(
        issue(
          h,
          one({
            picks: [
              { code: box(sufentanil, 2), units: 1 },
              { code: box(sufentanil, 2), units: 1 },
            ],
            plan: plan(2),
          }),
        ),
      ),
    ).toBe('CODE_SCANNED_TWICE')
  })

  test('less than planned is issued as it is', async () => {
    const { id } = await issue(h, one({ plan: plan(3) }))
    expect((await li.call(readIssue, { id })).drugs[0]).toMatchObject({ plannedUnits: 3, issuedUnits: 1 })
  })

  test('no more than there is, and only what is here', async () => {
    expect(
      await refusalOf(issue(h, one({ plan: plan(11), picks: [{ code: box(sufentanil, 1), units: 11 }] }))),
    ).toBe('BALANCE_SHORT')
    expect(await refusalOf(issue(h, one({ picks: [{ code: '81902360000000000000', units: 1 }] })))).toBe(
      'CODE_NEVER_RECEIVED',
    )
    expect(await refusalOf(issue(h, one({ locationId: map.place('C01').id })))).toBe('CODE_NOT_HERE')
    const gone = (await issue(h, one())).labels[0]?.code ?? ''
    expect(await refusalOf(issue(h, one({ picks: [{ code: gone, units: 1 }] })))).toBe('CODE_NOT_HERE')
    expect(await refusalOf(issue(h, one({ locationId: map.place('B02').id })))).toBe('NOT_FOUND')
  })

  test('the time limit may be shortened, not put off', async () => {
    expect(await refusalOf(issue(h, one({ dueAt: '2026-11-23T06:00:00.000Z' })))).toBe('INPUT_INVALID')
    expect(await refusalOf(issue(h, one({ dueAt: '2030-01-01T00:00:00.000Z' })))).toBe('INPUT_INVALID')
    const { id } = await issue(h, one({ dueAt: '2026-11-23T17:30:00+08:00' }))
    expect(await li.call(readIssue, { id })).toMatchObject({ dueAt: '2026-11-23T09:30:00.000Z' })
  })
})
