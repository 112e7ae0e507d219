import { expect, test } from 'vitest'
import { spellingOf, typedSpelling } from './pinyin.ts'

test.each([
  ['芬太尼', 'ftn'],
  ['芬太尼', 'fentaini'],
  ['枸橼酸芬太尼注射液', 'jysftn'],
  ['枸橼酸芬太尼注射液', 'gouyuansuanfentai'],
  ['单晓敏', 'sxm'],
  ['单晓敏', 'danxiaomin'],
  ['重庆医药', 'cqyy'],
  ['ICU病房', 'icubf'],
  ['氯胺酮', 'lvantong'],
  ['国药控股（湖南）', 'gykghn'],
])('%s is found by %s', (name, typed) => {
  expect(
    spellingOf(name)
      .split(' ')
      .some((k) => k.includes(typed)),
  ).toBe(true)
})

test('a name is read in few ways, however many its characters have', () => {
  expect(spellingOf('重'.repeat(500)).split(' ').length).toBeLessThanOrEqual(32)
  expect(spellingOf('Pfizer 50')).toBe('')
})

test.each([
  ['FTN', 'ftn'],
  ["fen tai'ni", 'fentaini'],
  ['lüan', 'lvan'],
  ['f', null],
  ['芬太', null],
  ['20261122', null],
  ['f%', null],
])('%s is looked for as %s', (q, typed) => {
  expect(typedSpelling(q)).toBe(typed)
})
