import { Button, Input, InputNumber, Select } from 'antd'
import type { Identifier } from './contract.ts'

interface Props {
  value: readonly Identifier[]
  onChange: (value: Identifier[]) => void
  unit: string
  packUnits: number
}

const levels = [
  { value: 1, label: '最小包装' },
  { value: 2, label: '中包装' },
  { value: 3, label: '大包装' },
]

// A form gives a field one of its two columns; these lines need both, and the 16 px between them.
// As a least width, because a width would first stretch the column that it is measured by.
const wide = { display: 'grid', gap: 8, width: 0, minWidth: 'calc(200% + 16px)' }

/** The codes by which a scanned pack is known, one line a code. */
export function IdentifierRows({ value, onChange, unit, packUnits }: Props) {
  const set = (at: number, patch: Partial<Identifier>) =>
    onChange(value.map((row, i) => (i === at ? { ...row, ...patch } : row)))
  const add = () => onChange([...value, { key: '', level: 1, units: packUnits }])
  return (
    <div style={wide}>
      {value.map((row, i) => (
        <div key={i} style={{ display: 'grid', gridTemplateColumns: '1fr 116px 120px 56px', gap: 8 }}>
          <Input
            className="z-code"
            aria-label="标识码"
            placeholder="7 位标识码或 14 位 GTIN"
            value={row.key}
            onChange={(e) => set(i, { key: e.target.value.trim() })}
          />
          <Select
            aria-label="包装级别"
            options={levels}
            value={row.level}
            onChange={(level) => set(i, { level })}
          />
          <InputNumber
            aria-label="含最小单位数"
            controls={false}
            min={1}
            suffix={unit}
            style={{ width: '100%' }}
            value={row.units}
            onChange={(units) => set(i, { units: units ?? 1 })}
          />
          <Button type="link" onClick={() => onChange(value.filter((_, at) => at !== i))}>
            移除
          </Button>
        </div>
      ))}
      <Button onClick={add} style={{ justifySelf: 'start' }}>
        增加一个
      </Button>
    </div>
  )
}
