import { shortInstant } from '#ui/format.ts'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { useMe } from '#ui/me.ts'
import { go, Link, useSearch } from '#ui/nav.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { alertKinds, alertKindTitle, listAlerts, severity, severityTitle, type AlertRow } from './contract.ts'
import { alertPath } from './rules.ts'

const filters = [
  {
    key: 'severity',
    title: '全部程度',
    options: severity.options.map((s) => ({ value: s, text: severityTitle[s] })),
  },
  {
    key: 'kind',
    title: '全部类别',
    width: 148,
    options: alertKinds.map((k) => ({ value: k, text: alertKindTitle[k] })),
  },
]

function columnsFor(authority: boolean): Column<AlertRow>[] {
  const org: Column<AlertRow> = { key: 'org', title: '机构', width: 190, text: (r) => r.org }
  return [
    { key: 'raisedAt', title: '时间', width: 108, text: (r) => shortInstant(r.raisedAt) },
    {
      key: 'severity',
      title: '程度',
      width: 110,
      render: (r) => <StatusTag tone={r.severity}>{severityTitle[r.severity]}</StatusTag>,
      exportText: (r) => severityTitle[r.severity],
    },
    { key: 'kind', title: '类别', width: 120, text: (r) => alertKindTitle[r.kind] },
    { key: 'text', title: '内容', text: (r) => r.text },
    ...(authority ? [org] : []),
    {
      key: 'proof',
      title: '记录',
      width: 104,
      align: 'right',
      render: (r) => <ProofBadge no={r.eventId} />,
      exportText: (r) => r.eventId,
    },
    {
      key: 'open',
      title: '',
      width: 64,
      align: 'right',
      render: (r) => <Open row={r} authority={authority} />,
      exportText: () => '',
    },
  ]
}

function Open({ row, authority }: { row: AlertRow; authority: boolean }) {
  const path = alertPath(row, authority)
  return path ? <Link to={path}>查看</Link> : null
}

/** 预警: what somebody must look at, newest first. Closing a case comes with the case files. */
export function Page() {
  const authority = useMe().org.kind === 'authority'
  const [search] = useSearch()
  const org = authority ? Number(search['org']) || undefined : undefined
  return (
    <PageFrame
      fit
      title="预警"
      scope={
        authority
          ? '辖区机构的记录自动产生，10 秒更新；不含个人信息'
          : '由收货、调拨、双人签字等记录自动产生，主管部门同时可见；不含个人信息'
      }
    >
      <DataTable
        endpoint={listAlerts}
        input={{ org }}
        columns={columnsFor(authority)}
        rowKey={(r) => r.id}
        search={authority ? '内容、编号、机构' : '内容、编号'}
        filters={filters}
        tone={(r) => (r.severity === 'red' ? 'red' : undefined)}
        onOpen={(r) => {
          const path = alertPath(r, authority)
          if (path) go(path)
        }}
        exportName="预警"
        empty="没有预警"
        emptyText="出现一码两地、短少、签字违规等情形时，会自动列在这里"
        refetchInterval={10_000}
        pageSize={50}
      />
    </PageFrame>
  )
}
