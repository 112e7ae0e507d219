import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { Sums } from '#ui/Sums.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { listOrders, orderStates, orderStateTitle, type OrderRow } from './contract.ts'
import { ImportPanel } from './ImportPanel.tsx'
import { yuanForPeople } from './money.ts'
import { NewOrderPanel } from './NewOrderPanel.tsx'
import { StateTag } from './StateTag.tsx'

const columns: readonly Column<OrderRow>[] = [
  {
    key: 'no',
    title: '单号',
    sortable: true,
    render: (r) => <span className="z-code">{r.no}</span>,
    exportText: (r) => r.no,
  },
  { key: 'externalNo', title: '原系统单号', sortable: true, text: (r) => r.externalNo ?? '' },
  { key: 'supplier', title: '供应商', sortable: true },
  { key: 'orderedOn', title: '下单日期', sortable: true },
  { key: 'lines', title: '品种', align: 'right', render: (r) => <Quantity value={r.lines} /> },
  {
    key: 'receivedSums',
    title: '已收',
    align: 'right',
    render: (r) => <Sums of={r.receivedSums} />,
    exportText: (r) => sumText(r.receivedSums),
  },
  {
    key: 'orderedSums',
    title: '应收',
    align: 'right',
    render: (r) => <Sums of={r.orderedSums} />,
    exportText: (r) => sumText(r.orderedSums),
  },
  {
    key: 'amount',
    title: '金额（元）',
    align: 'right',
    render: (r) => yuanForPeople(r.amount),
    exportText: (r) => r.amount,
  },
  {
    key: 'createdBy',
    title: '录入',
    text: (r) => `${r.createdBy}${r.source === 'import' ? '（导入）' : ''}`,
  },
  { key: 'createdAt', title: '录入时间', sortable: true, text: (r) => shortInstant(r.createdAt) },
  {
    key: 'state',
    title: '状态',
    width: 96,
    render: (r) => <StateTag of={r.state} />,
    exportText: (r) => orderStateTitle[r.state],
  },
]

const states: Filter = {
  key: 'state',
  title: '全部状态',
  options: orderStates.map((s) => ({ value: s, text: orderStateTitle[s] })),
}

export function Page() {
  const may = useMay('purchase.write')
  const maySuppliers = useMay('supplier.read')
  const [search] = useSearch()
  const [shown, setShown] = useState<'import' | 'new'>()
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const suppliers =
    useCall(listSuppliers, maySuppliers ? { ...org, pageSize: 500 } : undefined).data?.rows ?? []
  const filters = [
    states,
    {
      key: 'supplier',
      title: '全部供应商',
      width: 180,
      options: suppliers.map((s) => ({ value: String(s.supplierId), text: s.name })),
    },
  ]
  const close = () => setShown(undefined)
  return (
    <Frame
      title="采购单"
      scope="收货按采购单核对；状态由签字入库的收货单算出"
      actions={
        may && (
          <>
            <ActButton icon={<UploadOutlined />} onClick={() => setShown('import')}>
              导入采购单
            </ActButton>
            <ActButton kind="filled" icon={<PlusOutlined />} onClick={() => setShown('new')}>
              录入采购单
            </ActButton>
          </>
        )
      }
      fit
    >
      <DataTable
        endpoint={listOrders}
        input={org}
        columns={columns}
        rowKey={(r) => r.orderId}
        search="单号、原系统单号、供应商"
        filters={filters}
        onOpen={(r) => go(`/orders/${r.orderId}`)}
        {...(may ? { onNew: () => setShown('new') } : {})}
        exportName="采购单"
        empty="还没有采购单"
        emptyText="从 HIS 导出的表直接导入，或手工录入"
      />
      {shown === 'import' && <ImportPanel onClose={close} />}
      {shown === 'new' && <NewOrderPanel suppliers={suppliers.filter((s) => !s.stoppedAt)} onClose={close} />}
    </Frame>
  )
}
