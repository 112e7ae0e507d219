import { expect, test } from 'vitest'
import type { InstitutionRow } from './contract.ts'
import {
  byUrgency,
  closedShare,
  districtName,
  documentPath,
  isSilent,
  minutesText,
  urgentOf,
} from './rules.ts'

const now = '2026-11-23T06:05:00.000Z'
const row = (more: Partial<InstitutionRow>): InstitutionRow => ({
  orgId: 1,
  name: '甲',
  grade: null,
  region: '430104',
  district: '岳麓区',
  stockSums: [],
  overdueSums: [],
  overduePeople: 0,
  overdueMinutes: 0,
  transits: 0,
  transitMinutes: 0,
  owedContainers: 0,
  owedOverdue: 0,
  issuedToday: 0,
  closedToday: 0,
  redAlertsToday: 0,
  unreportedLosses: 0,
  unreportedMinutes: 0,
  lastRecordAt: '2026-11-23T06:00:00.000Z',
  ...more,
})

test('one sentence, the most urgent first', () => {
  const all = row({
    overduePeople: 1,
    overdueMinutes: 44,
    redAlertsToday: 2,
    owedOverdue: 3,
    transits: 1,
    transitMinutes: 300,
  })
  expect(urgentOf(all, now)).toMatchObject({ tone: 'red', text: '在手超时 44 分钟' })
  expect(urgentOf({ ...all, overduePeople: 0 }, now)).toMatchObject({
    tone: 'red',
    text: '今日 2 条红色预警',
  })
  expect(urgentOf({ ...all, overduePeople: 0, redAlertsToday: 0 }, now)).toMatchObject({
    tone: 'amber',
    text: '空安瓿逾期未交 3 个',
  })
  expect(
    urgentOf(row({ redAlertsToday: 1, unreportedLosses: 1, unreportedMinutes: 125 }), now),
  ).toMatchObject({
    tone: 'red',
    text: '盘损未报，已过时限 2 小时 5 分',
  })
  expect(urgentOf(row({ owedOverdue: 1, unreportedLosses: 2 }), now)).toMatchObject({
    tone: 'amber',
    text: '盘损未报 2 例',
  })
  expect(urgentOf(row({ transits: 1, transitMinutes: 205 }), now)).toMatchObject({
    tone: undefined,
    text: '无',
  })
  expect(urgentOf(row({ transits: 1, transitMinutes: 300 }), now)).toMatchObject({
    tone: 'amber',
    text: '在途未签收 5 小时',
  })
})

test('silence of a day is grey, and said in hours', () => {
  const silent = row({ lastRecordAt: '2026-11-22T04:05:00.000Z' })
  expect(isSilent(silent, now)).toBe(true)
  expect(urgentOf(silent, now)).toMatchObject({ tone: 'grey', text: '无上传 26 小时' })
  expect(isSilent(row({ lastRecordAt: null }), now)).toBe(true)
  expect(isSilent(row({}), now)).toBe(false)
})

test('order: urgency, then name', () => {
  const rows = [
    row({ name: '乙' }),
    row({ name: '甲' }),
    row({ name: '丙', overduePeople: 1, overdueMinutes: 5 }),
  ]
  expect(rows.sort(byUrgency(now)).map((r) => r.name)[0]).toBe('丙')
})

test('a share of nothing is unknown', () => {
  expect(closedShare({ issuedToday: 0, closedToday: 0 })).toBeNull()
  expect(closedShare({ issuedToday: 95, closedToday: 92 })).toBe(96.8)
})

test('words', () => {
  expect([0, 59, 60, 205, 3000].map(minutesText)).toEqual([
    '0 分钟',
    '59 分钟',
    '1 小时',
    '3 小时 25 分',
    '2 天',
  ])
  expect(districtName('430104')).toBe('岳麓区')
  expect(districtName('999999')).toBe('999999')
  expect(documentPath({ kind: 'issue', id: 3, no: 'LY-1' }, 7)).toBe('/issues/3?org=7')
  expect(documentPath({ kind: 'recovery', id: 3, no: 'KA-1' }, 7)).toBe('/recovery?tab=records&org=7&q=KA-1')
})
