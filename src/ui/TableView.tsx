import { Checkbox } from 'antd'
import { useEffect, useRef, type ReactNode } from 'react'
import { cell, nextSort, type Column } from './column.ts'
import type { Tone } from './theme.ts'

export interface Selection<Key> {
  has: (key: Key) => boolean
  toggle: (key: Key) => void
  all: boolean
  some: boolean
  toggleAll: () => void
}

export interface TableViewProps<Row> {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string | number
  current?: string | number | undefined
  tone?: (row: Row) => Tone | undefined
  onOpen?: (row: Row) => void
  sort?: string | undefined
  onSort?: (sort: string | undefined) => void
  selection?: Selection<string | number> | undefined
  foot?: ReactNode
}

/** Head and rows; knows nothing of where rows come from. */
export function TableView<Row>(props: TableViewProps<Row>) {
  const { columns, rows, rowKey, selection, foot } = props
  return (
    <table className="z-table">
      <thead>
        <tr>
          {selection && (
            <th className="z-table-check">
              <Checkbox
                checked={selection.all}
                indeterminate={selection.some && !selection.all}
                onChange={selection.toggleAll}
                aria-label="选择本页"
              />
            </th>
          )}
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={rowKey(row)} row={row} {...props} />
        ))}
      </tbody>
      {foot && <tfoot>{foot}</tfoot>}
    </table>
  )
}

interface HeadProps<Row> {
  column: Column<Row>
  sort: string | undefined
  onSort: ((sort: string | undefined) => void) | undefined
}

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const { key, title, width, align } = column
  const up = sort === key
  const down = sort === `-${key}`
  const style = width === undefined ? undefined : { width }
  if (!column.sortable || !onSort) {
    return (
      <th data-align={align} style={style}>
        {title}
      </th>
    )
  }
  return (
    <th data-align={align} style={style} aria-sort={up ? 'ascending' : down ? 'descending' : 'none'}>
      <button type="button" className="z-sort" onClick={() => onSort(nextSort(sort, key))}>
        {title}
        <i aria-hidden>{up ? '↑' : down ? '↓' : ''}</i>
      </button>
    </th>
  )
}

function Line<Row>(props: TableViewProps<Row> & { row: Row }) {
  const { row, columns, rowKey, current, tone, onOpen, selection } = props
  const key = rowKey(row)
  const isCurrent = current === key
  const line = useRef<HTMLTableRowElement>(null)
  const colour = tone?.(row)
  useEffect(() => {
    if (isCurrent) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isCurrent])
  return (
    <tr
      ref={line}
      className={colour && `z-tone-${colour}`}
      data-current={isCurrent ? '' : undefined}
      data-open={onOpen ? '' : undefined}
      onClick={(e) => {
        // Buttons, links and boxes in the row act for themselves.
        if ((e.target as HTMLElement).closest('a, button, input, label')) return
        onOpen?.(row)
      }}
    >
      {selection && (
        <td className="z-table-check">
          <Checkbox
            checked={selection.has(key)}
            onChange={() => selection.toggle(key)}
            aria-label="选择这一行"
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.key} data-align={column.align}>
          {cell(column, row)}
        </td>
      ))}
    </tr>
  )
}
