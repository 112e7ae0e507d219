import { Refusal, type Facts, type RefusalCode } from '#core/refusal.ts'
import type { conclusions, qualityStates, ReceiptLine } from './contract.ts'

/** A line as counting sees it: units, and what has come to it so far. */
export interface CountLine {
  readonly id: number
  /** Number in the document, from 1. */
  readonly line: number
  readonly drugId: number
  readonly drug: string
  readonly expectedUnits: number
  readonly lotNo: string | null
  readonly made: string | null
  readonly expiry: string | null
  readonly acceptedUnits: number
  readonly damagedUnits: number
  readonly shortUnits: number
}

/** What is known of a scanned pack: from the supplier's file, from the code itself, from the line, from the books. */
export interface PackFacts {
  readonly code: string
  readonly drugId: number | undefined
  readonly drug: string
  readonly drugClass?: string
  readonly prefix: string
  readonly units: number
  readonly lotNo?: string | null
  readonly made?: string | null
  readonly expiry?: string | null
}

export interface Placed {
  readonly lineId: number
  readonly lotNo: string
  readonly made: string | null
  readonly expiry: string
}

/** Units still to come to a line before it is in order. */
export const openUnits = (
  line: Pick<CountLine, 'expectedUnits' | 'acceptedUnits' | 'damagedUnits' | 'shortUnits'>,
): number => line.expectedUnits - line.acceptedUnits - line.damagedUnits - line.shortUnits

const no = (code: RefusalCode, facts: Facts): never => {
  throw new Refusal(code, facts)
}

/**
 * Finds the line that a pack belongs to and its lot. `expiryOf` gives the expiry by which the books, or packs of this
 * receipt, know a lot of this drug. Refuses: CODE_PRODUCT_UNKNOWN, CODE_NOT_IN_ORDER, RECEIPT_OVER,
 * RECEIPT_LOT_REQUIRED (its facts name the line and, where known, the lot), LOT_MISMATCH, LOT_EXPIRED, CODE_DATE_ORDER.
 */
export function placePack(
  pack: PackFacts,
  lines: readonly CountLine[],
  expiryOf: (lotNo: string) => string | undefined,
  today: string,
): Placed {
  if (pack.drugId === undefined) return no('CODE_PRODUCT_UNKNOWN', { prefix: pack.prefix })
  const ofDrug = lines.filter((l) => l.drugId === pack.drugId)
  if (ofDrug.length === 0)
    return no('CODE_NOT_IN_ORDER', {
      drug: pack.drug,
      drugClass: pack.drugClass,
      code: pack.code,
      units: pack.units,
    })
  const line = ofDrug.find((l) => openUnits(l) >= pack.units)
  if (!line) {
    const expected = ofDrug.reduce((sum, l) => sum + l.expectedUnits, 0)
    return no('RECEIPT_OVER', {
      drug: pack.drug,
      expected,
      code: pack.code,
      units: pack.units,
      lineId: ofDrug[0]?.id,
    })
  }
  return { lineId: line.id, ...lotOfPack(pack, line, expiryOf, today) }
}

function lotOfPack(
  pack: PackFacts,
  line: CountLine,
  expiryOf: (lotNo: string) => string | undefined,
  today: string,
): Omit<Placed, 'lineId'> {
  const lotNo = pack.lotNo ?? line.lotNo
  const sameLot = lotNo === line.lotNo
  const known = lotNo ? expiryOf(lotNo) : undefined
  const expiry = pack.expiry ?? (sameLot ? line.expiry : null) ?? known
  if (!lotNo || !expiry)
    return no('RECEIPT_LOT_REQUIRED', { drug: pack.drug, lineId: line.id, lot: lotNo, code: pack.code })
  if (known && known !== expiry) return no('LOT_MISMATCH', { lot: lotNo, known, code: pack.code })
  if (expiry < today)
    return no('LOT_EXPIRED', { lot: lotNo, expiry, act: '入库', drug: pack.drug, code: pack.code })
  const made = pack.made ?? (sameLot ? line.made : null)
  if (made && made >= expiry) return no('CODE_DATE_ORDER', { line: line.line, expiry, made })
  return { lotNo, made, expiry }
}

