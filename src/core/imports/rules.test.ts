import { describe, expect, test } from 'vitest'
import { readCell, repeated, type ColumnRule } from './rules.ts'

const base = { key: 'k', titles: ['列'] as [string], example: '' }
const text: ColumnRule<string> = { ...base, type: 'text', max: 5 }
const whole: ColumnRule<string> = { ...base, type: 'whole', min: 1, max: 1000 }
const day: ColumnRule<string> = { ...base, type: 'day' }
const choice: ColumnRule<string> = { ...base, type: 'choice', choices: { yes: '是', no: '否' } }

describe('a cell', () => {
  test.each([
    [text, '　ＡＢ１２ ', { value: 'AB12' }],
    [text, '', undefined],
    [text, '  ', undefined],
    [text, 'abcdef', { need: '太长，最多 5 个字' }],
    [text, 'a\u0007b', { need: '有认不出的字符，重新输入' }],
    [text, '=A1+1', { need: '是公式，改成公式算出的内容' }],
    [text, '+SUM(A1)', { need: '是公式，改成公式算出的内容' }],
    [whole, '１０', { value: 10 }],
    [whole, '1,000', { value: 1000 }],
    [whole, '10.0', { value: 10 }],
    [whole, '10.5', { need: '填 1 至 1000 的整数' }],
    [whole, '-1', { need: '填 1 至 1000 的整数' }],
    [whole, '1001', { need: '填 1 至 1000 的整数' }],
    [day, '2027年1月3日', { value: '2027-01-03' }],
    [day, '２０２７－０１－０３', { value: '2027-01-03' }],
    [day, '20270103', { value: '2027-01-03' }],
    [day, '2027-02-30', { need: '写成 2027-12-31 的样子' }],
    [day, '46390', { need: '像是表格的日期序号（2027-01-03），写成 2027-01-03 的样子' }],
    [choice, '是', { value: 'yes' }],
    [choice, 'NO', { value: 'no' }],
    [choice, '也许', { need: '应为是、否之一' }],
  ])('%o %j', (column, given, expected) => expect(readCell(column, given)).toEqual(expected))
})

test('names that rows share: the later row hears of the first, once', () => {
  const rows = [['a'], ['b', 'a'], ['a'], ['b']]
  const found = [...repeated(rows, (r) => r)].map(([row, { name, first }]) => [
    rows.indexOf(row),
    name,
    rows.indexOf(first),
  ])
  expect(found).toEqual([
    [1, 'a', 0],
    [2, 'a', 0],
    [3, 'b', 1],
  ])
})
