import { Card } from '#ui/Card.tsx'
import { dateText, instantText, unitText } from '#ui/format.ts'
import { Quantity } from '#ui/Quantity.tsx'
import type { FrozenTable } from './contract.ts'

type Cell = FrozenTable['rows'][number][number]
type Head = FrozenTable['columns'][number]

function Shown({ column, value }: { column: Head; value: Cell }) {
  if (value === null) return ''
  if (column.kind === 'quantity') return <Quantity value={Number(value)} />
  if (column.kind === 'date') return dateText(String(value))
  if (column.kind === 'instant') return instantText(String(value))
  return unitText(String(value))
}

/** One table as it was frozen. Columns that no row fills are not drawn; the workbook has them all. */
export function FrozenCard({ of }: { of: FrozenTable }) {
  const drawn = of.columns.flatMap((column, i) =>
    of.rows.some((row) => row[i] !== null && row[i] !== '') ? [{ column, i }] : [],
  )
  return (
    <Card flush title={of.title} scope={of.rows.length === 0 ? '本期无' : `${of.rows.length} 行`}>
      {of.rows.length > 0 && (
        <div className="z-table-wrap fi-table">
          <table className="z-table">
            <thead>
              <tr>
                {drawn.map(({ column }) => (
                  <th key={column.key} data-align={column.kind === 'quantity' ? 'right' : undefined}>
                    {column.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {of.rows.map((row, r) => (
                <tr key={r}>
                  {drawn.map(({ column, i }) => (
                    <td key={column.key} data-align={column.kind === 'quantity' ? 'right' : undefined}>
                      <Shown column={column} value={row[i] ?? null} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
