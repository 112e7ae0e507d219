import { Select } from 'antd'
import { useState } from 'react'
import type { FieldProps } from '#ui/SchemaForm.tsx'
import { provinces, type Region } from './regions.ts'

const optionsOf = (regions: readonly Region[]) => regions.map((r) => ({ value: r.code, label: r.name }))
const find = (value: string, option?: { label: string }) => option?.label.includes(value) ?? false

/** 省、市、区: an institution lies in a county, an authority's district may be a whole city. */
export function RegionField({ field, county }: { field: FieldProps; county: boolean }) {
  const value = typeof field.value === 'string' ? field.value : ''
  const [province] = provinces
  const cities = province?.cities ?? []
  const [cityCode, setCity] = useState(value ? `${value.slice(0, 4)}00` : undefined)
  const city = cities.find((c) => c.code === cityCode)
  const status = field.error ? ('error' as const) : ('' as const)
  return (
    <div className="ob-region">
      <Select aria-label="省" value={province?.code ?? null} options={optionsOf(provinces)} />
      <Select
        id={field.id}
        aria-label="市"
        status={status}
        placeholder="市、州"
        showSearch={{ filterOption: find }}
        value={cityCode ?? null}
        options={optionsOf(cities)}
        onChange={(code: string) => {
          setCity(code)
          field.onChange(county ? undefined : code)
        }}
      />
      <Select
        aria-label="区县"
        status={status}
        placeholder={county ? '区、县' : '全市'}
        allowClear={!county}
        disabled={!city}
        showSearch={{ filterOption: find }}
        value={value && !value.endsWith('00') ? value : null}
        options={optionsOf(city?.counties ?? [])}
        onChange={(code: string | undefined) => field.onChange(code ?? cityCode)}
      />
    </div>
  )
}
