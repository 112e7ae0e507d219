import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { qualifications } from '#core/identity/permissions.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { ImportDrawer } from '#ui/ImportDrawer.tsx'
import { useMay } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Person } from '#ui/Person.tsx'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listRoles, listStaff, type StaffMember } from './contract.ts'
import { staffImport } from './importContract.ts'
import { NewStaffPanel } from './NewStaffPanel.tsx'
import { currentOf } from './rules.ts'
import { StaffPanel } from './StaffPanel.tsx'

const columns: readonly Column<StaffMember>[] = [
  {
    key: 'name',
    title: '姓名',
    sortable: true,
    render: (r) => <Person name={r.name} role={r.title} />,
    exportText: (r) => r.name,
  },
  { key: 'title', title: '职务', hidden: true },
  {
    key: 'account',
    title: '账号',
    sortable: true,
    render: (r) => <span className="z-code">{r.account}</span>,
    exportText: (r) => r.account,
  },
  { key: 'department', title: '科室', sortable: true, text: (r) => r.department ?? '' },
  { key: 'roles', title: '岗位', text: (r) => r.roles.map((role) => role.name).join('、') || '未设' },
  {
    key: 'qualifications',
    title: '资格',
    render: (r) => <Qualifications of={r} />,
    exportText: (r) =>
      currentOf(r.qualifications)
        .map((q) => `${qualifications[q.type]} 至 ${q.validTo}`)
        .join('；'),
  },
  {
    key: 'signIn',
    title: '登录方式',
    text: (r) => ['密码', ...(r.hasCard && r.hasPin ? ['胸卡'] : [])].join('、'),
  },
  {
    key: 'state',
    title: '状态',
    width: 80,
    render: (r) => (r.disabledAt ? <StatusTag tone="grey">停用</StatusTag> : '在用'),
    exportText: (r) => (r.disabledAt ? '停用' : '在用'),
  },
]

/** Valid ones in plain words; what runs out or has run out as a tag. */
function Qualifications({ of }: { of: StaffMember }) {
  const shown = currentOf(of.qualifications)
  if (shown.length === 0) return <span className="z-caption">无</span>
  return (
    <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
      {shown.map((q) => {
        if (q.state === 'expired')
          return <StatusTag key={q.type} tone="red">{`${qualifications[q.type]}已过期`}</StatusTag>
        if (q.state === 'nearExpiry')
          return (
            <StatusTag
              key={q.type}
              tone="amber"
            >{`${qualifications[q.type]} ${q.validTo.slice(5)} 到期`}</StatusTag>
          )
        return <span key={q.type}>{qualifications[q.type]}</span>
      })}
    </span>
  )
}

const fixed: readonly Filter[] = [
  {
    key: 'qualification',
    title: '全部资格',
    options: [
      { value: 'nearExpiry', text: '30 天内到期' },
      { value: 'expired', text: '已过期' },
    ],
  },
  {
    key: 'state',
    title: '在用、停用',
    options: [
      { value: 'active', text: '在用' },
      { value: 'disabled', text: '停用' },
    ],
  },
]

export function Page() {
  const may = useMay('staff.write')
  const [search, change] = useSearch()
  const [fresh, setFresh] = useState(false)
  const [bringing, setBringing] = useState(false)
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const roles = useCall(listRoles, org).data?.rows ?? []
  const open = search['person'] ? Number(search['person']) : undefined
  const filters: readonly Filter[] = [
    { key: 'role', title: '全部岗位', options: roles.map((r) => ({ value: r.code, text: r.name })) },
    ...fixed,
  ]
  return (
    <Frame
      title="人员与资格"
      scope="资格只在本院有效，到期当天仍有效；30 天内到期提示"
      actions={
        may && (
          <>
            <ActButton
              icon={<UploadOutlined />}
              onClick={() => {
                change({ person: undefined })
                setBringing(true)
              }}
            >
              批量导入
            </ActButton>
            <ActButton kind="filled" icon={<PlusOutlined />} onClick={() => setFresh(true)}>
              新增人员
            </ActButton>
          </>
        )
      }
      fit
    >
      <DataTable
        endpoint={listStaff}
        input={org}
        columns={columns}
        rowKey={(r) => r.userId}
        search="姓名、账号、职务"
        filters={filters}
        onOpen={(r) => change({ person: r.userId })}
        {...(may ? { onNew: () => setFresh(true) } : {})}
        exportName="人员与资格"
        empty="还没有人员"
      />
      {open !== undefined && (
        <StaffPanel key={open} id={open} roles={roles} onClose={() => change({ person: undefined })} />
      )}
      {fresh && (
        <NewStaffPanel
          roles={roles}
          onClose={() => setFresh(false)}
          onMade={(id) => change({ person: id })}
        />
      )}
      {bringing && (
        <ImportDrawer
          what="人员"
          endpoints={staffImport}
          undone="新增的人停用（账号保留，可再启用）"
          onClose={() => setBringing(false)}
        />
      )}
    </Frame>
  )
}
