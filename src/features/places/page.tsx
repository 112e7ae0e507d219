import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { Dropdown, Button } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Columns } from '#ui/Columns.tsx'
import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import type { ImportEndpoints } from '#core/imports/contract.ts'
import { ImportDrawer } from '#ui/ImportDrawer.tsx'
import { useMay } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import { listDepartments, listPlaces, placeKinds, placeKindTitle, type Place } from './contract.ts'
import { DepartmentTree } from './DepartmentTree.tsx'
import { departmentImport, limitImport, placeImport } from './importContract.ts'
import { PlacePanel } from './PlacePanel.tsx'

const tiers = ['一级库', '二级库', '三级库']

const filters: readonly Filter[] = [
  {
    key: 'kind',
    title: '全部类型',
    width: 112,
    options: placeKinds.map((kind) => ({ value: kind, text: placeKindTitle[kind] })),
  },
  {
    key: 'tier',
    title: '全部级别',
    width: 112,
    options: tiers.map((text, i) => ({ value: String(i + 1), text })),
  },
  {
    key: 'state',
    title: '在用、停用',
    width: 112,
    options: [
      { value: 'active', text: '在用' },
      { value: 'stopped', text: '停用' },
    ],
  },
]

const columns: readonly Column<Place>[] = [
  { key: 'code', title: '编码', width: 80, sortable: true },
  {
    key: 'name',
    title: '储位',
    sortable: true,
    render: (r) => (
      <>
        <b style={{ fontWeight: 500 }}>{r.name}</b>
        {r.cabinet && <span className="z-caption"> 在{r.cabinet}</span>}
      </>
    ),
    exportText: (r) => r.name,
  },
  { key: 'kind', title: '类型', sortable: true, text: (r) => placeKindTitle[r.kind] },
  { key: 'tier', title: '级别', sortable: true, text: (r) => tiers[r.tier - 1] },
  { key: 'department', title: '科室', sortable: true, text: (r) => r.department ?? '' },
  {
    key: 'drawerDrugs',
    title: '可放药品',
    hidden: true,
    text: (r) => (r.kind === 'drawer' ? r.drawerDrugs.join('、') || '不限' : ''),
  },
  { key: 'drugs', title: '品种', align: 'right', render: (r) => <Quantity value={r.drugs} /> },
  {
    key: 'heldUnits',
    title: '现存',
    align: 'right',
    render: (r) =>
      r.kind === 'recovery' ? <Quantity value={r.heldUnits} unit="个" /> : <Sums of={r.heldSums} />,
  },
  {
    key: 'state',
    title: '状态',
    width: 80,
    render: (r) => (r.stoppedAt ? <StatusTag tone="grey">停用</StatusTag> : '在用'),
    exportText: (r) => (r.stoppedAt ? '停用' : '在用'),
  },
]

type Shown = Place | 'new' | undefined

const imports: Record<string, { what: string; endpoints: ImportEndpoints }> = {
  department: { what: '科室', endpoints: departmentImport },
  place: { what: '储位', endpoints: placeImport },
  limit: { what: '储位限量', endpoints: limitImport },
}

export function Page() {
  const may = useMay('place.write')
  const [search, change] = useSearch()
  const [shown, setShown] = useState<Shown>()
  const [bringing, setBringing] = useState<string>()
  const bring = bringing === undefined ? undefined : imports[bringing]
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const departments = useCall(listDepartments, org)
  const chosen = search['department'] ? Number(search['department']) : undefined
  return (
    <Frame
      title="科室与储位"
      scope="储位就是账户：药品任何时候都在某一个储位或某一个人名下"
      actions={
        may && (
          <>
            <Dropdown
              menu={{
                items: Object.entries(imports).map(([key, { what }]) => ({ key, label: `导入${what}` })),
                onClick: ({ key }) => {
                  setShown(undefined)
                  setBringing(key)
                },
              }}
              trigger={['click']}
            >
              <Button icon={<UploadOutlined aria-hidden />}>批量导入</Button>
            </Dropdown>
            <ActButton kind="filled" icon={<PlusOutlined />} onClick={() => setShown('new')}>
              新增储位
            </ActButton>
          </>
        )
      }
      fit
    >
      <Columns widths="280px minmax(0, 1fr)">
        <DepartmentTree
          query={departments}
          chosen={chosen}
          onChoose={(id) => change({ department: id, page: undefined })}
          may={may}
        />
        <DataTable
          endpoint={listPlaces}
          input={{ ...org, ...(chosen ? { department: chosen } : {}) }}
          columns={columns}
          rowKey={(r) => r.placeId}
          search="名称、编码、科室"
          filters={filters}
          onOpen={setShown}
          {...(may ? { onNew: () => setShown('new') } : {})}
          empty={chosen ? '这个科室没有储位' : '还没有储位'}
        />
      </Columns>
      {bring && <ImportDrawer {...bring} onClose={() => setBringing(undefined)} />}
      {shown && (
        <PlacePanel
          key={shown === 'new' ? 'new' : shown.placeId}
          of={shown}
          may={may}
          department={chosen}
          departments={departments.data?.rows ?? []}
          onClose={() => setShown(undefined)}
        />
      )}
    </Frame>
  )
}
