import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

// The walls of the house. Each failure says what to do instead.
const root = path.resolve(import.meta.dirname, '..')
const files = (dir: string) =>
  readdirSync(path.join(root, dir), { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && /\.(ts|tsx)$/.test(f.name))
    .map((f) => path.relative(root, path.join(f.parentPath, f.name)))
const source = (file: string) => readFileSync(path.join(root, file), 'utf8')
const isTest = (file: string) => /\.test\.ts$|testKit\.tsx?$/.test(file)
const sources = files('src').filter((f) => !isTest(f))

/** Import lines of a file as paths from the root of the checkout, or package names. */
function importsOf(file: string): string[] {
  const lines = /^(?:\} from|import .*? from|export .*? from|import) '([^'\n]+)'|\bimport\('([^'\n]+)'\)/gm
  const found = [...source(file).matchAll(lines)].map((m) => m[1] ?? m[2] ?? '')
  return found.map((target) => {
    if (target.startsWith('#'))
      return target.replace(/^#(\w+)\//, (_, room: string) => (room === 'test' ? 'test/' : `src/${room}/`))
    if (target.startsWith('.')) return path.relative(root, path.resolve(root, path.dirname(file), target))
    return target
  })
}

const room = (file: string) => file.split('/')[1] ?? ''
const feature = (file: string) => (file.startsWith('src/features/') ? file.split('/')[2] : undefined)
const isPure = (target: string) =>
  /(^|\/)(contract|rules|permissions|kinds|refusal|refusals|clock)\.ts$/.test(target)
const isScreen = (file: string) => file.endsWith('.tsx')

/** One sentence a breach, each naming the file and what to do instead. */
const breaches = (list: readonly string[], look: (file: string) => (string | false | undefined)[]) =>
  list.flatMap((file) => look(file).flatMap((said) => (said ? [`${file}: ${said}`] : [])))

function importBreaches(file: string): (string | false)[] {
  return importsOf(file).flatMap((target) => {
    const other = feature(target)
    return [
      target.startsWith('src/apps/') &&
        room(file) !== 'apps' &&
        `imports ${target}; nobody imports apps: move the shared piece to core`,
      room(file) === 'core' &&
        /^src\/(features|ui)\//.test(target) &&
        `imports ${target}; core knows no feature and no screen`,
      room(file) === 'ui' &&
        target.startsWith('src/features/') &&
        `imports ${target}; ui knows no feature: pass it as a prop`,
      room(file) === 'features' &&
        other !== undefined &&
        other !== feature(file) &&
        !/ontract\.ts$/.test(target) &&
        `imports ${target}; features meet in contracts, the ledger, events and SQL: import its contract`,
      isScreen(file) &&
        room(file) !== 'apps' &&
        target.startsWith('src/core/') &&
        !isPure(target) &&
        `imports ${target}; a screen reaches the server through call(), core only for contracts and rules`,
    ]
  })
}

function purityBreaches(file: string): (string | false)[] {
  return importsOf(file).map((target) => {
    const fine =
      target === 'zod' ||
      isPure(target) ||
      /ontract\.ts$/.test(target) ||
      (target.startsWith('src/') && feature(target) !== undefined && feature(target) === feature(file)) ||
      room(file) === 'core'
    return !fine && `imports ${target}; contracts and rules do no I/O`
  })
}

function schemaBreaches(file: string): (string | false)[] {
  const schemas: Record<string, string> = {
    suppliers: 'partner',
    places: 'place',
    baseStock: 'base_stock',
    writeOff: 'write_off',
    downtime: 'paper',
    drawerAccess: 'drawer_access',
    stockLimit: 'stock_limit',
    patientReturn: 'patient_return',
    supplierReturn: 'supplier_return',
    purchaseCard: 'purchase_card',
    purchasePlan: 'purchase_plan',
    prescriptionReview: 'prescription_review',
  }
  const own = schemas[feature(file) ?? ''] ?? feature(file)
  const written = [...source(file).matchAll(/(?:insert into|update|delete from)\s+([a-z_]+)\.([a-z_]+)/gi)]
  return written.map(
    (m) =>
      m[1] !== own && `writes ${m[1]}.${m[2]}; call a function of core, or let that feature follow the event`,
  )
}

describe('walls', () => {
  test('every file imports only what its room may', () =>
    expect(breaches(sources, importBreaches)).toEqual([]))

  test('contracts and rules are pure', () => {
    expect(
      breaches(
        sources.filter((f) => /(^|\/)(contract|rules)\.ts$/.test(f)),
        purityBreaches,
      ),
    ).toEqual([])
  })

  test('a feature writes only its own schema', () => {
    expect(
      breaches(
        sources.filter((f) => feature(f) !== undefined),
        schemaBreaches,
      ),
    ).toEqual([])
  })

  test('only core opens transactions without a tenant', () => {
    const outside = sources.filter((f) => !f.startsWith('src/core/') && !f.startsWith('src/apps/'))
    expect(
      breaches(outside, (f) => [
        /\b(db|auditor)\.transaction\(/.test(source(f)) && 'use the tx that the pipeline gives you',
      ]),
    ).toEqual([])
  })
})

describe('size', () => {
  const lines = (file: string) => source(file).split('\n').length

  test('no file has more than 400 lines', () => {
    expect(
      breaches(files('src'), (f) => [lines(f) > 400 && `${lines(f)} lines; split it by idea, not by length`]),
    ).toEqual([])
  })

  test('the median file has at most 80 lines', () => {
    const lengths = sources.map(lines).sort((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80)
  })
})

describe('words', () => {
  test('nothing is left for later, skipped, printed or exported by default', () => {
    const leftovers = (file: string) => {
      const text = source(file)
      return [
        /\b(TODO|FIXME|XXX)\b/.test(text) && 'do it now or write an issue',
        /\b(describe|test|it)\.(only|skip|todo)\b/.test(text) && 'a skipped test is not a test',
        !isTest(file) && /console\.(log|debug)\(/.test(text) && 'use the logger',
        /export \* from/.test(text) && 'no barrels: import the file itself',
        /export default/.test(text) && 'named exports',
      ]
    }
    expect(breaches(files('src'), leftovers)).toEqual([])
  })

  test('screens speak as the glossary does (SCREENS §7)', () => {
    const words = ['盘亏', '损耗', '嫌疑', '异常人员', '非法', '请联系管理员']
    expect(
      breaches(sources.filter(isScreen), (f) =>
        words.map((w) => source(f).includes(w) && `“${w}” is not one of our words`),
      ),
    ).toEqual([])
  })
})
