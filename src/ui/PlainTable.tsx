import type { ReactNode } from 'react'
import { EmptyState } from './EmptyState.tsx'
import { TableView, type TableViewProps } from './TableView.tsx'

interface Props<Row> extends Omit<TableViewProps<Row>, 'selection' | 'sort' | 'onSort'> {
  empty?: ReactNode
}

/** The look of a list for rows which are here already. */
export function PlainTable<Row>({ empty, ...props }: Props<Row>) {
  if (props.rows.length === 0) return <>{empty ?? <EmptyState title="还没有记录" />}</>
  return (
    <div className="z-table-wrap">
      <TableView {...props} />
    </div>
  )
}
