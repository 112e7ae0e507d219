import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { listSupplierReturns, supplierReturnReasonTitle, type SupplierReturnRow } from './contract.ts'

const columns: readonly Column<SupplierReturnRow>[] = [
  { key: 'no', title: '退货单', width: 140 },
  {
    key: 'returnedAt',
    title: '退货时间',
    width: 120,
    render: (r) => shortInstant(r.returnedAt),
    exportText: (r) => instantText(r.returnedAt),
  },
  { key: 'supplier', title: '供应商', width: 200 },
  { key: 'drugs', title: '药品' },
  {
    key: 'units',
    title: '数量',
    width: 100,
    align: 'right',
    render: (r) => <Sums of={r.sums} />,
    exportText: (r) => sumText(r.sums),
  },
  { key: 'reasonKind', title: '原因', width: 90, text: (r) => supplierReturnReasonTitle[r.reasonKind] },
  { key: 'confirmationNo', title: '供应商确认', width: 140 },
  { key: 'returnedBy', title: '经办', width: 80 },
  { key: 'witnessedBy', title: '复核', width: 80 },
  {
    key: 'state',
    title: '状态',
    width: 86,
    render: (r) => r.reversed && <StatusTag tone="grey">已红冲</StatusTag>,
    exportText: (r) => (r.reversed ? '已红冲' : ''),
  },
]

/** 退货: what went back to suppliers. */
export function Page() {
  const may = useMay('supplierReturn.work')
  const [search] = useSearch()
  const input = search['org'] ? { org: Number(search['org']) } : {}
  const start = () => go('/supplier-returns/new')
  return (
    <Frame
      fit
      title="退货"
      scope="退给原送货的供应商，须有对方确认；退出后追溯码随之释放"
      actions={
        may && (
          <ActButton kind="filled" k="F4" onClick={start}>
            退货
          </ActButton>
        )
      }
    >
      <DataTable
        endpoint={listSupplierReturns}
        input={input}
        columns={columns}
        rowKey={(r) => r.id}
        search="单号、供应商、药品、确认号"
        onOpen={(r) => go(`/supplier-returns/${r.id}`)}
        {...(may ? { onNew: start } : {})}
        exportName="退货单"
        empty="还没有退货"
        emptyText="质量问题、发错品种的药品可退给原供应商"
      />
    </Frame>
  )
}
