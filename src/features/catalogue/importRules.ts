import { classTitle, type DrugClass } from '#core/contract.ts'
import { loose } from '#core/imports/rules.ts'
import type { Existing, Read, Say } from '#core/imports/kind.ts'
import { approvalNumber, productBarcode, standardCode } from '#core/codes/identifiers.ts'
import { isProductKey } from './codes.ts'
import type { DrugColumn } from './importColumns.ts'
import { containerOf, recoveryIsDuty } from './rules.ts'

/** A platform product as an import needs it. */
export interface ImportProduct {
  readonly productId: number
  readonly code: string
  readonly name: string
  readonly spec: string
  readonly form: string
  readonly formGroup: 'INJ' | 'CR' | 'OTHER'
  readonly unit: string
  readonly contentUnit: string
  readonly contentPerUnit: number
  readonly container: string | null
  /** Of the day; null where the product is not listed then. `since`: from when it has this class. */
  readonly drugClass: DrugClass | null
  readonly since: string | null
}

/** A drug as an import compares and writes it. Keys are those of the columns; the last three are carried along. */
export type DrugValue = {
  readonly code: string
  readonly product: string
  readonly name: string
  readonly spec: string
  readonly drugClass: DrugClass
  readonly form: string
  readonly manufacturer: string
  readonly packUnit: string
  readonly packUnits: number
  readonly prefixes: readonly string[]
  readonly barcode69: string | null
  readonly standardCode: string | null
  readonly insuranceCode: string | null
  readonly approvalNo: string | null
  readonly lowUnits: number
  readonly highUnits: number | null
  readonly recover: 'yes' | 'no'
  readonly productId: number
  readonly container: string | null
  /** Bundles and cartons are registered by hand; their count hangs on the pack's. */
  readonly larger: boolean
}

export interface KnownDrugs {
  /** By loose code; by loose name. */
  readonly byCode: ReadonlyMap<string, ImportProduct>
  readonly byName: ReadonlyMap<string, readonly ImportProduct[]>
  readonly drugs: ReadonlyMap<string, Existing<DrugValue>>
  /** Which drug a product key of the file means already. */
  readonly keys: ReadonlyMap<string, { readonly drugId: number; readonly code: string }>
}

interface Row {
  readonly read: Read<DrugColumn>
  readonly before: DrugValue | undefined
  readonly known: KnownDrugs
  readonly say: Say<DrugColumn>
}

/** `1ml:50ug` is `1ml:50μg`: µ in all its ways of writing, and signs of multiplication. */
export const looseSpec = (text: string): string =>
  loose(text)
    .replace(/(?:u|mc)g/g, 'μg')
    .replace(/[×x✕]/g, '*')

/** `10mg/1ml`, `10mg:1ml` and `1ml:10mg` say the same; the order of the platform's list is the right one. */
const parts = (spec: string) => looseSpec(spec).split(/[:/]/).toSorted().join('|')

/** The platform product of a row: by its code, or by name and strength. */
export function productOf({ read, before, known, say }: Row): ImportProduct | undefined {
  const { product: code, name, spec } = read as Partial<Record<DrugColumn, string>>
  if (before) return known.byCode.get(loose(before.product))
  if (code !== undefined) {
    const found = known.byCode.get(loose(code))
    return found ?? say('product', '全平台目录里没有这个编码，改正或留空')
  }
  if (name === undefined) return say('name', '没有填，填目录里的通用名，或填目录编码')
  const named = known.byName.get(loose(name))
  if (!named) return say('name', '全平台目录里没有这个名称，按目录改正')
  const list = named.map((p) => p.spec).join('、')
  if (spec === undefined) return named.length === 1 ? named[0] : say('spec', `没有填，填 ${list} 之一`)
  const exact = named.find((p) => looseSpec(p.spec) === looseSpec(spec))
  if (exact) return exact
  const meant = named.filter((p) => parts(p.spec) === parts(spec))
  if (meant.length === 1 && meant[0]) return say('spec', `写成 ${meant[0].spec}`)
  return say('spec', named.length > 8 ? '目录里没有这个规格，按目录改正' : `目录里没有，应为 ${list}`)
}

/** The wrong strength or class of a narcotic is the costly mistake: what the file says must fit the product. */
function agree(row: Row, product: ImportProduct): void {
  const { read, before, say } = row
  const { name, spec, drugClass, content } = read as Partial<Record<DrugColumn, string>>
  const whose = before ? `编码 ${before.code} 已是` : `目录编码 ${product.code} 是`
  const other = before ? '，另一强度须另建编码' : ''
  if (name !== undefined && loose(name) !== loose(product.name)) say('name', `${whose}${product.name}`)
  if (spec !== undefined && looseSpec(spec) !== looseSpec(product.spec))
    say('spec', `${whose} ${product.spec}${other}`)
  if (product.drugClass === null) say('code', `${product.name}今天没有管制分类，先维护药品目录`)
  else if (drugClass !== undefined && drugClass !== product.drugClass)
    say('drugClass', `${product.name}${sinceText(product.since)}为${classTitle[product.drugClass]}`)
  if (content !== undefined && !sameContent(content, product)) {
    const { contentPerUnit: per, contentUnit: unit } = product
    say('content', per === 0 ? '目录不计每支含量，留空' : `目录中每${product.unit} ${per} ${unit}`)
  }
}

