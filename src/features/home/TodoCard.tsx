import { Button } from 'antd'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { dateText, durationText, shortInstant } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import type { Todo } from './contract.ts'
import { expiryDays, todoPath, todoWords } from './rules.ts'

/** What is due on a day, not at an hour. */
const byDay = (t: Todo) =>
  [
    'expiry',
    'renewal',
    'renewals',
    'purchaseCard',
    'policyRead',
    'policyReview',
    'reviewDraw',
    'reviewStatement',
    'reclass',
  ].includes(t.kind)

/** What is left, or how long it has been waiting; amber once it waits, red once the limit is passed. */
function Limit({ todo, now }: { todo: Todo; now: number }) {
  if (todo.dueAt) {
    const left = Date.parse(todo.dueAt) - now
    const tone = left < 0 ? 'red' : left < 3_600_000 ? 'amber' : undefined
    const words = byDay(todo)
      ? left < 0
        ? '已过期'
        : `余 ${Math.ceil(left / 86_400_000)} 天`
      : `${left < 0 ? '超' : '剩'} ${durationText(left)}`
    return <b className={`h-limit${tone ? ` z-tone-${tone}` : ''}`}>{words}</b>
  }
  if (!todo.since) return null
  return (
    <b className="h-limit z-tone-amber">{`${todo.kind === 'receipt' ? '已到货' : '已等'} ${durationText(now - Date.parse(todo.since))}`}</b>
  )
}

function columnsFor(now: number): Column<Todo>[] {
  return [
    {
      key: 'at',
      title: '时限',
      width: 88,
      text: (t) =>
        byDay(t) ? (t.dueAt ? dateText(t.dueAt) : '') : shortInstant(t.dueAt ?? t.since ?? now, now),
    },
    {
      key: 'kind',
      title: '事项',
      width: 76,
      render: (t) => <b className="h-kind">{todoWords[t.kind].title}</b>,
    },
    { key: 'no', title: '单号', width: 132, render: (t) => <span className="z-code h-no">{t.no}</span> },
    {
      key: 'text',
      title: '内容',
      render: (t) => (
        <span className="h-text" title={t.text}>
          {t.text}
        </span>
      ),
    },
    {
      key: 'limit',
      title: '还有多久',
      width: 104,
      align: 'right',
      render: (t) => <Limit todo={t} now={now} />,
    },
    {
      key: 'act',
      title: '',
      width: 76,
      align: 'right',
      render: (t) => (
        <Button size="small" block onClick={() => go(todoPath(t))}>
          {todoWords[t.kind].verb}
        </Button>
      ),
    },
  ]
}

/** Two lines of one kind without a document differ in what they say: two qualifications of one person. */
const keyOf = (t: Todo) => `${t.kind}|${t.id ?? ''}|${t.no}|${t.text}`

/** 我的待办: this person's, by deadline; the first line is also the filled button above. */
export function TodoCard({ todos, now }: { todos: readonly Todo[]; now: number }) {
  return (
    <Card flush title="我的待办" scope={todos.length > 0 ? `${todos.length} 项，按时限排序` : undefined}>
      <PlainTable
        columns={columnsFor(now)}
        rows={todos}
        rowKey={keyOf}
        current={todos[0] && keyOf(todos[0])}
        onOpen={(t) => go(todoPath(t))}
        empty={
          <EmptyState
            title="没有待办"
            text={`本科室没有等您的单据，近 ${expiryDays} 天没有到期批号。按 F2 可扫任一追溯码`}
          />
        }
      />
    </Card>
  )
}
