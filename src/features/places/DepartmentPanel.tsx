import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { createDepartment, renameDepartment, type Department } from './contract.ts'
import { DepartmentSelect } from './DepartmentSelect.tsx'

interface Props {
  of: Department | 'new'
  parent: number | undefined
  departments: readonly Department[]
  onClose: () => void
}

export function DepartmentPanel({ of, parent, departments, onClose }: Props) {
  const done = (text: string) => ({
    onDone: () => {
      toast(text)
      onClose()
    },
  })
  const create = useAct(createDepartment, done('已新增科室'))
  const rename = useAct(renameDepartment, done('已改名'))
  return (
    <Panel
      open
      onClose={onClose}
      width={480}
      title={of === 'new' ? '新增科室' : '科室改名'}
      scope={of === 'new' ? undefined : of.code}
    >
      {of === 'new' ? (
        <SchemaForm
          schema={createDepartment.input}
          initial={parent ? { parentId: parent } : {}}
          fields={{
            parentId: (f) => (
              <DepartmentSelect
                id={f.id}
                value={f.value}
                onChange={f.onChange}
                departments={departments}
                placeholder="不填为最上级"
              />
            ),
          }}
          submit="新增科室"
          columns={1}
          busy={create.busy}
          refused={create.refused}
          onSubmit={create.run}
        />
      ) : (
        <SchemaForm
          schema={renameDepartment.input}
          initial={{ id: of.departmentId, name: of.name }}
          hide={['id']}
          submit="改名"
          columns={1}
          busy={rename.busy}
          refused={rename.refused}
          onSubmit={rename.run}
        />
      )}
    </Panel>
  )
}
