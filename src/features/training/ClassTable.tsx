import { Checkbox, Input } from 'antd'
import type { KeyboardEvent } from 'react'
import { EmptyState } from '#ui/EmptyState.tsx'
import { instantText } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { Person } from '#ui/Person.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Certificate } from './Certificate.tsx'
import { attemptTitle } from './rules.ts'
import type { Draft, Line } from './useClass.ts'
import { examText, ResultTag } from './words.tsx'

interface Props {
  lines: readonly Line[]
  /** Row faults of the last try, by person. */
  faults: ReadonlyMap<number, string>
  may: boolean
  org: number | undefined
  onChange: (userId: number, patch: Draft) => void
  onRemove: (userId: number) => void
}

/** Up and down the column of scores, as in a sheet. */
function move(e: KeyboardEvent<HTMLInputElement>) {
  const by = e.key === 'ArrowUp' ? -1 : e.key === 'ArrowDown' || e.key === 'Enter' ? 1 : 0
  if (by === 0 || e.nativeEvent.isComposing) return
  e.preventDefault()
  const all = [...document.querySelectorAll<HTMLInputElement>('input[data-score]')]
  const next = all[all.indexOf(e.currentTarget) + by]
  next?.focus()
  next?.select()
}

export function ClassTable({ lines, faults, may, org, onChange, onRemove }: Props) {
  return (
    <PlainTable
      rows={lines}
      rowKey={(l) => l.person.userId}
      tone={(l) => (faults.has(l.person.userId) || l.fault ? 'red' : undefined)}
      empty={<EmptyState title="还没有参加人" text="右上角“加入参加人”，可按科室一次加入" />}
      columns={[
        {
          key: 'name',
          title: '参加人',
          width: 200,
          render: (l) => (
            <Link to={`/training/people/${l.person.userId}${org === undefined ? '' : `?org=${org}`}`}>
              <Person name={l.person.name} role={l.person.title} />
            </Link>
          ),
        },
        { key: 'department', title: '科室', width: 104, text: (l) => l.person.department ?? '' },
        {
          key: 'signedIn',
          title: '签到',
          width: 142,
          render: (l) => <SignedIn line={l} may={may} onChange={onChange} />,
        },
        { key: 'exams', title: '成绩与结果', render: (l) => <Exams line={l} faults={faults} /> },
        ...(may
          ? [
              {
                key: 'score',
                title: '登记成绩',
                width: 216,
                render: (l: Line) => <Score line={l} onChange={onChange} />,
              },
            ]
          : []),
        { key: 'certificate', title: '证书', width: 120, render: (l) => <Certificate line={l} may={may} /> },
        ...(may
          ? [
              {
                key: 'act',
                title: '',
                width: 56,
                align: 'right' as const,
                render: (l: Line) =>
                  l.person.signedInAt === null && l.person.exams.length === 0 ? (
                    <button type="button" className="z-link" onClick={() => onRemove(l.person.userId)}>
                      移出
                    </button>
                  ) : null,
              },
            ]
          : []),
      ]}
    />
  )
}

function SignedIn({ line, may, onChange }: { line: Line; may: boolean; onChange: Props['onChange'] }) {
  const { person, draft } = line
  if (person.signedInAt) return <>{instantText(person.signedInAt).slice(5)}</>
  if (!may || line.closed === '本人的由别人登记') return <StatusTag tone="grey">没有签到</StatusTag>
  return (
    <Checkbox
      checked={draft.signedIn === true}
      onChange={(e) => onChange(person.userId, { signedIn: e.target.checked })}
    >
      补签
    </Checkbox>
  )
}

function Exams({ line, faults }: { line: Line; faults: ReadonlyMap<number, string> }) {
  const fault = faults.get(line.person.userId)
  if (fault) return <span className="z-tone-red t-fault">{fault}</span>
  const last = line.stands.at(-1)
  if (!last) return <span className="z-caption">未考核</span>
  const before = line.stands.slice(0, -1)
  return (
    <span className="t-exams" title={line.person.exams.map(examText).join('；')}>
      <ResultTag of={last} />
      <b>{last.score} 分</b>
      <span className="z-caption">
        {[attemptTitle(last.attempt), ...before.map((e) => `${attemptTitle(e.attempt)} ${e.score} 分`)].join(
          '，',
        )}
      </span>
    </span>
  )
}

function Score({ line, onChange }: { line: Line; onChange: Props['onChange'] }) {
  const { person, draft } = line
  if (line.closed) return <span className="z-caption">{line.closed}</span>
  const told = line.fault ?? (line.passes === undefined ? '' : line.passes ? '通过' : '未通过')
  const tone = line.fault || line.passes === false ? 'red' : 'green'
  return (
    <span className="t-score">
      <Input
        size="small"
        data-score=""
        aria-label={`${person.name}的成绩`}
        inputMode="numeric"
        maxLength={3}
        placeholder={line.stands.length > 0 ? '补考' : '分'}
        value={draft.score ?? ''}
        status={line.fault ? 'error' : ''}
        onChange={(e) => onChange(person.userId, { score: e.target.value.trim() })}
        onKeyDown={move}
      />
      <Input
        size="small"
        aria-label={`${person.name}的备注`}
        maxLength={100}
        placeholder="备注"
        value={draft.remark ?? ''}
        onChange={(e) => onChange(person.userId, { remark: e.target.value })}
      />
      <span className={told ? `z-tone-${tone} t-told` : 't-told'}>{told}</span>
    </span>
  )
}
