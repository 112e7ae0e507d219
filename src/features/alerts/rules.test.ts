import { expect, test } from 'vitest'
import { alertPath, fileAlerts, receiptAlerts, refusalAlert, shortCode, transferAlert } from './rules.ts'

test('a refusal that nobody asks about raises nothing', () => {
  expect(refusalAlert('FORBIDDEN', 'receipt.sign', {})).toBeUndefined()
  expect(refusalAlert('SIGN_IN_FAILED', 'session.signIn', {})).toBeUndefined()
})

test('names in the facts are not repeated', () => {
  const alert = refusalAlert('WITNESS_UNQUALIFIED', 'use.waste', { name: '钱明', need: '麻精管理培训合格' })
  expect(alert).toMatchObject({ severity: 'amber', subject: { kind: 'refusal', no: 'WITNESS_UNQUALIFIED' } })
  expect(alert?.text).not.toContain('钱明')
})

test('a code is the subject, and its tail the words', () => {
  const alert = refusalAlert('CODE_HELD_ELSEWHERE', 'receipt.scan', { code: '81902360038471950266' })
  expect(alert).toMatchObject({ severity: 'red', subject: { kind: 'code', no: '81902360038471950266' } })
  expect(alert?.text).toBe('收货：…471950266 已在别的单位入账，本单位又扫到，已拒收')
  expect(shortCode('A-1')).toBe('A-1')
})

test('a file with many refused codes is one alert a kind', () => {
  const refused = [
    ['1', 'CODE_HELD_ELSEWHERE'],
    ['2', 'CODE_HELD_ELSEWHERE'],
    ['3', 'CODE_SCANNED_TWICE'],
    ['4', 'CODE_IN_STOCK_HERE'],
  ]
  expect(fileAlerts(refused, 'SH-1').map((a) => [a.kind, a.subject?.no])).toEqual([
    ['CODE_HELD_ELSEWHERE', '1'],
    ['CODE_IN_STOCK_HERE', '4'],
  ])
  expect(fileAlerts(refused, 'SH-1')[0]?.text).toContain('等 2 个码')
  expect(fileAlerts(undefined, 'SH-1')).toEqual([])
})

test('kinds of discrepancy are told apart, drugs of one kind told together', () => {
  const alerts = receiptAlerts('SH-1', [
    { kind: 'short', drug: '甲', unit: '支', units: 10 },
    { kind: 'short', drug: '乙', unit: '片', units: 5 },
    { kind: 'surplus', drug: null, unit: null, units: 1 },
  ])
  expect(alerts.map((a) => a.text)).toEqual([
    '收货单 SH-1 短少 甲 10 支、乙 5 片，已登记',
    '收货单 SH-1 多送 订单外药品 1 支，已登记',
  ])
})

test('a transfer signed in full raises nothing', () => {
  expect(transferAlert('DB-1', 0)).toBeUndefined()
  expect(transferAlert('DB-1', undefined)).toBeUndefined()
  expect(transferAlert('DB-1', 3)?.kind).toBe('TRANSFER_SHORT')
})

test('an alert leads to what it is about; an authority keeps the institution in the address', () => {
  expect(alertPath({ subjectKind: 'code', subjectNo: 'A/1', orgId: 3 }, true)).toBe('/trace/A%2F1?org=3')
  expect(alertPath({ subjectKind: 'receipt', subjectNo: 'SH-1', orgId: 3 }, false)).toBe('/trace?q=SH-1')
  expect(alertPath({ subjectKind: 'refusal', subjectNo: 'X', orgId: 3 }, false)).toBeUndefined()
})
