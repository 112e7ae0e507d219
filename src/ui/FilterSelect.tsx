import { Select } from 'antd'

export interface FilterOption {
  value: string
  text: string
}

interface Props {
  /** The words of "all": `全部分类`. */
  title: string
  options: readonly FilterOption[]
  value: string | undefined
  onChange: (value: string | undefined) => void
  width?: number
}

/** A choice which can also be none; none is written out in words. */
export function FilterSelect({ title, options, value, onChange, width = 128 }: Props) {
  return (
    <Select
      style={{ width }}
      aria-label={title}
      popupMatchSelectWidth={false}
      value={value ?? ''}
      onChange={(v: string) => onChange(v || undefined)}
      options={[{ value: '', label: title }, ...options.map((o) => ({ value: o.value, label: o.text }))]}
    />
  )
}
