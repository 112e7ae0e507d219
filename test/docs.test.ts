import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allReports } from '#apps/reports.ts'
import { pages } from '#apps/web/pages.ts'
import { projectRoot } from '#apps/startScript.ts'

// What the pages for inspectors and for comparers name can be opened.
const read = (file: string) => readFileSync(`${projectRoot}/${file}`, 'utf8')
const pagePaths = pages.map((p) => p.path)

test.each(['docs/inspection-checklist.md', 'docs/features.md'])(
  '%s names pages and reports that exist',
  (file) => {
    const named = [...read(file).matchAll(/`(\/[^`\s]*)`/g)].map(
      ([, address = '']) => address.split('?')[0] ?? '',
    )
    expect(named.length).toBeGreaterThan(10)
    const codes = allReports.map((r) => r.code)
    const unknown = named.filter((address) => {
      const [, room, code] = /^\/(registers|reports)\/(.+)$/.exec(address) ?? []
      return room ? !codes.includes(code ?? '') && !pagePaths.includes(address) : !pagePaths.includes(address)
    })
    expect(unknown).toEqual([])
  },
)

test('features.md has each of the 62 rows once, in order', () => {
  const rows = [...read('docs/features.md').matchAll(/^\| (\d+) \|/gm)].map(([, n]) => Number(n))
  expect(rows).toEqual(Array.from({ length: 62 }, (_, i) => i + 1))
})
