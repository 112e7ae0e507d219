import { Checkbox } from 'antd'
import { useState } from 'react'
import { byStep, permissions, qualifications } from '#core/identity/permissions.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { deadlineText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { Link, useParams, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import {
  listChanges,
  readPersonAccess,
  changeTitle,
  type AssignmentOf,
  type NodeOf,
  type PersonAccess,
} from './contract.ts'
import { GrantPanel } from './GrantPanel.tsx'
import { ScopePanel } from './ScopePanel.tsx'
import './access.css'

/** What one person may do now, and for each node that is off the reason and the way back. */
export function Page() {
  const { id = '' } = useParams()
  const [search] = useSearch()
  const org = search['org']
  const query = useCall(readPersonAccess, { userId: Number(id) })
  const person = query.data
  return (
    <Frame
      fit
      title={person?.name ?? '个人权限'}
      scope={person && [person.title, person.department, person.account].filter(Boolean).join(' · ')}
      tag={person?.disabledAt && <StatusTag tone="grey">账号停用</StatusTag>}
      crumb={[{ title: '岗位与授权', to: `/access${org ? `?org=${org}` : ''}` }, { title: '个人权限' }]}
      actions={
        <>
          <Link to={`/training/people/${id}${org ? `?org=${org}` : ''}`}>培训档案</Link>
        </>
      }
    >
      {query.error && !person && <ErrorState error={query.error} retry={query.refetch} />}
      {!person && !query.error && <SkeletonRows rows={12} />}
      {person && <Body person={person} org={org ? Number(org) : undefined} />}
    </Frame>
  )
}

function Body({ person, org }: { person: PersonAccess; org: number | undefined }) {
  const me = useMe()
  const may = useMay('access.write') && person.userId !== me.userId
  const [granting, setGranting] = useState(false)
  const [scoping, setScoping] = useState<AssignmentOf>()
  const [all, setAll] = useState(false)
  const asleep = person.nodes.filter((n) => n.state === 'asleep').length
  const on = person.nodes.filter((n) => n.state === 'on').length
  return (
    <Columns widths="minmax(0, 1fr) 400px">
      <Card
        grow
        title="现在能办什么"
        scope={`${on} 项可办${asleep > 0 ? `，${asleep} 项停用` : ''}`}
        extra={
          <Checkbox checked={all} onChange={(e) => setAll(e.target.checked)}>
            也列出没有的
          </Checkbox>
        }
      >
        <Nodes of={person} all={all} />
      </Card>
      <Column>
        <Card
          title="岗位与范围"
          extra={
            may && (
              <ActButton size="small" onClick={() => setGranting(true)}>
                临时授权
              </ActButton>
            )
          }
        >
          {person.assignments.length === 0 && <EmptyState title="没有岗位" text="在人员与资格里给岗位" />}
          <ul className="a-list">
            {person.assignments.map((a) => (
              <li key={`${a.role} ${a.until ?? ''}`}>
                <b>{a.name}</b>
                {a.until ? (
                  <StatusTag tone="blue">{`临时，${deadlineText(a.until)}`}</StatusTag>
                ) : may ? (
                  <button type="button" className="z-link" onClick={() => setScoping(a)}>
                    改范围
                  </button>
                ) : (
                  <span />
                )}
                <span className="z-caption a-wide">{a.scope ? `只限 ${a.scope}` : '不限分类和储位'}</span>
              </li>
            ))}
          </ul>
          {person.userId === me.userId && <span className="z-caption">本人的权限由另一位管理员办理</span>}
        </Card>
        <Card title="资格">
          <ul className="a-list">
            {person.qualifications.map((q) => (
              <li key={q.type}>
                <b>{qualifications[q.type]}</b>
                {q.valid ? (
                  <span>{q.words}</span>
                ) : person.nodes.some((n) => n.state === 'asleep' && n.need === q.type) ? (
                  <StatusTag tone="red">{q.words}</StatusTag>
                ) : (
                  <span className="z-caption">{q.words}</span>
                )}
              </li>
            ))}
          </ul>
        </Card>
        <Recent userId={person.userId} org={org} />
      </Column>
      {granting && <GrantPanel userId={person.userId} onClose={() => setGranting(false)} />}
      {scoping && <ScopePanel person={person} assignment={scoping} onClose={() => setScoping(undefined)} />}
    </Columns>
  )
}

function Nodes({ of, all }: { of: PersonAccess; all: boolean }) {
  const shown = of.nodes.filter((n) => all || n.state !== 'none')
  const known = new Map(shown.map((n) => [n.permission, n]))
  if (shown.length === 0) return <EmptyState title="没有任何权限" text="给一个岗位，或批一次临时授权" />
  return (
    <div className="a-nodes">
      {byStep(shown.map((n) => n.permission)).map((step) => (
        <section key={step.title}>
          <h3>{step.title}</h3>
          {step.nodes.map((p) => {
            const node = known.get(p)
            return node && <Node key={p} of={node} />
          })}
        </section>
      ))}
    </div>
  )
}

function Node({ of }: { of: NodeOf }) {
  if (of.state === 'on')
    return (
      <div className="a-node" title={of.from.join('、')}>
        <span>{permissions[of.permission]}</span>
        <span className="z-caption">{of.from.join('、')}</span>
      </div>
    )
  return (
    <div className="a-node" title={of.why ?? ''}>
      <span>
        {permissions[of.permission]}{' '}
        {of.state === 'asleep' ? (
          <StatusTag tone="red">停用</StatusTag>
        ) : (
          <StatusTag tone="grey">没有</StatusTag>
        )}
      </span>
      <span className={of.state === 'asleep' ? 'z-tone-red a-why' : 'z-caption'}>{of.why}</span>
    </div>
  )
}

function Recent({ userId, org }: { userId: number; org: number | undefined }) {
  const query = useCall(listChanges, { user: userId, org, pageSize: 6 })
  const rows = query.data?.rows ?? []
  return (
    <Card title="最近变更" scope={query.data && `共 ${query.data.total} 次`}>
      {rows.length === 0 && <EmptyState title="没有变更" />}
      <ul className="a-list">
        {rows.map((r) => (
          <li key={r.changeId}>
            <b>{changeTitle[r.kind]}</b>
            <span className="z-caption">{`${r.at.slice(0, 10)}　${r.actor ?? '系统版本'}`}</span>
            <span className="z-caption a-wide" title={r.reason ?? ''}>
              {[r.before, r.after].filter(Boolean).join(' → ')}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
