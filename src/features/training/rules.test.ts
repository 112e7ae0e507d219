import { describe, expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { readPaste } from './paste.ts'
import {
  checkDay,
  daysBetween,
  judgeRows,
  lastDay,
  maySignIn,
  reminderDue,
  termStateOf,
  type Enrolled,
} from './rules.ts'

describe('how long a qualification lasts', () => {
  test.each([
    ['2026-11-23', 12, '2027-11-22'],
    ['2026-01-01', 1, '2026-01-31'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-01-31', 13, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-12-31', 24, '2028-12-30'],
  ])('from %s for %i months until %s', (from, months, to) => expect(lastDay(from, months)).toBe(to))

  test.each([
    [-1, 'expired', undefined],
    [0, 'd7', 7],
    [7, 'd7', 7],
    [8, 'd30', 30],
    [30, 'd30', 30],
    [31, 'd90', 90],
    [90, 'd90', 90],
    [91, 'later', undefined],
  ] as const)('%i days before its end it is %s and reminds at %s', (days, state, reminder) => {
    expect(termStateOf(days)).toBe(state)
    expect(reminderDue(days)).toBe(reminder)
  })

  test('days are counted over the end of a year and of February', () => {
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3)
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2)
    expect(daysBetween('2026-11-23', '2026-11-20')).toBe(-3)
  })
})

test('signing in is open from half an hour before the start until the end', () => {
  const course = { startsAt: '2026-11-23T06:00:00Z', endsAt: '2026-11-23T08:00:00Z' }
  const at = (time: string) => maySignIn(course, `2026-11-23T${time}:00Z`)
  expect(['05:29', '05:30', '07:00', '08:00', '08:01'].map(at)).toEqual([false, true, true, true, false])
})

describe('the rows of a class', () => {
  const somebody = (userId: number, more: Partial<Enrolled> = {}): Enrolled => ({
    userId,
    name: `人${userId}`,
    signedIn: true,
    exams: [],
    ...more,
  })
  const people = new Map(
    [
      somebody(1),
      somebody(2, { signedIn: false }),
      somebody(3, { exams: [{ attempt: 1, passed: false }] }),
      somebody(4, { exams: [{ attempt: 1, passed: true }] }),
      somebody(5, { exams: [1, 2, 3].map((attempt) => ({ attempt, passed: false })) }),
      somebody(9),
    ].map((p) => [p.userId, p]),
  )
  const judge = (...rows: Parameters<typeof judgeRows>[0]) => judgeRows(rows, people, 9, 60)
  const faults = (...rows: Parameters<typeof judgeRows>[0]) => {
    try {
      judge(...rows)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return error.faults.length > 0
        ? error.faults.map((f) => [f.row, f.field, f.facts?.['message']])
        : error.code
    }
    return 'went through'
  }

  test('a score at the limit passes, one below does not, a re-sit is the next attempt', () => {
    expect(judge({ userId: 1, score: 60 }, { userId: 3, score: 59, remark: '' }).results).toEqual([
      { userId: 1, attempt: 1, score: 60, passed: true, remark: null },
      { userId: 3, attempt: 2, score: 59, passed: false, remark: null },
    ])
  })
  test('who was not there is signed in first, in the same act if need be', () => {
    expect(faults({ userId: 2, score: 90 })).toEqual([[1, 'score', '人2 没有签到，请先补签再登记成绩']])
    expect(judge({ userId: 2, signedIn: true, score: 90 })).toMatchObject({ present: [2] })
    expect(judge({ userId: 1, signedIn: true }).present).toEqual([])
  })
  test('every row that cannot be written is named at once', () => {
    expect(
      faults(
        { userId: 1, score: 70 },
        { userId: 1, score: 71 },
        { userId: 4, score: 80 },
        { userId: 5, score: 80 },
        { userId: 77 },
      ),
    ).toEqual([
      [2, 'score', '人1 出现两次，请留一行'],
      [3, 'score', '人4 本课程已通过，不用再考'],
      [4, 'score', '人5 已补考 2 次，请重新参加培训'],
      [5, 'userId', '不在本课程的参加人里，请先加入'],
    ])
  })
  test('nobody enters anything of his own', () => {
    expect(faults({ userId: 1, score: 70 }, { userId: 9, score: 100 })).toBe('TRAINING_OWN_RESULT')
    expect(faults({ userId: 9, signedIn: true })).toBe('TRAINING_OWN_RESULT')
  })
})

test('an exam lies between the beginning of its training and today', () => {
  const day = (d: string) => () => checkDay(d, '2026-11-20', '2026-11-23')
  expect(day('2026-11-20')).not.toThrow()
  expect(day('2026-11-23')).not.toThrow()
  expect(day('2026-11-19')).toThrow(Refusal)
  expect(day('2026-11-24')).toThrow(Refusal)
})

describe('a pasted list', () => {
  const people = [
    { userId: 1, name: '王雪梅', account: 'wangxuemei@lushan' },
    { userId: 2, name: '李倩', account: 'liqian@lushan' },
    { userId: 3, name: '李倩', account: 'liqian2@lushan' },
  ]
  const read = (text: string) => readPaste(text, people)

  test('from a sheet, with its heading, empty lines and full-width digits', () => {
    expect(read('姓名\t成绩\t备注\r\n王雪梅\t８８ 分\t笔试\r\n\r\nliqian\t76')).toEqual([
      { line: 2, who: '王雪梅', userId: 1, score: 88, remark: '笔试' },
      { line: 4, who: 'liqian', userId: 2, score: 76 },
    ])
  })
  test('commas, blanks, and people who were only there', () => {
    expect(read('王雪梅，90\nliqian2@lushan 55\n王雪梅').map((p) => [p.userId, p.score])).toEqual([
      [1, 90],
      [3, 55],
      [1, undefined],
    ])
  })
  test('what cannot be read is said by line', () => {
    expect(
      read('李倩\t80\n张三\t70\n王雪梅\t101\n王雪梅\t九十\n王雪梅\t-5').map((p) => [p.line, p.trouble]),
    ).toEqual([
      [1, '有同名的人，请写账号'],
      [2, '不在参加人里'],
      [3, '成绩“101”不是 0 到 100 的整数'],
      [4, '成绩“九十”不是 0 到 100 的整数'],
      [5, '成绩“-5”不是 0 到 100 的整数'],
    ])
  })
})
