import { expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import type { IssueUnit } from './contract.ts'
import { checkDue, checkPlan, dueAt, issueState, nextStep, totalsOf, volumeText } from './rules.ts'

const at = '2026-11-23T06:05:00.000Z'
const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
  return 'WENT THROUGH'
}
const name = (id: number) => `药品 ${id}`

test('a surgery is due at the end of the shift, a prescription within the day', () => {
  expect(dueAt('surgery', at)).toBe('2026-11-23T14:05:00.000Z')
  expect(dueAt('prescription', at)).toBe('2026-11-24T06:05:00.000Z')
})

test('an own time limit lies ahead, and within a day', () => {
  expect(codeOf(() => checkDue(undefined, at))).toBe('WENT THROUGH')
  expect(codeOf(() => checkDue('2026-11-24T06:05:00.000Z', at))).toBe('WENT THROUGH')
  expect(codeOf(() => checkDue('2026-11-24T06:05:00.001Z', at))).toBe('INPUT_INVALID')
  expect(codeOf(() => checkDue(at, at))).toBe('INPUT_INVALID')
})

test('closed is empty, whatever the time; overdue is neither', () => {
  const early = '2026-11-23T06:04:59.999Z'
  expect(issueState({ left: 0, dueAt: '2020-01-01T00:00:00.000Z', orderDueAt: null }, at)).toBe('closed')
  expect(issueState({ left: 1, dueAt: at, orderDueAt: null }, at)).toBe('open')
  expect(issueState({ left: 1, dueAt: early, orderDueAt: null }, at)).toBe('overdue')
  // After a rescue an empty hand is not enough.
  expect(issueState({ left: 0, dueAt: early, orderDueAt: at }, at)).toBe('open')
  expect(issueState({ left: 0, dueAt: at, orderDueAt: early }, at)).toBe('overdue')
})

test('what is taken is planned, and no more than planned', () => {
  const plan = [
    { drugId: 1, units: 2 },
    { drugId: 2, units: 1 },
  ]
  expect(codeOf(() => checkPlan(plan, new Map([[1, 2]]), name))).toBe('WENT THROUGH')
  expect(codeOf(() => checkPlan(plan, new Map([[1, 3]]), name))).toBe('ISSUE_OVER_PLAN')
  expect(codeOf(() => checkPlan(plan, new Map([[3, 1]]), name))).toBe('ISSUE_OVER_PLAN')
  expect(codeOf(() => checkPlan([...plan, { drugId: 1, units: 1 }], new Map(), name))).toBe('ALREADY_EXISTS')
})

const blank: IssueUnit = {
  drugId: 1,
  lotId: 1,
  lotNo: 'S2609118',
  expiry: '2029-08-31',
  code: 'x',
  issued: 1,
  intact: 0,
  opened: 0,
  returned: 0,
  handedOver: 0,
  contentOpened: 0,
  contentGiven: 0,
  contentWasted: 0,
  contentLost: 0,
  contentSampled: 0,
  contentInPump: 0,
  contentLeft: 0,
  containersMade: 0,
  containersBack: 0,
  containersOwed: 0,
}
const intact = { ...blank, intact: 1 }
const opened = {
  ...blank,
  opened: 1,
  contentOpened: 50,
  contentLeft: 50,
  containersMade: 1,
  containersOwed: 1,
}
const used = { ...opened, contentGiven: 35, contentLeft: 15 }
const spent = { ...opened, contentGiven: 50, contentLeft: 0 }
const back = { ...spent, containersOwed: 0, containersBack: 1 }

test('the next step of a drug, from the ampoule to its container', () => {
  const step = (...units: IssueUnit[]) => nextStep({ container: '空安瓿', units })
  expect([step(intact), step(opened), step(used), step(spent), step(back)]).toEqual([
    'open',
    'give',
    'waste',
    'recover',
    'closed',
  ])
  // A fresh one is given before the rest of the other is wasted; a rest is wasted before another is opened.
  expect([step(used, opened), step(used, intact), step(spent, intact)]).toEqual(['give', 'waste', 'open'])
  expect(nextStep({ container: null, units: [intact] })).toBe('give')
  expect(totalsOf([used, spent])).toMatchObject({
    opened: 2,
    contentGiven: 85,
    contentLeft: 15,
    containersOwed: 2,
  })
})

test('millilitres explain, where the volume is known', () => {
  const sufentanil = { contentPerUnit: 50, volumeUl: 1000, contentUnit: 'μg' }
  expect(volumeText(15, sufentanil)).toBe('0.3 ml，50 μg/ml')
  expect(volumeText(15, { ...sufentanil, volumeUl: null })).toBeUndefined()
})

test('what is in a pump is not wasted, and a case with nothing else waits for its pump', () => {
  const opened = {
    ...blank,
    opened: 1,
    contentOpened: 50,
    contentGiven: 20,
    containersMade: 1,
    containersOwed: 1,
  }
  const step = (over: Partial<IssueUnit>) =>
    nextStep({ container: '空安瓿', units: [{ ...opened, ...over }] })
  expect(step({ contentLeft: 30 })).toBe('waste')
  expect(step({ contentLeft: 30, contentInPump: 10 })).toBe('waste')
  expect(step({ contentLeft: 30, contentInPump: 30 })).toBe('pump')
  expect(step({ contentGiven: 0, contentLeft: 50, contentInPump: 50 })).toBe('pump')
  expect(step({ contentLeft: 0, contentGiven: 50 })).toBe('recover')
})
