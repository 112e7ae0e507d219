import { useState } from 'react'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import { setScope, type AssignmentOf } from './contract.ts'
import { ScopeFields, type ScopeValue } from './ScopeFields.tsx'

interface Props {
  person: { userId: number; name: string }
  assignment: AssignmentOf
  onClose: () => void
}

/** Narrows one role of one person to classes and places. */
export function ScopePanel({ person, assignment, onClose }: Props) {
  const [scope, setTo] = useState<ScopeValue>(assignment)
  const act = useAct(setScope, {
    onDone: () => {
      toast('范围已改，下一次操作起生效')
      onClose()
    },
  })
  return (
    <Panel
      open
      onClose={onClose}
      title={`${person.name}：${assignment.name}的范围`}
      scope="每次出入账都按这个范围核对，第二人签字也一样"
      foot={
        <ReasonButton
          verb="保存范围"
          hint="记入授权变更，主管部门可查"
          presets={['只管本科药柜', '只管麻醉药品', '恢复不限']}
          onConfirm={(reason) =>
            act.run({
              userId: person.userId,
              role: assignment.role,
              classes: scope.classes as never,
              accounts: [...scope.accounts],
              reason,
            })
          }
        />
      }
    >
      <ScopeFields value={scope} onChange={setTo} />
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
    </Panel>
  )
}