/** 2005-11-01 stands for "since before any record" (products.csv). */
const sinceText = (since: string | null) =>
  since === null || since === '2005-11-01' ? '一直' : `自 ${since} `

const inMicro: Readonly<Record<string, number>> = { μg: 1, mg: 1_000, g: 1_000_000, μl: 1, ml: 1_000 }

/** `0.05 mg` is 50 µg: whole units are compared, never floats. */
export function sameContent(
  text: string,
  { contentPerUnit, contentUnit }: Pick<ImportProduct, 'contentPerUnit' | 'contentUnit'>,
): boolean {
  const [, whole = '', fraction = '', unit = ''] =
    /^(\d{1,9})(?:\.(\d{1,6}))?([a-zμ]+)$/.exec(looseSpec(text).replaceAll(',', '')) ?? []
  const kept = looseSpec(contentUnit)
  if (unit === '') return false
  if (unit === kept && fraction === '') return Number(whole) === contentPerUnit
  const factor = inMicro[unit]
  if (factor === undefined || inMicro[kept] !== 1 || unit.slice(-1) !== kept.slice(-1)) return false
  const millionths = BigInt(whole + fraction.padEnd(6, '0')) * BigInt(factor)
  return millionths === BigInt(contentPerUnit) * 1_000_000n
}

const codeChecks = { barcode69: productBarcode, standardCode, approvalNo: approvalNumber } as const

/** A code of the file in the form in which it is kept; what stands there already where the cell is empty. */
function checkedCode(row: Row, column: keyof typeof codeChecks): string | null {
  const given = row.read[column]
  if (given === undefined) return row.before?.[column] ?? null
  const result = codeChecks[column](String(given))
  if (!result.ok) row.say(column, result.need)
  return result.ok ? result.value : null
}

/** Product keys as a cell lists them. */
export const keysIn = (cell: string | number | undefined): string[] =>
  [
    ...new Set(
      String(cell ?? '')
        .split(/[、,;，；\s]+/)
        .filter(Boolean),
    ),
  ].toSorted()

function prefixesOf({ read, before, known, say }: Row): readonly string[] {
  if (read.prefixes === undefined) return before?.prefixes ?? []
  const keys = keysIn(read.prefixes)
  const wrong = keys.find((key) => !isProductKey(key))
  if (wrong) say('prefixes', `${wrong} 不是 8 开头的 7 位标识码，也不是校验位正确的 14 位 GTIN`)
  const taken = keys
    .map((key) => ({ key, of: known.keys.get(key) }))
    .find(({ of }) => of && of.code !== before?.code)
  if (taken?.of) say('prefixes', `${taken.key} 已是编码 ${taken.of.code} 的标识码，核对是哪一种药`)
  return keys
}

function recoverOf(row: Row, product: ImportProduct): { recover: 'yes' | 'no'; container: string | null } {
  const { read, before, say } = row
  const given = read.recover
  if (before) {
    if (given !== undefined && given !== before.recover) say('recover', '建档后不能改，须停购后另建编码')
    return { recover: before.recover, container: before.container }
  }
  if (given === 'no' && recoveryIsDuty(product)) say('recover', `${product.container}必须回收，改成是或留空`)
  const container = containerOf(product, given === undefined ? undefined : given === 'yes')
  if (given === 'yes' && container === null) say('recover', '这个品种没有可回收的容器，改成否或留空')
  return { recover: container === null ? 'no' : 'yes', container }
}

function limitsOf({ read, before, say }: Row): { lowUnits: number; highUnits: number | null } {
  const lowUnits = Number(read.lowUnits ?? before?.lowUnits ?? 0)
  const high = read.highUnits ?? before?.highUnits ?? null
  const highUnits = high === null ? null : Number(high)
  if (highUnits !== null && highUnits < lowUnits) say('highUnits', `不能低于下限 ${lowUnits}`)
  return { lowUnits, highUnits }
}

export function completeDrug(row: Row): DrugValue | undefined {
  const { read, before, say } = row
  const product = productOf(row)
  const codes = {
    barcode69: checkedCode(row, 'barcode69'),
    standardCode: checkedCode(row, 'standardCode'),
    approvalNo: checkedCode(row, 'approvalNo'),
  }
  const limits = limitsOf(row)
  const prefixes = prefixesOf(row)
  if (before?.larger && read.packUnits !== undefined && read.packUnits !== before.packUnits)
    say('packUnits', '大包装标识码按原数量登记，在档案里一起改')
  if (!product) return undefined
  agree(row, product)
  const text = (column: 'manufacturer' | 'packUnit' | 'form' | 'insuranceCode') =>
    read[column] === undefined ? undefined : String(read[column])
  return {
    code: before?.code ?? String(read.code ?? ''),
    product: product.code,
    name: product.name,
    spec: product.spec,
    drugClass: product.drugClass ?? 'WAT',
    form: text('form') ?? before?.form ?? product.form,
    manufacturer: text('manufacturer') ?? before?.manufacturer ?? '',
    packUnit: text('packUnit') ?? before?.packUnit ?? '盒',
    packUnits: Number(read.packUnits ?? before?.packUnits ?? 1),
    prefixes,
    insuranceCode: text('insuranceCode')?.toUpperCase() ?? before?.insuranceCode ?? null,
    ...codes,
    ...limits,
    ...recoverOf(row, product),
    productId: product.productId,
    larger: before?.larger ?? false,
  }
}
