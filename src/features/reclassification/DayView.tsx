import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Column as Stack, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { ConfirmCard } from './ConfirmCard.tsx'
import { readChange, whyTitle, type ChangeDetail, type StockLine } from './contract.ts'
import { Became, Fit, StateTag } from './words.tsx'

const columns: readonly Column<StockLine>[] = [
  { key: 'drug', title: '药品', text: (r) => `${r.name} ${r.spec}` },
  { key: 'became', title: '分类', width: 110, render: (r) => <Became of={r} /> },
  { key: 'lotNo', title: '批号', width: 100, render: (r) => <span className="z-code">{r.lotNo}</span> },
  { key: 'place', title: '所在', width: 150 },
  {
    key: 'units',
    title: '数量',
    width: 84,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
  },
  { key: 'unfit', title: '储位', width: 170, render: (r) => <Fit of={r} /> },
]

/** One day's change: what lies where, where it must not stay, who may no longer, what was written under the old class. */
export function DayView({ day, org }: { day: string; org?: number }) {
  const query = useCall(readChange, { day, ...(org ? { org } : {}) }, { refetchInterval: 30_000 })
  const of = query.data
  const may = useMay('reclassification.confirm') && org === undefined
  return (
    <Frame
      fit
      title={`${day} 重分类`}
      crumb={[{ title: '重分类', to: '/reclassifications' }, { title: day }]}
      {...(of ? { tag: <StateTag of={of.state} />, facts: factsOf(of) } : {})}
    >
      {query.error && !of ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !of ? (
        <SkeletonRows rows={8} />
      ) : (
        <Columns widths="minmax(0, 1fr) 380px">
          <Stack>
            <Card title="库存清单" scope="生效日 0 时；未到的为现在" flush grow>
              <PlainTable
                columns={columns}
                rows={of.stock}
                rowKey={(r) => `${r.lotId}/${r.accountId}`}
                tone={(r) => (r.unfit ? 'red' : undefined)}
                empty={<EmptyState title="没有库存" text="这些品种在生效日 0 时没有库存" />}
              />
            </Card>
            <OpenRx of={of} />
          </Stack>
          <Stack>
            <ConfirmCard key={of.listHash} of={of} may={may} />
            <People of={of} />
          </Stack>
        </Columns>
      )}
    </Frame>
  )
}

const factsOf = (of: ChangeDetail) => [
  { label: '品种', value: `${of.drugs.length} 个` },
  { label: '库存', value: `${of.lines} 行` },
  { label: '要移库', value: `${of.unfitLines} 行`, ...(of.unfitLines > 0 ? { tone: 'red' as const } : {}) },
]

function OpenRx({ of }: { of: ChangeDetail }) {
  if (of.prescriptions.length === 0) return null
  return (
    <Card title="未调配的处方" scope="按原分类开具，生效后须重新开具" flush>
      <PlainTable
        rows={of.prescriptions}
        rowKey={(r) => r.prescriptionId}
        onOpen={(r) => go(`/prescriptions/${r.prescriptionId}`)}
        columns={[
          { key: 'no', title: '处方编号', width: 140, render: (r) => <span className="z-code">{r.no}</span> },
          { key: 'prescriber', title: '医师', width: 80 },
          { key: 'drug', title: '药品' },
          { key: 'validTo', title: '有效到', width: 110 },
        ]}
      />
    </Card>
  )
}

function People({ of }: { of: ChangeDetail }) {
  return (
    <Card title="权限不够的人员" scope={of.people.length > 0 ? `${of.people.length} 人` : '没有'} flush grow>
      {of.people.length > 0 && (
        <PlainTable
          rows={of.people}
          rowKey={(r) => `${r.userId}/${r.why}`}
          columns={[
            { key: 'name', title: '姓名', width: 130, text: (r) => `${r.name} ${r.title}` },
            { key: 'why', title: '缺少', text: (r) => whyTitle[r.why] },
          ]}
        />
      )}
    </Card>
  )
}
