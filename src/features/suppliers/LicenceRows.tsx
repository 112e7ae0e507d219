import { DeleteOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { DateField } from '#ui/DateField.tsx'
import { licenceKinds, licenceKindTitle, type Licence } from './contract.ts'

interface Props {
  value: readonly Licence[]
  onChange: (licences: Licence[]) => void
}

/** Licences beside the wholesaler's own, one of each kind. */
export function LicenceRows({ value, onChange }: Props) {
  const left = licenceKinds.filter((kind) => !value.some((l) => l.kind === kind))
  const put = (at: number, patch: Partial<Licence>) =>
    onChange(value.map((l, i) => (i === at ? { ...l, ...patch } : l)))
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {value.map((licence, at) => (
        <div
          key={licence.kind}
          style={{ display: 'grid', gridTemplateColumns: '150px minmax(0, 1fr) 130px 32px', gap: 8 }}
        >
          <Select
            aria-label="证照"
            value={licence.kind}
            onChange={(kind) => put(at, { kind })}
            options={[licence.kind, ...left].map((kind) => ({ value: kind, label: licenceKindTitle[kind] }))}
          />
          <Input
            aria-label="编号"
            placeholder="编号"
            value={licence.licenceNo}
            onChange={(e) => put(at, { licenceNo: e.target.value })}
          />
          <DateField
            {...(licence.validTo ? { value: licence.validTo } : {})}
            onChange={(day) => put(at, { validTo: day ?? null })}
          />
          <Button
            icon={<DeleteOutlined />}
            aria-label={`删去${licenceKindTitle[licence.kind]}`}
            onClick={() => onChange(value.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      {left[0] && (
        <Button
          style={{ justifySelf: 'start' }}
          onClick={() => onChange([...value, { kind: left[0] ?? 'wholesale', licenceNo: '', validTo: null }])}
        >
          添加证照
        </Button>
      )}
    </div>
  )
}
