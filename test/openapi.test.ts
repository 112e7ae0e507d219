import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openApi, tags } from '#apps/openapi.ts'
import { allRoutes } from '#apps/routes.ts'
import { localFiles } from '#core/files/store.ts'

test('openapi.json is what the contracts say; `npm run openapi` writes it anew', () => {
  const committed = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')
  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(openApi(allRoutes(localFiles('.'))))))
})

test('every feature has its Chinese in the document', () => {
  const used = new Set(allRoutes(localFiles('.')).map((r) => r.endpoint.name.split('.')[0] ?? ''))
  expect([...used].filter((name) => !(name in tags))).toEqual([])
  expect(Object.keys(tags).filter((name) => !used.has(name))).toEqual([])
})
