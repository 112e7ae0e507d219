import type { DeliveryCode } from '../deliveryFile.ts'
import type { Collector } from './collect.ts'

/** One `Relation` element: a product with its packing ratio. */
export interface RelationGroup {
  readonly productCode: string
  /**
   * How many packs of the layer below one pack holds; index 0 = layer 2, index 1 = layer 3. Empty: not
   * stated.
   */
  readonly ratios: readonly number[]
}

export interface RelationEntry {
  readonly entry: DeliveryCode
  readonly group: RelationGroup
}

/**
 * `cascade` gives totals from the largest pack to the smallest: 1:5:50 is one carton with 5 bundles with
 * 50 boxes in all, so ten boxes to the bundle. Undefined when the totals do not divide.
 */
export function ratiosOf(cascade: string): number[] | undefined {
  if (cascade === '') return []
  if (!/^1(?::[1-9]\d{0,6}){0,2}$/.test(cascade)) return undefined
  const totals = cascade.split(':').map(Number)
  const ratios = totals.slice(1).map((total, i) => total / (totals[i] ?? 1))
  return ratios.every(Number.isInteger) ? ratios.toReversed() : undefined
}

/**
 * The checks that need the whole file: every pack has its place in the next larger one, and packs are full.
 */
export function checkRelations(entries: readonly RelationEntry[], collect: Collector): void {
  const tops = new Map<RelationGroup, number>()
  const children = new Map<string, number>()
  for (const { entry, group } of entries) {
    tops.set(group, Math.max(tops.get(group) ?? 1, entry.level))
    if (entry.parent) children.set(entry.parent, (children.get(entry.parent) ?? 0) + 1)
  }
  for (const { entry, group } of entries) {
    checkParent(entry, tops.get(group) ?? 1, collect)
    checkFull(entry, group, children.get(entry.code) ?? 0, collect)
  }
}

function checkParent(entry: DeliveryCode, top: number, collect: Collector): void {
  const { code, parent, level, line } = entry
  if (!parent) {
    if (level < top) collect.fault('CODE_PARENT_MISSING', line, { code })
    return
  }
  const around = collect.find(parent)
  if (!around) collect.fault('CODE_PARENT_NOT_IN_FILE', line, { code, parent })
  else if (around.level !== level + 1) collect.fault('CODE_LEVEL_WRONG', line, { code, parent })
}

function checkFull(entry: DeliveryCode, group: RelationGroup, found: number, collect: Collector): void {
  const { code, level, line } = entry
  if (level === 1 || group.ratios.length === 0) return
  const expected = group.ratios[level - 2]
  if (expected === undefined) {
    collect.fault('CODE_LINE_INVALID', line, { detail: `包装层级 ${level} 超出包装比例` })
  } else if (!entry.partial && found !== expected) {
    collect.fault('CODE_CHILD_COUNT', line, { code, found, expected })
  }
}
