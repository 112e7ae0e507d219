import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { classTitle, drugClasses } from '#core/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { num } from '#ui/format.ts'
import { ImportDrawer } from '#ui/ImportDrawer.tsx'
import { useMay } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { formGroups, formGroupTitle, listDrugs, type DrugRow } from './contract.ts'
import { DrugPanel } from './DrugPanel.tsx'
import { drugImport } from './importContract.ts'
import { NewDrugPanel } from './NewDrugPanel.tsx'

const filters: readonly Filter[] = [
  { key: 'class', title: '全部分类', options: drugClasses.map((c) => ({ value: c, text: classTitle[c] })) },
  {
    key: 'formGroup',
    title: '全部剂型',
    options: formGroups.map((g) => ({ value: g, text: formGroupTitle[g] })),
  },
  {
    key: 'state',
    title: '在用、停购',
    options: [
      { value: 'active', text: '在用' },
      { value: 'stopped', text: '停购' },
    ],
  },
]

const columns: readonly Column<DrugRow>[] = [
  { key: 'code', title: '编码', width: 90, sortable: true },
  { key: 'name', title: '药品', sortable: true, render: (r) => <Drug of={r} />, exportText: (r) => r.name },
  { key: 'spec', title: '规格', hidden: true },
  { key: 'drugClass', title: '分类', hidden: true, text: (r) => classTitle[r.drugClass] },
  { key: 'form', title: '剂型' },
  {
    key: 'packUnits',
    title: '包装',
    align: 'right',
    sortable: true,
    exportText: (r) => `${r.packUnits} ${r.unit}/${r.packUnit}`,
    render: (r) => <Quantity value={r.packUnits} unit={`${r.unit}/${r.packUnit}`} />,
  },
  {
    key: 'contentPerUnit',
    title: '每支含量',
    align: 'right',
    sortable: true,
    exportText: (r) => `${r.contentPerUnit} ${r.contentUnit}`,
    render: (r) =>
      r.contentPerUnit === 0 ? (
        <span className="z-caption">不计</span>
      ) : (
        <Quantity value={r.contentPerUnit} unit={r.contentUnit} />
      ),
  },
  {
    key: 'prefix',
    title: '追溯标识码',
    render: (r) => <span className="z-code">{r.prefix ?? '未登记'}</span>,
    exportText: (r) => r.prefix,
  },
  { key: 'barcode69', title: '条码', hidden: true, text: (r) => r.barcode69 ?? '' },
  { key: 'container', title: '回收', text: (r) => r.container ?? '不回收' },
  { key: 'manufacturer', title: '生产单位', sortable: true },
  {
    key: 'lowUnits',
    title: '下限',
    align: 'right',
    sortable: true,
    render: (r) => <Quantity value={r.lowUnits} />,
  },
  {
    key: 'highUnits',
    title: '上限',
    align: 'right',
    sortable: true,
    text: (r) => (r.highUnits === null ? '不设' : num(r.highUnits)),
  },
  {
    key: 'state',
    title: '状态',
    width: 96,
    render: (r) => <State of={r} />,
    exportText: (r) => (r.stoppedAt ? '停购' : '在用'),
  },
]

/** A normal row has no tag; what deviates is seen at once. */
function State({ of }: { of: DrugRow }) {
  if (of.stoppedAt) return <StatusTag tone="grey">停购</StatusTag>
  if (of.prefix === null) return <StatusTag tone="amber">缺标识码</StatusTag>
  return <>在用</>
}

export function Page() {
  const may = useMay('catalogue.write')
  const [search, change] = useSearch()
  const [fresh, setFresh] = useState(false)
  const [bringing, setBringing] = useState(false)
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const all = useCall(listDrugs, { pageSize: 1, ...org })
  const open = search['drug'] ? Number(search['drug']) : undefined
  const add = () => {
    change({ drug: undefined })
    setFresh(true)
  }
  const edit: Column<DrugRow> = {
    key: 'edit',
    title: '',
    width: 60,
    align: 'right',
    render: (r) => (
      <button type="button" className="z-link" onClick={() => change({ drug: r.drugId, edit: '1' })}>
        编辑
      </button>
    ),
  }
  return (
    <Frame
      title="药品档案"
      scope={all.data && `本院 ${num(all.data.total)} 个品种，与全平台药品目录对应`}
      actions={
        may && (
          <>
            <ActButton
              icon={<UploadOutlined />}
              onClick={() => {
                change({ drug: undefined })
                setBringing(true)
              }}
            >
              批量导入
            </ActButton>
            <ActButton kind="filled" icon={<PlusOutlined />} onClick={add}>
              新增药品
            </ActButton>
          </>
        )
      }
      fit
    >
      <DataTable
        endpoint={listDrugs}
        input={org}
        columns={may ? [...columns, edit] : columns}
        rowKey={(r) => r.drugId}
        search="名称、编码、规格、追溯标识码"
        filters={filters}
        onOpen={(r) => change({ drug: r.drugId, edit: undefined })}
        {...(may ? { onNew: add } : {})}
        exportName="药品档案"
        empty="还没有药品"
        emptyText="从全平台目录选一个品种开始"
      />
      {open !== undefined && (
        <DrugPanel
          key={open}
          id={open}
          edit={search['edit'] === '1'}
          onClose={() => change({ drug: undefined, edit: undefined })}
        />
      )}
      {bringing && <ImportDrawer what="药品" endpoints={drugImport} onClose={() => setBringing(false)} />}
      <NewDrugPanel open={fresh} onClose={() => setFresh(false)} onMade={(id) => change({ drug: id })} />
    </Frame>
  )
}
