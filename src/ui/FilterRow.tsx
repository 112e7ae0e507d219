import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef } from 'antd'
import { useEffect, useState, type ReactNode, type Ref } from 'react'
import { DateField } from './DateField.tsx'
import { FilterSelect, type FilterOption } from './FilterSelect.tsx'
import { KeyCap } from './KeyCap.tsx'

export interface Filter {
  /** Name in the address and in the endpoint's input. */
  key: string
  /** The words of "all". */
  title: string
  options: readonly FilterOption[]
  width?: number
  /** A day instead of a choice; `options` is empty. */
  date?: true
}

interface Props {
  placeholder: string | undefined
  filters: readonly Filter[]
  search: Record<string, string>
  filtered: boolean
  ask: (patch: Record<string, string | undefined>) => void
  clear: () => void
  box: Ref<InputRef>
  children: ReactNode
}

/** Search first, 清除 after the filters, count and 列 at right. */
export function FilterRow({ placeholder, filters, search, filtered, ask, clear, box, children }: Props) {
  return (
    <div className="z-filter">
      {placeholder && (
        <SearchBox box={box} placeholder={placeholder} value={search['q'] ?? ''} onAsk={(q) => ask({ q })} />
      )}
      {filters.map((f) =>
        f.date ? (
          <span key={f.key} style={{ width: f.width ?? 132 }}>
            <DateField placeholder={f.title} value={search[f.key]} onChange={(v) => ask({ [f.key]: v })} />
          </span>
        ) : (
          <FilterSelect
            key={f.key}
            title={f.title}
            options={f.options}
            value={search[f.key]}
            onChange={(v) => ask({ [f.key]: v })}
            {...(f.width ? { width: f.width } : {})}
          />
        ),
      )}
      {filtered && (
        <button type="button" className="z-link" onClick={clear}>
          清除
        </button>
      )}
      <div className="z-filter-right">{children}</div>
    </div>
  )
}

interface SearchProps {
  box: Ref<InputRef>
  placeholder: string
  value: string
  onAsk: (q: string | undefined) => void
}

function SearchBox({ box, placeholder, value, onAsk }: SearchProps) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  // 清除 and the back button change the address from outside.
  if (known !== value) {
    setKnown(value)
    if (value !== text.trim()) setText(value)
  }
  useEffect(() => {
    const q = text.trim()
    if (q === value) return
    const timer = setTimeout(() => onAsk(q || undefined), 300)
    return () => clearTimeout(timer)
  }, [text, value, onAsk])
  return (
    <Input
      ref={box}
      className="z-filter-search"
      prefix={<SearchOutlined style={{ color: 'var(--ink3)' }} />}
      suffix={text ? undefined : <KeyCap>/</KeyCap>}
      placeholder={placeholder}
      aria-label={placeholder}
      allowClear
      value={text}
      onChange={(e) => setText(e.target.value)}
      onKeyDown={(e) => e.key === 'Escape' && e.currentTarget.blur()}
    />
  )
}
