import { Card } from '#ui/Card.tsx'
import type { Column as Col } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { Link } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { sumText } from '#ui/unit-sums.ts'
import type { WriteOffDetail, WriteOffLine } from './contract.ts'

const columns: readonly Col<WriteOffLine>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 110 },
  { key: 'expiry', title: '有效期', width: 100 },
  {
    key: 'units',
    title: '数量',
    width: 80,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
  },
  { key: 'manufacturer', title: '生产单位', width: 120, text: (r) => r.manufacturer ?? '' },
  { key: 'reason', title: '原因', width: 180 },
]

/** 清单: what was applied for, fixed by its hash once it is approved. */
export function ListCard({ of }: { of: WriteOffDetail }) {
  const codes = of.lines.flatMap((l) => l.codes)
  return (
    <Card
      title="清单"
      scope={of.listHash ? `定稿，指纹 ${of.listHash.slice(0, 8)}…${of.listHash.slice(-4)}` : '批准时定稿'}
      extra={
        <>
          合计 <b>{sumText(of.lines)}</b>
        </>
      }
      flush
      grow
    >
      <PlainTable columns={columns} rows={of.lines} rowKey={(r) => `${r.lotId}|${r.account}`} />
      {codes.length > 0 && (
        <div className="w-codes">
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
