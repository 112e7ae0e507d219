import { Select } from 'antd'
import { classTitle } from '#core/contract.ts'
import { listDrugs } from '#features/catalogue/contract.ts'
import { bySpelling } from '#ui/bySpelling.ts'
import { dateText } from '#ui/format.ts'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm, type FieldProps } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { setPlan } from './planContract.ts'
import { methodTitle, usualTestDays } from './rules.ts'

const yearEnd = (): string => `${dateText(Date.now()).slice(0, 4)}-12-31`

function DrugSelect({ field }: { field: FieldProps }) {
  const drugs = useCall(listDrugs, { state: 'active', pageSize: 500 }).data?.rows ?? []
  return (
    <Select
      id={field.id}
      aria-label={field.title}
      allowClear
      value={(field.value as number | undefined) ?? null}
      placeholder="名称或拼音"
      showSearch={bySpelling}
      status={field.error ? 'error' : ''}
      options={drugs.map((d) => ({ value: d.drugId, label: `${d.name} ${d.spec}` }))}
      onChange={(drugId) => field.onChange(drugId ?? undefined)}
    />
  )
}

/** A version begins later than the one before; the secret that chooses is drawn when it is set. */
export function PlanPanel({ onClose }: { onClose: () => void }) {
  const act = useAct(setPlan, {
    onDone: ({ commitment }) => {
      toast(`已制定，抽签承诺 ${commitment.slice(0, 12)}`)
      onClose()
    },
  })
  return (
    <Panel
      open
      onClose={onClose}
      title="制定抽检方案"
      scope="按药品或按分类选一样；制定后不能改，要变另订一版、晚一天起执行"
    >
      <SchemaForm
        schema={setPlan.input}
        columns={2}
        initial={{ validFrom: dateText(Date.now()), validTo: yearEnd(), testDays: usualTestDays }}
        titles={{ drugClass: classTitle, method: methodTitle }}
        fields={{ drugId: (f) => <DrugSelect field={f} /> }}
        submit="制定方案"
        k="F10"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
    </Panel>
  )
}
