import { DataTable, type Column } from '#ui/DataTable.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { issueKindTitle, listIssues, type IssueRow } from '#features/issue/contract.ts'

const columns: readonly Column<IssueRow>[] = [
  {
    key: 'state', title: '时限', width: 150, exportText: (r) => deadlineText(r.dueAt),
    render: (r) => <StatusTag tone={r.state === 'overdue' ? 'red' : 'amber'}>{deadlineText(r.dueAt)}</StatusTag>,
  },
  { key: 'title', title: '手术或处方', render: (r) => r.title, exportText: (r) => r.title },
  { key: 'act', title: '', width: 96, render: () => <span className="z-link">弃去残余</span> },
  { key: 'openContents', title: '有残余', width: 76, align: 'right', text: (r) => `${r.openContents} 支` },
  { key: 'refNo', title: '编号', width: 130, render: (r) => <span className="z-code">{r.refNo}</span>, exportText: (r) => r.refNo },
  { key: 'kind', title: '类型', width: 60, text: (r) => issueKindTitle[r.kind] },
  { key: 'room', title: '房间', width: 100, text: (r) => r.room },
  { key: 'patientName', title: '患者', width: 70 },
  { key: 'issuedAt', title: '领用时间', width: 110, text: (r) => shortInstant(r.issuedAt) },
]

/** 残余处理: what is opened in this person's hand and not given; a row leads straight to wasting it. */
export function Page() {
  const me = useMe()
  return (
    <Frame fit title="残余处理" scope={`${me.name} 名下还有药液的领用，弃去须另一人见证、三张照片`}>
      <DataTable
        endpoint={listIssues}
        input={{ holderId: me.userId, left: 'content' }}
        defaultSort="dueAt"
        columns={columns}
        rowKey={(r) => r.id}
        tone={(r) => (r.state === 'overdue' ? 'red' : undefined)}
        onOpen={(r) => go(`/issues/${r.id}?act=waste`)}
        refetchInterval={30_000}
        empty="没有要处理的残余"
        emptyText="开启的药液都已有去向"
      />
    </Frame>
  )
}
