import { readOverview } from '#features/supervision/contract.ts'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { Select } from 'antd'
import { openFinding } from './caseContract.ts'

interface Props {
  open: boolean
  org: number | undefined
  onClose: () => void
}

/** 上级检查: the authority names what it found and until when it must be right. */
export function FindingPanel({ open, org, onClose }: Props) {
  return (
    <Panel
      title="登记检查发现"
      scope="机构立即收到，须附证明答复；只由本单位销号"
      open={open}
      onClose={onClose}
    >
      <Form org={org} onClose={onClose} />
    </Panel>
  )
}

function Form({ org, onClose }: Omit<Props, 'open'>) {
  const overview = useCall(readOverview, {})
  const act = useAct(openFinding, {
    onDone: ({ no }) => {
      toast(`${no} 已送达机构`)
      onClose()
    },
  })
  const institutions = overview.data?.institutions ?? []
  return (
    <SchemaForm
      schema={openFinding.input}
      submit="责令整改"
      k="F10"
      columns={1}
      busy={act.busy}
      {...(org === undefined ? {} : { initial: { hospitalId: org } })}
      {...(act.refused ? { refused: act.refused } : {})}
      onSubmit={(value) => act.run(value)}
      fields={{
        hospitalId: ({ id, value, onChange }) => (
          <Select
            id={id}
            aria-label="医疗机构"
            placeholder="请选择医疗机构"
            value={value as number | undefined}
            onChange={onChange}
            options={institutions.map((i) => ({ value: i.orgId, label: i.name }))}
          />
        ),
      }}
    />
  )
}
