import { PrinterOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import type { Column as Col } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { readSupplierReturn, supplierReturnReasonTitle, type SupplierReturnDetail } from './contract.ts'
import { Sheet } from './Sheet.tsx'

const crumb = [{ title: '退货', to: '/supplier-returns' }, { title: '退货单' }]

const columns: readonly Col<SupplierReturnDetail['lines'][number]>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 120 },
  { key: 'expiry', title: '有效期', width: 110 },
  {
    key: 'codes',
    title: '追溯码',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.codes.length} unit="个" />,
  },
  {
    key: 'units',
    title: '数量',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
  },
]

export function Page() {
  const { id } = useParams()
  const { data: of, error, refetch } = useCall(readSupplierReturn, { id: Number(id) })
  return (
    <Frame
      fit
      title={of?.no ?? '退货单'}
      crumb={crumb}
      tag={
        of && <StatusTag tone={of.reversed ? 'grey' : 'green'}>{of.reversed ? '已红冲' : '已退货'}</StatusTag>
      }
      actions={
        <ActButton k="Ctrl+P" icon={<PrinterOutlined />} onClick={() => window.print()}>
          打印
        </ActButton>
      }
    >
      {error && !of ? (
        <ErrorState title="没有读到退货单" error={error} retry={refetch} />
      ) : !of ? (
        <SkeletonRows rows={8} />
      ) : (
        <Columns widths="minmax(0, 1fr) 400px">
          <Card title="退货药品" flush grow>
            <PlainTable columns={columns} rows={of.lines} rowKey={(r) => r.lotId} />
          </Card>
          <Facts of={of} />
        </Columns>
      )}
      {of && <Sheet of={of} />}
    </Frame>
  )
}

function Facts({ of }: { of: SupplierReturnDetail }) {
  return (
    <Card
      title="退货"
      grow
      foot={
        <>
          <ProofBadge no={of.eventId} />
          <Link to={`/movements/${of.movementId}`}>这笔出入账</Link>
        </>
      }
    >
      <FactList
        items={[
          { label: '退给', value: of.supplier },
          { label: '从', value: of.account },
          { label: '原因', value: `${supplierReturnReasonTitle[of.reasonKind]}，${of.reason}` },
          { label: '供应商确认', value: `${of.confirmationNo}，${of.confirmedBy}` },
          { label: '经办', value: `${of.returnedBy} ${of.returnedTitle}` },
          { label: '复核', value: `${of.witnessedBy} ${of.witnessTitle}` },
          { label: '时间', value: instantText(of.returnedAt) },
        ]}
      />
    </Card>
  )
}
