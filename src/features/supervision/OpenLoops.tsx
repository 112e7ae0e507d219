import type { Loops } from '#features/home/contract.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { deadlineText, num, shortInstant, unitText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { sumText } from '#ui/unit-sums.ts'

interface Row {
  key: string
  tone: Tone
  kind: string
  what: string
  who: string
  limit: string
  path: string
}

/** All open loops of one institution in one list, overdue hands first. */
function rowsOf(loops: Loops, org: number): Row[] {
  const held = loops.overdue.map((r): Row => {
    const parts = [
      r.intactUnits > 0 && `${num(r.intactUnits)} ${r.unit}`,
      r.content > 0 && `药液 ${num(r.content)} ${unitText(r.contentUnit)}`,
    ]
    return {
      key: `h${r.issueId}${r.drug}${r.lotNo}`,
      tone: 'red',
      kind: '在手超时',
      what: `${r.drug} ${parts.filter(Boolean).join('、')}`,
      who: `${r.holder}，${r.issueNo}`,
      limit: deadlineText(r.dueAt, loops.now),
      path: `/issues/${r.issueId}?org=${org}`,
    }
  })
  const moving = loops.transit.map((r): Row => ({
    key: `t${r.transferId}`,
    tone: 'amber',
    kind: r.short ? '在途差异' : '在途',
    what: `${r.drug}${r.drugs > 1 ? ` 等 ${r.drugs} 种` : ''} ${sumText(r.sums)}`,
    who: `${r.source} → ${r.destination}`,
    limit: `${shortInstant(r.sentAt, loops.now)} 发`,
    path: `/transfers/${r.transferId}?org=${org}`,
  }))
  const owed = loops.owed.map((r): Row => ({
    key: `o${r.issueId}${r.drug}${r.lotNo}`,
    tone: r.dueAt < loops.now ? 'red' : 'amber',
    kind: '欠空容器',
    what: `${r.drug} ${num(r.containers)} 个`,
    who: `${r.holder}，${r.issueNo}`,
    limit: deadlineText(r.dueAt, loops.now),
    path: `/issues/${r.issueId}?org=${org}`,
  }))
  return [...held, ...moving, ...owed]
}

export function OpenLoops({ loops, org }: { loops: Loops; org: number }) {
  const { today } = loops
  const closed = today.issued > 0 ? `今日领用 ${today.issued} 次，闭环 ${today.closed} 次` : '今天还没有领用'
  return (
    <PlainTable
      columns={[
        {
          key: 'kind',
          title: '类别',
          width: 96,
          render: (r) => <StatusTag tone={r.tone}>{r.kind}</StatusTag>,
        },
        { key: 'what', title: '药品与数量', text: (r) => r.what },
        { key: 'who', title: '在谁手里、在哪', text: (r) => r.who },
        { key: 'limit', title: '时限', align: 'right', text: (r) => r.limit },
      ]}
      rows={rowsOf(loops, org)}
      rowKey={(r) => r.key}
      onOpen={(r) => go(r.path)}
      empty={<EmptyState title="没有未闭环" text={closed} />}
    />
  )
}
