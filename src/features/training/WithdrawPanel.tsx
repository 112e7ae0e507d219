import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import { withdrawResult, type Attendee } from './contract.ts'
import { attemptTitle } from './rules.ts'
import { ResultTag } from './words.tsx'

/** Results as they were entered. One that is wrong is withdrawn with its reason; nothing is overwritten. */
export function WithdrawPanel({ people, onClose }: { people: readonly Attendee[]; onClose: () => void }) {
  const me = useMe()
  const act = useAct(withdrawResult, { onDone: () => toast('已撤回，发出的资格一并撤销') })
  const rows = people.flatMap((p) => p.exams.map((exam) => ({ exam, person: p })))
  return (
    <Panel
      open
      onClose={onClose}
      width={760}
      title="撤回考核结果"
      scope="录错时用；原结果保留可查，凭它发的资格同时撤销"
    >
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <PlainTable
        rows={rows}
        rowKey={(r) => r.exam.examId}
        tone={(r) => (r.exam.withdrawnAt ? 'grey' : undefined)}
        columns={[
          { key: 'name', title: '考核人', width: 90, text: (r) => r.person.name },
          { key: 'attempt', title: '次序', width: 72, text: (r) => attemptTitle(r.exam.attempt) },
          { key: 'score', title: '成绩', width: 64, align: 'right', text: (r) => `${r.exam.score} 分` },
          { key: 'passed', title: '结果', width: 90, render: (r) => <ResultTag of={r.exam} /> },
          { key: 'by', title: '登记人', width: 80, text: (r) => r.exam.recordedBy },
          { key: 'why', title: '撤回原因', text: (r) => r.exam.withdrawnReason ?? '' },
          {
            key: 'act',
            title: '',
            width: 110,
            align: 'right',
            render: (r) =>
              r.exam.withdrawnAt ? null : r.person.userId === me.userId ? (
                <span className="z-caption">由别人办</span>
              ) : (
                <ReasonButton
                  size="small"
                  verb="撤回"
                  presets={['成绩录错', '录错人', '试卷复核']}
                  onConfirm={(reason) => act.run({ examId: r.exam.examId, reason })}
                />
              ),
          },
        ]}
      />
    </Panel>
  )
}
