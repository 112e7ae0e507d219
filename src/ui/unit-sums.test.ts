import { expect, test } from 'vitest'
import { sumText } from './unit-sums.ts'

test.each([
  { amounts: [], said: '' },
  { amounts: [{ units: 3, unit: '支' }], said: '3 支' },
  {
    amounts: [
      { units: 1, unit: '支' },
      { units: 12, unit: '片' },
      { units: 2, unit: '支' },
    ],
    said: '3 支、12 片',
  },
  {
    amounts: [
      { units: 1200, unit: '片' },
      { units: 0, unit: '贴' },
    ],
    said: '1,200 片',
  },
])('units are added up within one unit only: “$said”', ({ amounts, said }) => {
  expect(sumText(amounts)).toBe(said)
})
