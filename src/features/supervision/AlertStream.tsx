import { alertKindTitle, listAlerts, type AlertRow } from '#features/alerts/contract.ts'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { shortInstant, timeText } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'

const everyMs = 10_000

/** 实时预警: asks every ten seconds; says so when the line is dead. */
export function AlertStream({ org }: { org?: number }) {
  const query = useCall(listAlerts, { pageSize: 12, org }, { refetchInterval: everyMs, keep: true })
  const alive = !query.error
  return (
    <Card
      flush
      grow
      title={org === undefined ? '实时预警' : '预警'}
      extra={
        <StatusTag tone={alive ? 'green' : 'amber'}>
          {alive ? '接收中' : `断开，停在 ${timeText(query.dataUpdatedAt)}`}
        </StatusTag>
      }
      foot={
        <>
          <span>{query.data ? `共 ${query.data.total} 条` : ''}</span>
          <Link to={org === undefined ? '/alerts' : `/alerts?org=${org}`}>全部</Link>
        </>
      }
    >
      {query.data ? (
        query.data.rows.length === 0 ? (
          <EmptyState title="没有预警" text="有一码两地、短少、签字违规时自动出现" />
        ) : (
          query.data.rows.map((a) => <Item key={a.id} alert={a} named={org === undefined} />)
        )
      ) : query.error ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : (
        <SkeletonRows rows={6} height={64} />
      )}
    </Card>
  )
}

function Item({ alert: a, named }: { alert: AlertRow; named: boolean }) {
  return (
    <Link to={`/alerts?kind=${a.kind}&org=${a.orgId}`} className={`v-alert z-tone-${a.severity}`}>
      <span>
        <b>{alertKindTitle[a.kind]}</b>
        <time>{shortInstant(a.raisedAt)}</time>
      </span>
      <span>{a.text}</span>
      {named && <small>{a.org}</small>}
    </Link>
  )
}
