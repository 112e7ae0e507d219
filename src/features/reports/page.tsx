import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useMe } from '#ui/me.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { OrgPicker } from './OrgPicker.tsx'
import { ReportList, type Listed } from './ReportList.tsx'
import { ReportActions, ReportView } from './ReportView.tsx'
import { useOrg, useReports } from './useReport.ts'
import './reports.css'

/** 报表 */
export function Page() {
  return <Reports register={false} />
}

/** Reports that have a page of their own stand in the same list. */
const others: readonly Listed[] = [
  { code: 'closure', title: '闭环核对表', group: 'loop', to: '/reports/closure' },
]

/** 报表 and 专册登记 are one screen: the list, and what is open. */
export function Reports({ register }: { register: boolean }) {
  const { query, rows } = useReports(register)
  const { org, missing } = useOrg()
  const code = useParams()['code'] ?? rows[0]?.code
  const me = useMe()
  const report = rows.find((r) => r.code === code)
  const own = me.permissions.includes('report.read') && !register ? others : []
  const base = register ? '/registers' : '/reports'
  const whose = org === undefined ? '' : `?org=${org}`
  const list: Listed[] = [
    ...rows.map(({ code: c, title, group }) => ({ code: c, title, group, to: `${base}/${c}${whose}` })),
    ...own.map((o) => ({ ...o, to: `${o.to}${whose}` })),
  ]
  const look = register ? 'sheet' : 'table'
  const title = register ? '专册登记' : '报表'
  return (
    <Frame
      fit
      title={report?.title ?? title}
      crumb={[{ title, to: `${base}${whose}` }, ...(report ? [{ title: report.title }] : [])]}
      scope={report?.basis}
      actions={
        <>
          <OrgPicker />
          {report && !missing && <ReportActions report={report} org={org} look={look} />}
        </>
      }
    >
      {query.error ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !query.data ? (
        <SkeletonRows rows={12} />
      ) : (
        <Columns widths="208px minmax(0, 1fr)">
          <ReportList rows={list} current={report?.code} />
          {missing ? (
            <Card grow>
              <EmptyState title="先选一家医疗机构" text="在右上角选择后，按该院的账显示；只读" />
            </Card>
          ) : report ? (
            <ReportView key={report.code} report={report} org={org} look={look} />
          ) : (
            <Card grow>
              <EmptyState
                title={rows.length === 0 ? '没有可看的报表' : '没有这张报表'}
                text="按岗位权限列出；需要别的请找本院药学部负责人"
                action={<Link to="/">回首页</Link>}
              />
            </Card>
          )}
        </Columns>
      )}
    </Frame>
  )
}
