import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { ImportDrawer } from '#ui/ImportDrawer.tsx'
import { useMay } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { licenceKindTitle, listSuppliers, type LicenceState, type Supplier } from './contract.ts'
import { supplierImport } from './importContract.ts'
import { licenceOn } from './rules.ts'
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
    title: '全部证照',
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
  {
    key: 'licences',
    title: '其他证照',
    render: (r) => <Others of={r} />,
    exportText: (r) =>
      r.licences.map((l) => `${licenceKindTitle[l.kind]} ${l.licenceNo} ${l.validTo ?? '长期'}`).join('；'),
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

/** 药品经营许可证 on the day; other licences only where one of them asks for something. */
function Licence({ of }: { of: Supplier }) {
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const state = licenceOn(of.licenceValidTo, day)
  if (state === 'none') return <span className="z-caption">未登记</span>
  if (state === 'valid') return <>{of.licenceValidTo}</>
  return <Due state={state} day={of.licenceValidTo} />
}

function Others({ of }: { of: Supplier }) {
  if (of.licences.length === 0) return <span className="z-caption">无</span>
  const due = of.licences.filter((l) => l.state !== 'valid')
  if (due.length === 0) return <>{of.licences.length} 份有效</>
  return (
    <>
      {due.map((l) => (
        <Due key={l.kind} state={l.state} day={`${licenceKindTitle[l.kind]} ${l.validTo}`} />
      ))}
    </>
  )
}

function Due({ state, day }: { state: LicenceState; day: string | null }) {
  return <StatusTag tone={state === 'expired' ? 'red' : 'amber'}>{`${day} ${licenceTitle[state]}`}</StatusTag>
}

/** Undefined: closed. `new`: an empty form. */
type Shown = Supplier | 'new' | 'import' | undefined

export function Page() {
  const may = useMay('supplier.write')
  const [search] = useSearch()
  const [shown, setShown] = useState<Shown>()
  return (
    <Frame
      title="供应商"
      scope="麻精药品定点批发企业；证照到期前 90 天提示"
      actions={
        may && (
          <>
            <ActButton icon={<UploadOutlined />} onClick={() => setShown('import')}>
              批量导入
            </ActButton>
            <ActButton kind="filled" icon={<PlusOutlined />} onClick={() => setShown('new')}>
              新增供应商
            </ActButton>
          </>
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
      {shown === 'import' && (
        <ImportDrawer what="供应商" endpoints={supplierImport} onClose={() => setShown(undefined)} />
      )}
      {shown && shown !== 'import' && (
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
