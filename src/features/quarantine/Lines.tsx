import { Card } from '#ui/Card.tsx'
import type { Column as Col } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { Link } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { RecordDetail } from './contract.ts'

const lineColumns: readonly Col<RecordDetail['lines'][number]>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 120 },
  { key: 'expiry', title: '有效期', width: 110 },
  { key: 'manufacturer', title: '生产单位', width: 130, text: (r) => r.manufacturer ?? '' },
  {
    key: 'units',
    title: '移入',
    width: 80,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} />,
  },
  {
    key: 'leftUnits',
    title: '仍待查',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.leftUnits} unit={r.unit} strong />,
  },
]

/** Lots of a record, and their codes. */
export function Lines({ of }: { of: RecordDetail }) {
  const codes = of.lines.flatMap((l) => l.codes)
  return (
    <Card title="待查药品" scope={`${of.lines.length} 个批号，${codes.length} 个码`} flush>
      <PlainTable columns={lineColumns} rows={of.lines} rowKey={(r) => r.lotId} />
      {codes.length > 0 && (
        <div className="q-codes">
          {codes.map((code) => (
            <Link key={code} to={`/trace/${encodeURIComponent(code)}`}>
              <TraceCode code={code} />
            </Link>
          ))}
        </div>
      )}
    </Card>
  )
}
