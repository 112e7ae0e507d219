import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { num } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { Batches } from './Batches.tsx'
import { RulePanel } from './RulePanel.tsx'
import './retention.css'
import { applyBatch, endRule, readRetention, type Erasable, type RecordRow } from './contract.ts'

const bases = { expiry: '有效期满后', day: '记录之日起' } as const

function Rules({ row }: { row: RecordRow }) {
  const may = useMay('retention.approve')
  const end = useAct(endRule)
  return row.rules.map((r) => (
    <div key={`${r.id ?? ''}${r.base}${r.years}${r.basis}`} className="rt-rule">
      {bases[r.base]} {r.years} 年 <span className="z-caption">{r.basis}</span>
      {r.id !== null && may && (
        <ReasonButton
          size="small"
          verb="停用"
          refused={end.refused}
          onConfirm={(reason) => end.run({ ruleId: r.id ?? 0, reason })}
        />
      )}
    </div>
  ))
}

function Passed({ row }: { row: RecordRow }) {
  const may = useMay('retention.apply')
  const apply = useAct(applyBatch)
  const free = row.passed - row.held
  if (!row.erasable) return <span className="z-caption">不删除：账册、分录、存证与照片长期保留</span>
  return (
    <>
      {may && free > 0 ? (
        <ReasonButton
          verb={`申请销毁 ${num(free)} 条`}
          title="申请说明"
          hint="批准、执行、监督须是另外的人"
          presets={['保存期满，按规定清理']}
          onConfirm={(reason) => apply.run({ record: row.record as Erasable, reason })}
        />
      ) : (
        <span className="z-caption">{free > 0 ? '由药学部负责人申请' : '没有到期的'}</span>
      )}
      {apply.refused && <Notice tone="red">{apply.refused.text}</Notice>}
    </>
  )
}

const columns: Column<RecordRow>[] = [
  { key: 'title', title: '记录', render: (r) => <b>{r.title}</b> },
  { key: 'rules', title: '保存规则，取较晚的一日', render: (r) => <Rules row={r} /> },
  { key: 'records', title: '现有', align: 'right', render: (r) => `${num(r.records)} ${r.unit}` },
  { key: 'oldest', title: '最早', render: (r) => r.oldest ?? '无' },
  { key: 'passed', title: '已到期', align: 'right', render: (r) => `${num(r.passed)} ${r.unit}` },
  { key: 'held', title: '冻结中', align: 'right', render: (r) => num(r.held) },
  { key: 'next', title: '处理', render: (r) => <Passed row={r} /> },
]

/** 保存与销毁: how long everything is kept, what has passed its term, and its destruction by four people. */
export function Page() {
  const [search] = useSearch()
  const me = useMe()
  const org = Number(search['org']) || undefined
  const missing = me.org.kind === 'authority' && org === undefined
  const query = useCall(readRetention, missing ? undefined : { org })
  const [adding, setAdding] = useState(false)
  const may = useMay('retention.apply')
  return (
    <Frame
      title="保存与销毁"
      scope="到期也不会自动删除；销毁的是患者姓名、编号、诊断和打开存证用的盐，账和存证指纹不变"
      actions={
        <>
          <Link to="/registers/destroyed">保存期满销毁登记</Link>
          {may && (
            <button type="button" className="z-link" onClick={() => setAdding(true)}>
              加一条更长的规则
            </button>
          )}
        </>
      }
    >
      {missing ? (
        <Card>
          <EmptyState title="先选一家医疗机构" text="从辖区总览打开一家机构，再看它的保存期限" />
        </Card>
      ) : query.error ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !query.data ? (
        <SkeletonRows rows={8} />
      ) : (
        <>
          <Card title="保存期限" scope="案件冻结的记录到期也不能销毁" flush>
            <PlainTable columns={columns} rows={query.data.rows} rowKey={(r) => r.record} />
          </Card>
          <Batches org={org} />
        </>
      )}
      <RulePanel open={adding} onClose={() => setAdding(false)} />
    </Frame>
  )
}
