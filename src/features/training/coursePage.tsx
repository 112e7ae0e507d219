import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { DateField } from '#ui/DateField.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { useParams, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { ClassTable } from './ClassTable.tsx'
import {
  cancelCourse,
  categoryTitle,
  readCourse,
  recordResults,
  unenrol,
  type Attendee,
  type Course,
} from './contract.ts'
import { EnrolPanel } from './EnrolPanel.tsx'
import { PastePanel } from './PastePanel.tsx'
import { useClass } from './useClass.ts'
import { WithdrawPanel } from './WithdrawPanel.tsx'
import { leadsText, whenText } from './words.tsx'
import './training.css'

type WithPeople = Course & { people: Attendee[] }

/** One course: who comes, who came, who passed. The table is the class's own sheet. */
export function Page() {
  const { id = '' } = useParams()
  const query = useCall(readCourse, { id: Number(id) })
  if (query.error && !query.data) return <ErrorState error={query.error} retry={query.refetch} />
  if (!query.data) return <SkeletonRows rows={12} />
  return <Sheet key={id} course={query.data} />
}

function Sheet({ course }: { course: WithPeople }) {
  const me = useMe()
  const may = useMay('training.write') && course.cancelledAt === null
  const [search] = useSearch()
  const org = search['org'] ? Number(search['org']) : undefined
  const [panel, setPanel] = useState<'paste' | 'enrol' | 'withdraw'>()
  const [day, setDay] = useState(() => firstDay(course))
  const table = useClass(course.people, course.passScore, me.userId)
  const act = useAct(recordResults, {
    onDone: (r) => {
      toast(doneText(r))
      table.clear()
    },
  })
  const remove = useAct(unenrol)
  const cancel = useAct(cancelCourse, { onDone: () => toast('课程已撤销') })
  const wrong = table.lines.filter((l) => l.fault && !l.closed).length
  const lack =
    wrong > 0 ? `改正 ${wrong} 行` : table.rows.length === 0 ? '签到或成绩' : day ? undefined : '考核日期'
  const faults = new Map(
    (act.refused?.faults ?? []).map((f) => [Number(f.facts?.['userId']), String(f.facts?.['message'] ?? '')]),
  )
  const refused = act.refused ?? remove.refused ?? cancel.refused
  const withdrawable = course.people.some((p) => p.exams.some((e) => !e.withdrawnAt))
  return (
    <Frame
      fit
      title={course.title}
      crumb={[
        { title: '培训考核', to: `/training${org === undefined ? '' : `?org=${org}`}` },
        { title: '课程' },
      ]}
      no={course.no}
      tag={course.cancelledAt && <StatusTag tone="grey">已撤销</StatusTag>}
      facts={[
        { label: '时间', value: whenText(course) },
        { label: '授课人', value: course.lecturer },
        { label: '地点', value: course.place },
        { label: '通过后取得', value: leadsText(course) },
      ]}
    >
      {refused && <Notice tone="red">{refused.text}</Notice>}
      <Card
        grow
        flush
        title="参加人"
        scope={`${categoryTitle[course.category]}，及格 ${course.passScore} 分；应到 ${course.enrolled} 人，签到 ${course.signedIn} 人，考核 ${course.examined} 人，通过 ${course.passed} 人`}
        extra={
          may && (
            <>
              {withdrawable && <ActButton onClick={() => setPanel('withdraw')}>撤回结果</ActButton>}
              {!withdrawable && (
                <ReasonButton
                  verb="撤销课程"
                  presets={['改期', '授课人外出', '录错']}
                  onConfirm={(reason) => cancel.run({ id: course.courseId, reason })}
                />
              )}
              <ActButton onClick={() => setPanel('enrol')}>加入参加人</ActButton>
              <ActButton k="F4" onClick={() => setPanel('paste')}>
                粘贴名单
              </ActButton>
            </>
          )
        }
        foot={
          may && (
            <div className="t-foot">
              <span className="z-caption">在成绩栏按 Enter 或 ↓ 到下一人；补考直接再写一次成绩</span>
              <button type="button" className="z-link" onClick={table.everybodyHere}>
                全部补签
              </button>
              <label className="t-day">
                考核日期
                <DateField value={day} onChange={setDay} />
              </label>
              <ActButton
                kind="filled"
                k="F10"
                busy={act.busy}
                blocked={lack}
                onClick={() => day && act.run({ id: course.courseId, examinedOn: day, rows: table.rows })}
              >
                登记
              </ActButton>
            </div>
          )
        }
      >
        <ClassTable
          lines={table.lines}
          faults={faults}
          may={may}
          org={org}
          onChange={(userId, patch) => {
            act.clear()
            table.change(userId, patch)
          }}
          onRemove={(userId) => remove.run({ id: course.courseId, userId })}
        />
      </Card>
      {panel === 'paste' && (
        <PastePanel
          people={course.people}
          passScore={course.passScore}
          onTake={table.take}
          onClose={() => setPanel(undefined)}
        />
      )}
      {panel === 'enrol' && <EnrolPanel course={course} onClose={() => setPanel(undefined)} />}
      {panel === 'withdraw' && <WithdrawPanel people={course.people} onClose={() => setPanel(undefined)} />}
    </Frame>
  )
}

/** Today, where the training has begun by then; its first day otherwise. */
function firstDay(course: Course): string | undefined {
  const [start, today] = [dateText(course.startsAt), dateText(Date.now())]
  return start > today ? start : today
}

function doneText(r: { signedIn: number; passed: number; failed: number; qualifications: number }): string {
  const parts = [
    r.signedIn > 0 && `补签 ${r.signedIn} 人`,
    r.passed > 0 && `通过 ${r.passed} 人`,
    r.failed > 0 && `未通过 ${r.failed} 人`,
    r.qualifications > 0 && `发资格 ${r.qualifications} 个`,
  ]
  return `已登记：${parts.filter(Boolean).join('，')}`
}
