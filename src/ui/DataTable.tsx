import { Button, type InputRef } from 'antd'
import { useRef, type ReactNode } from 'react'
import type { CallInputOf } from '#core/contract.ts'
import type { Column } from './column.ts'
import { ColumnChooser, useColumns } from './ColumnChooser.tsx'
import { EmptyState } from './EmptyState.tsx'
import { ErrorState } from './ErrorState.tsx'
import { ExportButton } from './ExportButton.tsx'
import { FilterRow, type Filter } from './FilterRow.tsx'
import { num } from './format.ts'
import { Freshness } from './Freshness.tsx'
import { KeyCap } from './KeyCap.tsx'
import { Pages } from './Pages.tsx'
import { SkeletonRows } from './SkeletonRows.tsx'
import { TableView } from './TableView.tsx'
import type { Tone } from './theme.ts'
import { useList, type Listed, type ListEndpoint, type RowOf } from './useList.ts'
import { useRows } from './useRows.ts'

export type { Column } from './column.ts'
export type { Filter } from './FilterRow.tsx'

export interface DataTableProps<E extends ListEndpoint> {
  endpoint: E
  /** Fixed part of the question; the address adds filters, sort and page. */
  input?: Partial<CallInputOf<E>>
  columns: readonly Column<RowOf<E>>[]
  rowKey: (row: RowOf<E>) => string | number
  /** Placeholder of the search box; without it there is none. */
  search?: string
  filters?: readonly Filter[]
  defaultSort?: string
  onOpen?: (row: RowOf<E>) => void
  onNew?: () => void
  tone?: (row: RowOf<E>) => Tone | undefined
  selectable?: boolean
  batch?: (rows: RowOf<E>[], clear: () => void) => ReactNode
  /** Name of the exported file; without it there is no export. */
  exportName?: string
  empty?: string
  emptyText?: string
  pageSize?: number
  /** Right of the filters, before 列. */
  extra?: ReactNode
  refetchInterval?: number
}

/** A list of one endpoint, as a card which fills the height that is left. */
export function DataTable<E extends ListEndpoint>(props: DataTableProps<E>) {
  const { endpoint, columns, rowKey, filters = [], pageSize = 20, batch, onOpen, onNew } = props
  type Row = RowOf<E>
  const box = useRef<InputRef>(null)
  const list = useList({ ...props, filters: filters.map((f) => f.key), pageSize })
  const data = list.query.data as Listed<Row> | undefined
  const rows = data?.rows ?? []
  const { shown, off, toggle } = useColumns(endpoint.name, columns)
  const at = useRows<Row>({
    rows,
    rowKey,
    selectable: props.selectable ?? batch !== undefined,
    onOpen,
    onNew,
    onSearch: props.search ? () => box.current?.focus() : undefined,
  })
  const read = list.read as (page: number, size: number) => Promise<Listed<Row>>
  return (
    <section className="z-card z-card-grow">
      {batch && at.chosen.length > 0 ? (
        <BatchRow count={at.chosen.length} clear={at.clear}>
          {batch(at.chosen, at.clear)}
        </BatchRow>
      ) : (
        <FilterRow placeholder={props.search} filters={filters} {...list} box={box}>
          <Freshness at={list.query.dataUpdatedAt} />
          <span className="z-caption">{data ? `${num(data.total)} 条` : ''}</span>
          {props.extra}
          {props.exportName && <ExportButton name={props.exportName} columns={columns} read={read} />}
          <ColumnChooser columns={columns} off={off} toggle={toggle} />
        </FilterRow>
      )}
      <div className="z-table-wrap" style={{ flex: 1 }}>
        <Body list={list} data={data} empty={props.empty} emptyText={props.emptyText} pageSize={pageSize}>
          <TableView<Row>
            {...{ columns: shown, rows, rowKey, tone: props.tone, sort: list.sort, current: at.current }}
            onOpen={onOpen && at.open}
            onSort={(sort) => list.ask({ sort })}
            selection={at.selection}
          />
        </Body>
      </div>
      <footer className="z-card-foot">
        <KeyHints open={onOpen !== undefined} fresh={onNew !== undefined} pick={at.selection !== undefined} />
        <Pages page={list.page} pageSize={pageSize} total={data?.total ?? 0} onPage={list.toPage} />
      </footer>
    </section>
  )
}

interface BodyProps {
  list: ReturnType<typeof useList>
  data: Listed<unknown> | undefined
  empty: string | undefined
  emptyText: string | undefined
  pageSize: number
  children: ReactNode
}

function Body({ list, data, empty = '还没有记录', emptyText, pageSize, children }: BodyProps) {
  const { query, filtered, clear } = list
  if (query.error && !data) return <ErrorState error={query.error} retry={query.refetch} />
  if (!data) return <SkeletonRows rows={Math.min(pageSize, 16)} />
  if (data.rows.length > 0) return children
  if (!filtered) return <EmptyState title={empty} text={emptyText} />
  const button = (
    <Button size="small" onClick={clear}>
      清除条件
    </Button>
  )
  return <EmptyState title="没有符合条件的记录" text="试试去掉一个条件" action={button} />
}

function BatchRow({ count, clear, children }: { count: number; clear: () => void; children: ReactNode }) {
  return (
    <div className="z-filter z-filter-batch">
      <b>已选 {count} 条</b>
      {children}
      <button type="button" className="z-link" onClick={clear}>
        取消选择
      </button>
    </div>
  )
}

function KeyHints({ open, fresh, pick }: { open: boolean; fresh: boolean; pick: boolean }) {
  return (
    <div className="z-list-keys">
      <span>
        <KeyCap>J</KeyCap>
        <KeyCap>K</KeyCap> 上下
      </span>
      {open && <Hint k="Enter" text="打开" />}
      {fresh && <Hint k="N" text="新增" />}
      {pick && <Hint k="X" text="选择" />}
    </div>
  )
}

function Hint({ k, text }: { k: string; text: string }) {
  return (
    <span>
      <KeyCap>{k}</KeyCap> {text}
    </span>
  )
}
