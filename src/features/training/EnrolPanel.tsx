import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { enrol, type Attendee } from './contract.ts'
import { PeoplePicker } from './PeoplePicker.tsx'

interface Props {
  course: { courseId: number; people: readonly Attendee[] }
  onClose: () => void
}

export function EnrolPanel({ course, onClose }: Props) {
  const [userIds, setUserIds] = useState<number[]>([])
  const act = useAct(enrol, {
    onDone: ({ added }) => {
      toast(`已加入 ${added} 人`)
      onClose()
    },
  })
  return (
    <Panel
      open
      onClose={onClose}
      title="加入参加人"
      scope={`已有 ${course.people.length} 人`}
      foot={
        <ActButton
          kind="filled"
          k="F10"
          busy={act.busy}
          blocked={userIds.length === 0 ? '参加人' : undefined}
          onClick={() => act.run({ id: course.courseId, userIds })}
        >
          加入
        </ActButton>
      }
    >
      <PeoplePicker value={userIds} onChange={setUserIds} without={course.people.map((p) => p.userId)} />
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
    </Panel>
  )
}
