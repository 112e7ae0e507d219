import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { instantText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { changeKinds, changeTitle, listChanges, type Change } from './contract.ts'

const columns: readonly Column<Change>[] = [
  { key: 'at', title: '时间', width: 136, sortable: true, text: (r) => instantText(r.at) },
  { key: 'kind', title: '变更内容', width: 116, text: (r) => changeTitle[r.kind] },
  {
    key: 'person',
    title: '对象',
    width: 110,
    sortable: true,
    text: (r) => r.person ?? `岗位 ${r.role ?? ''}`,
  },
  { key: 'before', title: '变更前', render: (r) => <Words of={r.before} />, exportText: (r) => r.before },
  { key: 'after', title: '变更后', render: (r) => <Words of={r.after} wide />, exportText: (r) => r.after },
  { key: 'reason', title: '原因', render: (r) => <Words of={r.reason} />, exportText: (r) => r.reason },
  { key: 'actor', title: '办理人', width: 90, sortable: true, text: (r) => r.actor ?? '系统版本' },
  {
    key: 'eventId',
    title: '记录',
    width: 90,
    align: 'right',
    render: (r) => r.eventId !== null && <ProofBadge no={r.eventId} />,
    exportText: (r) => r.eventId,
  },
]

function Words({ of, wide }: { of: string | null; wide?: boolean }) {
  if (of === null) return <span className="z-caption">无</span>
  return (
    <span className={wide ? 'a-words a-words-wide' : 'a-words'} title={of}>
      {of}
    </span>
  )
}

const filters: readonly Filter[] = [
  { key: 'from', title: '开始日期', options: [], date: true },
  { key: 'to', title: '结束日期', options: [], date: true },
  {
    key: 'kind',
    title: '全部变更',
    width: 136,
    options: changeKinds.map((k) => ({ value: k, text: changeTitle[k] })),
  },
]

/** 授权变更: who changed whose rights, from what to what, why; it is only ever added to. */
export function ChangeList({ org }: { org: number | undefined }) {
  return (
    <DataTable
      endpoint={listChanges}
      input={{ org }}
      columns={columns}
      rowKey={(r) => r.changeId}
      search="人员、岗位、原因"
      filters={filters}
      onOpen={(r) => {
        if (r.userId !== null) go(`/access/people/${r.userId}${org === undefined ? '' : `?org=${org}`}`)
      }}
      exportName="授权变更"
      empty="还没有授权变更"
      emptyText="改岗位、范围、资格、密码和胸卡，停用账号，都会自动列在这里"
      pageSize={50}
    />
  )
}
