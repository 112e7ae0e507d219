import { CalendarOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useRef, useState } from 'react'
import { readDate, readExpiry } from './date-entry.ts'
import { dateText } from './format.ts'
import './form.css'

interface Props {
  value?: string | undefined
  onChange: (value: string | undefined) => void
  id?: string
  placeholder?: string
  status?: 'error' | undefined
  /** As it is printed on a pack: a month is good to its last day. */
  expiry?: boolean
}

/** Typing is quickest on a keyboard; the browser's own calendar stands behind the icon. */
export function DateField({ value, onChange, id, placeholder = '2026-11-22', status, expiry }: Props) {
  const [draft, setDraft] = useState<string>()
  const picker = useRef<HTMLInputElement>(null)
  const reading = (text: string) => (expiry ? readExpiry(text) : readDate(text, dateText(Date.now())))
  function settle() {
    if (draft === undefined) return
    const read = reading(draft)
    // What cannot be read goes to the schema as it stands, which then says how to write it.
    onChange(read ?? (draft.trim() || undefined))
    setDraft(undefined)
  }
  /** A whole date counts at once: the key that signs comes while the focus is still here. */
  function write(text: string) {
    setDraft(text)
    const read = reading(text)
    if (read) onChange(read)
  }
  return (
    <span className="z-date">
      <Input
        id={id}
        className="z-code"
        placeholder={placeholder}
        status={status ?? ''}
        value={draft ?? value ?? ''}
        onChange={(e) => write(e.target.value)}
        onBlur={settle}
        onPressEnter={settle}
        suffix={
          <button
            type="button"
            tabIndex={-1}
            aria-label="打开日历"
            onClick={() => picker.current?.showPicker()}
          >
            <CalendarOutlined />
          </button>
        }
      />
      <input
        ref={picker}
        type="date"
        tabIndex={-1}
        aria-hidden
        value={value ?? ''}
        onChange={(e) => onChange(e.target.value || undefined)}
      />
    </span>
  )
}
