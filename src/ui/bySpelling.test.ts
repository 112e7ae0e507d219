import { expect, test } from 'vitest'
import { bySpelling, isMeant, learnSpellings } from './bySpelling.ts'

test('an option is found by its text, and by the spelling of a name in it once that is known', () => {
  const label = '枸橼酸芬太尼注射液 0.1mg，有 20 支'
  expect(isMeant('ftn', label)).toBe(false)
  learnSpellings([
    { name: '枸橼酸芬太尼注射液', keys: 'gysftnzsy gouyuansuanfentainizhusheye' },
    { name: '盐酸吗啡', keys: 'ysmf yansuanmafei' },
  ])
  expect(isMeant('FTN', label)).toBe(true)
  expect(isMeant('芬太', label)).toBe(true)
  expect(isMeant('mafei', label)).toBe(false)
  expect(isMeant('f', label)).toBe(false)
  expect(bySpelling.filterOption('fentai', { label })).toBe(true)
  expect(bySpelling.filterOption('fentai')).toBe(false)
})
