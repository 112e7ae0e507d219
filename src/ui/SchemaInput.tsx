import { Checkbox, Input, InputNumber, Select } from 'antd'
import { DateField } from './DateField.tsx'
import type { SchemaField } from './schema-field.ts'

export interface FieldProps {
  id: string
  title: string
  value: unknown
  onChange: (value: unknown) => void
  error: string | undefined
}

interface Props extends FieldProps {
  field: SchemaField
  titles: Readonly<Record<string, string>> | undefined
}

/** The control for one kind of field. */
export function SchemaInput({ field, titles, id, value, onChange, error }: Props) {
  const said = { id, 'aria-invalid': error !== undefined, 'aria-describedby': `${id}-error` }
  const status = error ? ('error' as const) : ('' as const)
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value)
  switch (field.kind) {
    case 'number':
      return (
        <InputNumber
          {...said}
          status={status}
          style={{ width: '100%' }}
          controls={false}
          value={typeof value === 'number' ? value : null}
          onChange={(v) => onChange(v ?? undefined)}
        />
      )
    case 'date':
      return <DateField id={id} status={status || undefined} value={text || undefined} onChange={onChange} />
    case 'enum':
      return (
        <Select
          {...said}
          status={status}
          style={{ width: '100%' }}
          placeholder="请选择"
          allowClear={!field.required}
          value={text || undefined}
          onChange={(v: string | undefined) => onChange(v)}
          options={field.options.map((o) => ({ value: o, label: titles?.[o] ?? o }))}
        />
      )
    case 'boolean':
      return (
        <Checkbox id={id} checked={value === true} onChange={(e) => onChange(e.target.checked)}>
          {field.title}
        </Checkbox>
      )
    case 'long':
      return (
        <Input.TextArea
          {...said}
          status={status}
          autoSize={{ minRows: 2, maxRows: 6 }}
          value={text}
          onChange={(e) => onChange(e.target.value || undefined)}
        />
      )
    case 'text':
      return (
        <Input
          {...said}
          status={status}
          value={text}
          onChange={(e) => onChange(e.target.value || undefined)}
        />
      )
    case 'custom':
      return null
  }
}
