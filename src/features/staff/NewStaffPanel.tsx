import { Input } from 'antd'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm, type FieldProps } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { createStaff } from './contract.ts'
import { RoleBoxes, type RoleOption } from './RoleBoxes.tsx'
import { StaffDepartment } from './StaffDepartment.tsx'

interface Props {
  roles: readonly RoleOption[]
  onClose: () => void
  onMade: (userId: number) => void
}

export function NewStaffPanel({ roles, onClose, onMade }: Props) {
  const act = useAct(createStaff, {
    onDone: ({ userId, account }) => {
      toast(`已新增 ${account}`)
      onClose()
      onMade(userId)
    },
  })
  return (
    <Panel open onClose={onClose} title="新增人员" scope="账号后面自动加本单位代码；密码当面交给本人">
      <SchemaForm
        schema={createStaff.input}
        initial={{ roles: [] }}
        sections={[
          { title: '', keys: ['name', 'title', 'account', 'departmentId', 'roles'] },
          { title: '登录（胸卡和 PIN 一起设才能刷卡）', keys: ['password', 'card', 'pin'] },
        ]}
        fields={{
          departmentId: (f) => <StaffDepartment field={f} />,
          roles: (f) => <RoleBoxes roles={roles} value={(f.value as string[]) ?? []} onChange={f.onChange} />,
          password: (f) => <Secret field={f} />,
          pin: (f) => <Secret field={f} />,
          card: (f) => <Secret field={f} />,
        }}
        submit="新增人员"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
    </Panel>
  )
}

/** Never filled in by the browser with the administrator's own password. */
export function Secret({ field }: { field: FieldProps }) {
  return (
    <Input.Password
      id={field.id}
      autoComplete="new-password"
      status={field.error ? 'error' : ''}
      value={typeof field.value === 'string' ? field.value : ''}
      onChange={(e) => field.onChange(e.target.value || undefined)}
    />
  )
}
