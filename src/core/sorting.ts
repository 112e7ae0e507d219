import type { Tx } from './db.ts'
import { Refusal } from './refusal.ts'

/**
 * `order by` of a list: `column` or `-column`, only those the list itself names. Each value is SQL written by us,
 * never by the user. `last` makes the order total, so that pages neither repeat nor skip a row.
 * Refuses: INPUT_INVALID for a column that the list does not sort by.
 */
export function orderBy(
  tx: Tx,
  sort: string | undefined,
  columns: Readonly<Record<string, string>>,
  last: string,
) {
  if (sort === undefined || sort === '') return tx.unsafe(`order by ${last}`)
  const down = sort.startsWith('-')
  const name = down ? sort.slice(1) : sort
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined
  if (column === undefined) throw new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field: 'sort' }])
  return tx.unsafe(`order by ${column} ${down ? 'desc' : 'asc'} nulls last, ${last}`)
}
