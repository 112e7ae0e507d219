import { Refusal } from '#core/refusal.ts'
import { checkItems, type CheckItem } from './checkContract.ts'

interface Looked {
  readonly item: CheckItem
  readonly good: boolean
  readonly note?: string | undefined
}

/**
 * Every item is looked at once, and what is not in order says why; every lot of the place is counted once; where a count
 * differs, what was found is written down. Refuses: BASE_CHECK_ITEMS, BASE_CHECK_LINES, REASON_REQUIRED.
 */
export function checkComplete(
  items: readonly Looked[],
  counted: readonly { lotId: number; counted: number }[],
  book: ReadonlyMap<number, number>,
  found: string | undefined,
): void {
  const looked = new Set(items.map((i) => i.item))
  if (looked.size !== checkItems.length || items.length !== checkItems.length)
    throw new Refusal('BASE_CHECK_ITEMS')
  if (items.some((i) => !i.good && !i.note)) throw new Refusal('REASON_REQUIRED')
  const lots = new Set(counted.map((c) => c.lotId))
  const all =
    lots.size === counted.length && lots.size === book.size && counted.every((c) => book.has(c.lotId))
  if (!all) throw new Refusal('BASE_CHECK_LINES')
  if (counted.some((c) => c.counted !== book.get(c.lotId)) && !found) throw new Refusal('REASON_REQUIRED')
}
