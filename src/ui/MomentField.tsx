import { Input } from 'antd'
import { useState } from 'react'
import { clockOf } from './date-entry.ts'
import { DateField } from './DateField.tsx'
import { dateText, timeText } from './format.ts'
import type { FieldProps } from './SchemaInput.tsx'
import './form.css'

const isDay = (text: string | undefined): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '')

/** Day and time of the wall clock, as one instant. */
export function MomentField({ field }: { field: FieldProps }) {
  const given = typeof field.value === 'string' && !Number.isNaN(Date.parse(field.value)) ? field.value : null
  const [day, setDay] = useState(given ? dateText(given) : undefined)
  const [clock, setClock] = useState(given ? timeText(given) : '')
  function settle(d: string | undefined, c: string) {
    const time = clockOf(c)
    field.onChange(isDay(d) && time ? new Date(`${d}T${time}:00+08:00`).toISOString() : undefined)
  }
  return (
    <span className="z-moment">
      <DateField
        id={field.id}
        value={day}
        onChange={(v) => {
          setDay(v)
          settle(v, clock)
        }}
        status={field.error ? 'error' : undefined}
      />
      <Input
        aria-label={`${field.title}时间`}
        className="z-code"
        placeholder="14:00"
        maxLength={5}
        value={clock}
        status={(clock !== '' && !clockOf(clock)) || field.error ? 'error' : ''}
        onChange={(e) => {
          setClock(e.target.value)
          settle(day, e.target.value)
        }}
        onBlur={() => setClock(clockOf(clock) ?? clock)}
      />
    </span>
  )
}
