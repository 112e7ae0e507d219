import { RightOutlined } from '@ant-design/icons'
import { issueKindTitle, listIssues, type IssueRow } from '#features/issue/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import './residue.css'

const toWaste = (row: IssueRow) => () => go(`/issues/${row.id}?act=waste`)

/** 残余处理: what is opened in this person's hand and not given; a touch leads straight to wasting it, on a phone too. */
export function Page() {
  const me = useMe()
  const query = useCall(
    listIssues,
    { holderId: me.userId, left: 'content', sort: 'dueAt', pageSize: 100 },
    { refetchInterval: 30_000 },
  )
  const rows = query.data?.rows ?? []
  const [first] = rows
  return (
    <Frame
      title="残余处理"
      scope="我名下还有药液的领用，时限最近的在上"
      actions={
        first && (
          <ActButton kind="filled" k="F4" onClick={toWaste(first)}>
            弃去残余
          </ActButton>
        )
      }
    >
      <Card flush>
        {query.error && !query.data && <ErrorState error={query.error} retry={query.refetch} />}
        {!query.error && !query.data && <SkeletonRows rows={3} height={64} />}
        {query.data && rows.length === 0 && (
          <EmptyState title="没有要处理的残余" text={`${me.name} 名下开启的药液都已有去向`} />
        )}
        <ul className="res-list">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      </Card>
    </Frame>
  )
}

function Row({ row }: { row: IssueRow }) {
  const about = [row.refNo, row.room, `患者 ${row.patientName}`, `${shortInstant(row.issuedAt)} 领用`]
    .filter(Boolean)
    .join('，')
  return (
    <li>
      <button
        type="button"
        className="res-row"
        data-late={row.state === 'overdue' ? '' : undefined}
        onClick={toWaste(row)}
      >
        <span className="res-words">
          <b>{row.title}</b>
          <small>
            {issueKindTitle[row.kind]} {about}
          </small>
        </span>
        <span className="res-left">{row.openContents} 支有残余</span>
        <StatusTag tone={row.state === 'overdue' ? 'red' : 'amber'}>{deadlineText(row.dueAt)}</StatusTag>
        <RightOutlined />
      </button>
    </li>
  )
}
