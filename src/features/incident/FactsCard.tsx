import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import type { IncidentDetail } from './contract.ts'

const columns: readonly Column<IncidentDetail['lines'][number]>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 130, text: (r) => r.lotNo ?? '不明' },
  { key: 'manufacturer', title: '生产单位', width: 140, text: (r) => r.manufacturer ?? '' },
  {
    key: 'units',
    title: '数量',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
  },
]

/** What is missing, and how that was found out. */
export function FactsCard({ of }: { of: IncidentDetail }) {
  return (
    <>
      <Card title="涉及药品" flush>
        <PlainTable columns={columns} rows={of.lines} rowKey={(r) => `${r.drugId}|${r.lotNo ?? ''}`} />
      </Card>
      <Card title="发现">
        <FactList
          items={[
            { label: '地点', value: of.foundPlace },
            { label: '发现人', value: of.foundBy },
            { label: '登记', value: `${of.openedBy}，${instantText(of.openedAt)}` },
            { label: '经过', value: of.summary },
          ]}
        />
      </Card>
    </>
  )
}
