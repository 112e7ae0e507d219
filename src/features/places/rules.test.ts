import { expect, test } from 'vitest'
import { accountKindOf, treeOrder } from './rules.ts'

test('each kind of place is its kind of account', () => {
  expect((['store', 'cabinet', 'ward', 'recovery', 'quarantine'] as const).map(accountKindOf)).toEqual([
    'location',
    'location',
    'location',
    'empties',
    'quarantine',
  ])
})

test('departments come in the order of their tree', () => {
  const row = (departmentId: number, parentId: number | null) => ({ departmentId, parentId })
  const tree = treeOrder([row(1, null), row(2, null), row(3, 1), row(4, 3), row(5, 99)])
  expect(tree.map((d) => [d.departmentId, d.depth])).toEqual([
    [1, 0],
    [3, 1],
    [4, 2],
    [2, 0],
    [5, 0],
  ])
})
