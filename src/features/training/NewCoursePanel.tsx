import { qualifications } from '#core/identity/permissions.ts'
import { go } from '#ui/nav.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { categoryTitle, createCourse } from './contract.ts'
import { MomentField } from '#ui/MomentField.tsx'
import { PeoplePicker } from './PeoplePicker.tsx'
import { usualMonths } from './rules.ts'

/** A course, and at once who is to come. */
export function NewCoursePanel({ onClose }: { onClose: () => void }) {
  const act = useAct(createCourse, {
    onDone: ({ courseId, no }) => {
      toast(`已新增课程 ${no}`)
      onClose()
      go(`/training/${courseId}`)
    },
  })
  return (
    <Panel
      open
      onClose={onClose}
      title="新增课程"
      scope={`编号自动生成；不填有效月数按 ${usualMonths} 个月发资格`}
    >
      <SchemaForm
        schema={createCourse.input}
        initial={{ passScore: 60, userIds: [], category: 'renewal' }}
        titles={{ category: categoryTitle, qualification: qualifications }}
        sections={[
          { title: '课程', keys: ['title', 'lecturer', 'startsAt', 'endsAt', 'place', 'classHours'] },
          { title: '考核', keys: ['category', 'qualification', 'passScore', 'validMonths'] },
          { title: '参加人', keys: ['userIds'] },
        ]}
        fields={{
          startsAt: (f) => <MomentField field={f} />,
          endsAt: (f) => <MomentField field={f} />,
          userIds: (f) => (
            <PeoplePicker id={f.id} value={(f.value as number[]) ?? []} onChange={f.onChange} />
          ),
        }}
        submit="新增课程"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
    </Panel>
  )
}
