import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { dateText, instantText, unitText } from '#ui/format.ts'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import type { FrozenTable } from './contract.ts'

type Row = FrozenTable['rows'][number]
type Head = FrozenTable['columns'][number]

function shown(column: Head, value: Row[number]) {
  if (value === null) return ''
  if (column.kind === 'quantity') return <Quantity value={Number(value)} />
  if (column.kind === 'date') return dateText(String(value))
  if (column.kind === 'instant') return instantText(String(value))
  return unitText(String(value))
}

/** One table as it was frozen. Columns that no row fills are not drawn; the workbook has them all. */
export function FrozenCard({ of }: { of: FrozenTable }) {
  const filled = (i: number) => of.rows.some((row) => row[i] !== null && row[i] !== '')
  const columns = of.columns.flatMap((column, i): Column<Row>[] => {
    if (!filled(i)) return []
    const align = column.kind === 'quantity' ? { align: 'right' as const } : {}
    return [
      { key: column.key, title: column.title, render: (row) => shown(column, row[i] ?? null), ...align },
    ]
  })
  return (
    <Card flush title={of.title} scope={of.rows.length === 0 ? '本期无' : `${of.rows.length} 行`}>
      {of.rows.length > 0 && (
        <PlainTable columns={columns} rows={of.rows} rowKey={(row) => JSON.stringify(row)} />
      )}
    </Card>
  )
}
