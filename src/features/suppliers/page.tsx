import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { useMay } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listSuppliers, type LicenceState, type Supplier } from './contract.ts'
import { SupplierPanel } from './SupplierPanel.tsx'

const licenceTitle: Record<LicenceState, string> = {
  valid: '有效',
  nearExpiry: '即将到期',
  expired: '已过期',
  none: '未登记',
}

const filters: readonly Filter[] = [
  {
    key: 'licence',
    title: '全部许可证',
    options: Object.entries(licenceTitle).map(([value, text]) => ({ value, text })),
  },
  {
    key: 'state',
    title: '在用、停用',
    options: [
      { value: 'active', text: '在用' },
      { value: 'stopped', text: '停用' },
    ],
  },
]

const columns: readonly Column<Supplier>[] = [
  { key: 'code', title: '编码', width: 80, sortable: true },
  {
    key: 'name',
    title: '供应商',
    sortable: true,
    render: (r) => <b style={{ fontWeight: 500 }}>{r.name}</b>,
    exportText: (r) => r.name,
  },
  { key: 'licenceNo', title: '经营许可证号', text: (r) => r.licenceNo ?? '未登记' },
  {
    key: 'licenceValidTo',
    title: '许可证有效期至',
    sortable: true,
    render: (r) => <Licence of={r} />,
    exportText: (r) => r.licenceValidTo,
  },
  { key: 'contact', title: '联系人', text: (r) => r.contact ?? '' },
  { key: 'phone', title: '电话', text: (r) => r.phone ?? '' },
  { key: 'address', title: '地址', hidden: true, text: (r) => r.address ?? '' },
  {
    key: 'state',
    title: '状态',
    width: 80,
    render: (r) => (r.stoppedAt ? <StatusTag tone="grey">停用</StatusTag> : '在用'),
    exportText: (r) => (r.stoppedAt ? '停用' : '在用'),
  },
]

function Licence({ of }: { of: Supplier }) {
  if (of.licence === 'none') return <span className="z-caption">未登记</span>
  if (of.licence === 'valid') return <>{of.licenceValidTo}</>
  return (
    <StatusTag
      tone={of.licence === 'expired' ? 'red' : 'amber'}
    >{`${of.licenceValidTo} ${licenceTitle[of.licence]}`}</StatusTag>
  )
}

/** Undefined: closed. `new`: an empty form. */
type Shown = Supplier | 'new' | undefined

export function Page() {
  const may = useMay('supplier.write')
  const [search] = useSearch()
  const [shown, setShown] = useState<Shown>()
  return (
    <Frame
      title="供应商"
      scope="麻精药品定点批发企业；许可证到期前 90 天提示"
      actions={
        may && (
          <ActButton kind="filled" icon={<PlusOutlined />} onClick={() => setShown('new')}>
            新增供应商
          </ActButton>
        )
      }
      fit
    >
      <DataTable
        endpoint={listSuppliers}
        input={search['org'] ? { org: Number(search['org']) } : {}}
        columns={columns}
        rowKey={(r) => r.supplierId}
        search="名称、编码、联系人"
        filters={filters}
        onOpen={setShown}
        {...(may ? { onNew: () => setShown('new') } : {})}
        tone={(r) => (r.licence === 'expired' && !r.stoppedAt ? 'red' : undefined)}
        exportName="供应商"
        empty="还没有供应商"
        emptyText="新增后才能录采购单"
      />
      {shown && (
        <SupplierPanel
          key={shown === 'new' ? 'new' : shown.supplierId}
          of={shown}
          may={may}
          onClose={() => setShown(undefined)}
        />
      )}
    </Frame>
  )
}
