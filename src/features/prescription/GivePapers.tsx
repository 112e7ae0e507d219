import { bySpelling } from '#ui/bySpelling.ts'
import { Select } from 'antd'
import { listStaff } from '#features/staff/contract.ts'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { takePapers } from './paperContract.ts'

/** 领取: a book of numbers goes to somebody. */
export function GivePapers({ onDone }: { onDone: () => void }) {
  const staff = useCall(listStaff, { state: 'active', pageSize: 500 }).data?.rows ?? []
  const act = useAct(takePapers, {
    onDone: () => {
      toast('处方纸已发放')
      onDone()
    },
  })
  return (
    <SchemaForm
      schema={takePapers.input}
      columns={2}
      hide={['departmentId']}
      initial={{ series: 'narcotic', prefix: '' }}
      titles={{ series: { narcotic: '麻、精一', second: '精二' } }}
      fields={{
        takenBy: (f) => (
          <Select
            showSearch={bySpelling}
            placeholder="领用的医师或科室经办人"
            value={(f.value as number | undefined) ?? null}
            onChange={f.onChange}
            options={staff.map((p) => ({ value: p.userId, label: `${p.name} ${p.title}` }))}
          />
        ),
      }}
      submit="发放处方纸"
      k="F10"
      busy={act.busy}
      {...(act.refused ? { refused: act.refused } : {})}
      onSubmit={act.run}
    />
  )
}
