import { useState } from 'react'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { resetSecrets, setRoles, updateStaff, type StaffMember } from './contract.ts'
import { Secret } from './NewStaffPanel.tsx'
import { RoleBoxes, type RoleOption } from './RoleBoxes.tsx'
import { StaffDepartment } from './StaffDepartment.tsx'

export function DetailsForm({ person }: { person: StaffMember }) {
  const act = useAct(updateStaff, { onDone: () => toast('已保存') })
  return (
    <SchemaForm
      schema={updateStaff.input}
      initial={{
        id: person.userId,
        name: person.name,
        title: person.title,
        departmentId: person.departmentId ?? undefined,
      }}
      hide={['id']}
      fields={{ departmentId: (f) => <StaffDepartment field={f} /> }}
      submit="保存资料"
      busy={act.busy}
      refused={act.refused}
      onSubmit={act.run}
    />
  )
}

export function RolesForm({ person, roles }: { person: StaffMember; roles: readonly RoleOption[] }) {
  const self = useMe().userId === person.userId
  const act = useAct(setRoles, { onDone: () => toast('岗位已改，下一次操作起生效') })
  const [codes, setCodes] = useState(person.roles.map((r) => r.code))
  const same =
    codes.toSorted().join() ===
    person.roles
      .map((r) => r.code)
      .toSorted()
      .join()
  return (
    <section style={{ display: 'grid', gap: 10 }}>
      <h3>岗位</h3>
      <RoleBoxes roles={roles} value={codes} onChange={setCodes} disabled={self} />
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      {self ? (
        <span className="z-caption">不能改自己的岗位，请另一位管理员办理</span>
      ) : (
        <div style={{ justifySelf: 'end' }}>
          {same ? (
            <span className="z-caption">勾选有改动后可保存，须写明原因</span>
          ) : (
            <ReasonButton
              verb="保存岗位"
              hint="记入授权变更，主管部门可查"
              presets={['入职', '调岗', '轮转结束']}
              onConfirm={(reason) => act.run({ id: person.userId, roles: codes, reason })}
            />
          )}
        </div>
      )}
    </section>
  )
}

/** What is left empty stays as it is. */
export function SecretsForm({ person }: { person: StaffMember }) {
  const [round, setRound] = useState(0)
  const act = useAct(resetSecrets, {
    onDone: () => {
      toast('已重设；改了密码的已退出登录')
      setRound(round + 1)
    },
  })
  return (
    <SchemaForm
      key={round}
      schema={resetSecrets.input}
      initial={{ id: person.userId }}
      hide={['id']}
      fields={{
        password: (f) => <Secret field={f} />,
        pin: (f) => <Secret field={f} />,
        card: (f) => <Secret field={f} />,
      }}
      submit="重设"
      busy={act.busy}
      refused={act.refused}
      onSubmit={act.run}
    />
  )
}