/** Every unit that was ordered must be accepted, damaged or short before two people sign. */
export function checkComplete(
  lines: readonly CountLine[],
  counted: boolean,
  unitOf: (drugId: number) => string,
): void {
  if (!counted && lines.every((l) => l.shortUnits + l.damagedUnits < l.expectedUnits))
    throw new Refusal('RECEIPT_NOTHING_SCANNED')
  const open = lines.filter((l) => openUnits(l) > 0)
  const [first] = open
  if (!first) return
  const facts = (l: CountLine) => ({ drug: l.drug, missing: `${openUnits(l)} ${unitOf(l.drugId)}` })
  throw new Refusal(
    'RECEIPT_LINE_OPEN',
    facts(first),
    open.map((l) => ({ code: 'RECEIPT_LINE_OPEN' as const, field: String(l.id), facts: facts(l) })),
  )
}

/**
 * The conclusion may not contradict the goods: what is refused (拒收) does not enter the store, and what enters was
 * not refused. Refuses: INPUT_INVALID on `conclusion`.
 */
export function checkConclusion(conclusion: string, acceptedUnits: number): void {
  if ((conclusion === '拒收') === (acceptedUnits === 0)) return
  const message = acceptedUnits === 0 ? '没有合格药品，结论应为拒收' : '有药品入库，结论不能是拒收'
  throw new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field: 'conclusion', facts: { message } }])
}

type Packed = Pick<ReceiptLine, 'packUnits' | 'packUnit' | 'unit'>

/** Units as a person counts them: whole packs where they come out even, else the smallest unit. */
export function inPacks(line: Packed, units: number): { value: number; unit: string } {
  const even = line.packUnits > 1 && units % line.packUnits === 0
  return even ? { value: units / line.packUnits, unit: line.packUnit } : { value: units, unit: line.unit }
}

/** `1 盒（10 支）`, `5 支`. */
export function packsText(line: Packed, units: number): string {
  const { value, unit } = inPacks(line, units)
  return unit === line.unit ? `${units} ${unit}` : `${value} ${unit}（${units} ${line.unit}）`
}

/** Places of a line in which packs are still to come; a rest smaller than a pack is a place too. */
export const openPlaces = (line: ReceiptLine): number =>
  Math.ceil(Math.max(0, openUnits(line)) / line.packUnits)

/** What keeps the document from being signed: `芬太尼 4 盒、咪达唑仑 4 盒`; empty: nothing does. */
export function lackingOf(lines: readonly ReceiptLine[]): string {
  const open = lines.filter((l) => openUnits(l) > 0)
  const named = open.slice(0, 2).map((l) => {
    const { value, unit } = inPacks(l, openUnits(l))
    return `${l.name} ${value.toLocaleString('en-US')} ${unit}`
  })
  return [...named, ...(open.length > 2 ? [`另 ${open.length - 2} 个品种`] : [])].join('、')
}

/** Progress of the whole document in packs; lines by hand may not come out even, so places are counted. */
export function packTotals(lines: readonly ReceiptLine[]): {
  done: number
  total: number
  short: number
  unit: string
} {
  const places = (line: ReceiptLine, units: number) => Math.ceil(units / line.packUnits)
  const packUnits = new Set(lines.map((l) => l.packUnit))
  const [only] = packUnits
  return {
    done: lines.reduce((n, l) => n + l.packs, 0),
    total: lines.reduce((n, l) => n + places(l, l.expectedUnits), 0),
    short: lines.reduce((n, l) => n + places(l, l.shortUnits + l.damagedUnits), 0),
    unit: packUnits.size === 1 && only ? only : '件',
  }
}

/** What people most often write, the usual one first. */
export const discrepancyNotes = {
  short: ['外箱封签完好，箱内缺少', '外箱破损，箱内缺少', '整箱未到'],
  damaged: ['安瓿破碎', '外包装破损', '封签已开', '标签污损，批号不清'],
  surplus: ['不在本单，已放待查盒', '超出应到数量，已放待查盒'],
} as const

