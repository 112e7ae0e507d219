import type { ReactNode } from 'react'

export interface Column<Row> {
  key: string
  title: string
  width?: number | string
  align?: 'left' | 'right'
  render?: (row: Row) => ReactNode
  /** Plain words: shown when there is no `render`, and exported. */
  text?: (row: Row) => string | number | null | undefined
  sortable?: boolean
  /** Not shown until chosen under 列. */
  hidden?: boolean
  exportText?: (row: Row) => string | number | null | undefined
}

/** What stands in an exported cell; a column that only draws is left out of the export. */
export function exported<Row>(column: Column<Row>, row: Row): string | number | null {
  const take = column.exportText ?? column.text
  if (take) return take(row) ?? null
  const raw = (row as Record<string, unknown>)[column.key]
  return typeof raw === 'string' || typeof raw === 'number' ? raw : null
}

export function cell<Row>(column: Column<Row>, row: Row): ReactNode {
  if (column.render) return column.render(row)
  return exported(column, row)
}

/** `-name` is downwards. A third click takes the sorting away. */
export function nextSort(sort: string | undefined, key: string): string | undefined {
  if (sort === key) return `-${key}`
  return sort === `-${key}` ? undefined : key
}
