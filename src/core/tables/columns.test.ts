import { describe, expect, test } from 'vitest'
import { cellOf, pickColumns } from './columns.ts'
import { refusalOf } from './testKit.ts'

const spec = [
  { key: 'lot', titles: ['批号', '产品批号'], required: true },
  { key: 'expiry', titles: ['有效期', '有效期至'], required: true },
  { key: 'note', titles: ['备注'], required: false },
] as const

describe('pickColumns', () => {
  test.each([[['批号', '有效期']], [['产品批号*', ' 有 效 期 至 ']], [['批号（必填）', '有效期(年-月-日)']]])(
    '%j',
    (header) => {
      expect([...pickColumns(header, spec)]).toEqual([
        ['lot', 0],
        ['expiry', 1],
      ])
    },
  )

  test('in any order, others passed over', () => {
    const columns = pickColumns(['序号', '备注', '有效期至', '批号'], spec)
    expect(['lot', 'expiry', 'note'].map((key) => columns.get(key as 'lot'))).toEqual([3, 2, 1])
  })

  test('every missing one is named', async () => {
    const refusal = await refusalOf(() => pickColumns(['备注'], spec))
    expect(refusal).toMatchObject({ code: 'FILE_COLUMN_MISSING', facts: { column: '批号' } })
    expect(refusal.faults.map((f) => [f.field, f.facts?.['column']])).toEqual([
      ['lot', '批号'],
      ['expiry', '有效期'],
    ])
  })

  test('two headings for one column are not guessed', async () => {
    const refusal = await refusalOf(() => pickColumns(['批号', '产品批号', '有效期'], spec))
    expect(refusal.code).toBe('FILE_UNREADABLE')
  })
})

test('cellOf gives an empty text for a column or a cell that is not there', () => {
  const columns = pickColumns(['有效期', '批号'], spec)
  expect(cellOf(['2029-09-04', 'S1'], columns, 'lot')).toBe('S1')
  expect(cellOf(['2029-09-04'], columns, 'lot')).toBe('')
  expect(cellOf(['2029-09-04', 'S1'], columns, 'note')).toBe('')
})