interface Words {
  readonly head: string
  readonly detail: string
}

const redBox = '这盒先放进红色待查盒，不要入柜'

/** Head and advice of a refused scan: what happened, then what to do with the box in hand. */
const refusalWords: Partial<Record<string, (facts: Facts) => Words>> = {
  NETWORK: () => ({ head: '没有送到服务器', detail: '这盒还没有计入。网络恢复后按 Esc，再扫这一盒。' }),
  CODE_NOT_IN_ORDER: (f) => ({
    head: '此码不在本单',
    detail: `本单没有${f['drug']}。${redBox}；继续扫下一盒，或登记为多送。`,
  }),
  RECEIPT_OVER: (f) => ({
    head: '超出应到数量',
    detail: `本单的${f['drug']}已经扫够。${redBox}；继续扫下一盒，或登记为多送。`,
  }),
  CODE_IN_STOCK_HERE: (f) => ({
    head: '已在本院账上',
    detail: `账上在${f['place']}，不能再收一次。${redBox}，并查这个码的来历。`,
  }),
  CODE_HELD_ELSEWHERE: () => ({
    head: '已在别的单位入账',
    detail: '同一个码只能在一处。这盒封存待查，不要入柜；已记录，主管部门可以看到。',
  }),
  CODE_PRODUCT_UNKNOWN: (f) => ({
    head: '认不出是什么药',
    detail: `药品标识码 ${f['prefix']} 还没有建档。这盒先放一边，请管理员在药品档案里登记后再扫。`,
  }),
  CODE_IS_PRODUCT_BARCODE: () => ({
    head: '扫到的是商品条码',
    detail: '69 码分不出每一盒。请扫盒上 20 位的药品追溯码。',
  }),
  LOT_EXPIRED: (f) => ({
    head: '已过有效期',
    detail: `批号 ${f['lot']} 有效期至 ${f['expiry']}。${redBox}，向供货单位退换。`,
  }),
  LOT_MISMATCH: (f) => ({
    head: '有效期对不上',
    detail: `批号 ${f['lot']} 已记的有效期是 ${f['known']}。请看盒上的字；盒上不同的，先放进待查盒。`,
  }),
  RECEIPT_LOT_REQUIRED: () => ({
    head: '缺批号和有效期',
    detail: '这盒还没有计入。看盒上的批号、有效期，再扫一次就可以填。',
  }),
  CODE_NOT_SELLABLE_PACK: (f) =>
    /-\d{2,3}$/.test(String(f['code']))
      ? {
          head: '这是院内单支标签',
          detail: '收货要扫盒上的药品追溯码。贴了本院标签的药不该从供货单位来，请先放进待查盒。',
        }
      : {
          head: '这是大包装码',
          detail: '随货文件里没有它的下级码。请载入随货文件后再扫这一箱，或开箱逐盒扫。',
        },
}

/** Anything else is said as the server says it: the first clause is the head. */
export function scanRefusalWords(code: string, facts: Facts, text: string): Words {
  const [head = text] = text.split(/[，。（]/)
  return refusalWords[code]?.(facts) ?? { head, detail: text }
}

/** What the two would most often write, from what was counted. They may choose otherwise. */
export function usualConclusion(lines: readonly ReceiptLine[]): {
  quality: (typeof qualityStates)[number]
  conclusion: (typeof conclusions)[number]
} {
  const sum = (of: 'acceptedUnits' | 'damagedUnits') => lines.reduce((n, l) => n + l[of], 0)
  const damaged = sum('damagedUnits') > 0
  const quality = damaged ? '有破损，已隔离' : '外观、封签完好'
  if (sum('acceptedUnits') === 0 && lackingOf(lines) === '') return { quality, conclusion: '拒收' }
  return { quality, conclusion: damaged ? '部分合格入库' : '合格入库' }
}
