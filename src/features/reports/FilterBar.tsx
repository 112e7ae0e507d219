import { bySpelling } from '#ui/bySpelling.ts'
import { Input, Select } from 'antd'
import { useState } from 'react'
import { classTitle, drugClasses } from '#core/contract.ts'
import type { ReportMeta } from '#core/reports/contract.ts'
import { DateField } from '#ui/DateField.tsx'
import { instantText, unitText } from '#ui/format.ts'
import type { Choices, Filters } from './useReport.ts'

type Filter = ReportMeta['filters'][number]
type Change = (patch: Record<string, string | undefined>) => void

interface Props {
  report: ReportMeta
  filters: Filters
  change: Change
  choices: Choices | undefined
}

/** Every filter of the report, in the address. */
export function FilterBar({ report, filters, change, choices }: Props) {
  const set = report.filters.filter((f) => f.kind !== 'date' && filters[f.key] !== undefined)
  const clear = () => change(Object.fromEntries(report.filters.map((f) => [f.key, undefined])))
  return (
    <>
      {report.filters.map((f) => (
        <Control key={f.key} filter={f} value={filters[f.key]} change={change} choices={choices} />
      ))}
      {set.length > 0 && (
        <button type="button" className="z-link" onClick={clear}>
          清除
        </button>
      )}
    </>
  )
}

interface ControlProps {
  filter: Filter
  value: string | undefined
  change: Change
  choices: Choices | undefined
}

function Control({ filter, value, change, choices }: ControlProps) {
  if (filter.kind === 'hidden') return null
  const ask = (to: string | undefined) => change({ [filter.key]: to })
  if (filter.kind === 'date')
    return (
      <label className="rp-date">
        {filter.title}
        <DateField value={value} onChange={ask} />
      </label>
    )
  if (filter.kind === 'instant') return <Moment key={value ?? ''} filter={filter} value={value} ask={ask} />
  if (filter.kind === 'text' || filter.kind === 'number')
    return <Words key={value ?? ''} filter={filter} value={value} ask={ask} />
  const options = optionsOf(filter, choices)
  return (
    <Select
      style={{ width: filter.kind === 'drug' ? 200 : 128 }}
      aria-label={filter.title}
      placeholder={filter.kind === 'choice' ? filter.title : `全部${filter.title}`}
      popupMatchSelectWidth={false}
      allowClear
      showSearch={bySpelling}
      value={value}
      onChange={(to: string | undefined) => ask(to)}
      options={options}
    />
  )
}

function optionsOf(filter: Filter, choices: Choices | undefined): { value: string; label: string }[] {
  const named = (list: readonly { id: number; title: string }[] = []) =>
    list.map((c) => ({ value: String(c.id), label: c.title }))
  if (filter.kind === 'class') return drugClasses.map((c) => ({ value: c, label: classTitle[c] }))
  if (filter.kind === 'choice')
    return Object.entries(filter.options ?? {}).map(([value, label]) => ({ value, label }))
  if (filter.kind === 'drug')
    return (choices?.rows ?? []).map((d) => ({
      value: String(d.drugId),
      label: `${d.name} ${unitText(d.spec)}`,
    }))
  if (filter.kind === 'place') return named(choices?.places)
  if (filter.kind === 'person') return named(choices?.people)
  if (filter.kind === 'supplier') return named(choices?.suppliers)
  return named(choices?.departments)
}

interface WordProps {
  filter: Filter
  value: string | undefined
  ask: (to: string | undefined) => void
}

function Words({ filter, value, ask }: WordProps) {
  const [text, setText] = useState(value ?? '')
  const settle = () => text.trim() !== (value ?? '') && ask(text.trim() || undefined)
  return (
    <Input
      style={{ width: 124 }}
      aria-label={filter.title}
      placeholder={filter.title}
      allowClear
      inputMode={filter.kind === 'number' ? 'numeric' : 'text'}
      value={text}
      onChange={(e) => {
        setText(e.target.value)
        if (e.target.value === '') ask(undefined)
      }}
      onPressEnter={settle}
      onBlur={settle}
    />
  )
}

const written = /^(\d{4})-?(\d\d)-?(\d\d)(?:[ T]?(\d\d):?(\d\d))?$/

/** An instant to the minute, in China: typed like everything else, because the browser's own field speaks its own language. */
function Moment({ filter, value, ask }: WordProps) {
  const [text, setText] = useState(value ? instantText(value) : '')
  const parts = written.exec(text.trim())
  const wrong = text.trim() !== '' && !parts
  function settle() {
    if (text.trim() === '') return value !== undefined && ask(undefined)
    if (!parts) return
    const [, y, m, d, hour = '23', minute = '59'] = parts
    const at = new Date(`${y}-${m}-${d}T${hour}:${minute}:59.999+08:00`)
    if (!Number.isNaN(at.getTime()) && at.toISOString() !== value) ask(at.toISOString())
  }
  return (
    <label className="rp-date">
      {filter.title}
      <Input
        className="z-code"
        style={{ width: 156 }}
        placeholder="2026-11-22 14:05"
        status={wrong ? 'error' : ''}
        allowClear
        value={text}
        onChange={(e) => {
          setText(e.target.value)
          if (e.target.value === '') ask(undefined)
        }}
        onPressEnter={settle}
        onBlur={settle}
      />
    </label>
  )
}
