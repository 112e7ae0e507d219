import { Input } from 'antd'
import { useState } from 'react'
import { DateField } from '#ui/DateField.tsx'
import { dateText, timeText } from '#ui/format.ts'
import type { FieldProps } from '#ui/SchemaForm.tsx'

/** `14:00`, `1400` and `9:05` as hours and minutes. */
function clockOf(text: string): string | undefined {
  const [, h = '', m = ''] = /^(\d{1,2})[:：]?(\d\d)$/.exec(text.trim()) ?? []
  if (h === '' || Number(h) > 23 || Number(m) > 59) return undefined
  return `${h.padStart(2, '0')}:${m}`
}

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
    <span className="t-moment">
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
