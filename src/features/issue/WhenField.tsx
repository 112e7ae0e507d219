import { Input } from 'antd'
import { clockOf } from '#ui/date-entry.ts'
import { dateText } from '#ui/format.ts'

/** What is wrong with the time, in words; empty is now, and that is right. */
export function whenLack(text: string): string[] {
  return text.trim() === '' || clockOf(text) ? [] : ['时间，写成 11:05']
}

/** Hours and minutes on the wall clock, as an instant: the last time that they were, never before `since`. */
export function whenOf(text: string, since: string, now = Date.now()): string | undefined {
  const clock = clockOf(text)
  if (!clock) return undefined
  const today = Date.parse(`${dateText(now)}T${clock}:00+08:00`)
  const at = today > now ? today - 86_400_000 : today
  // The minute in which it was handed out began before the hand-over.
  const from = Date.parse(since)
  return new Date(at < from && from - at < 60_000 ? from : at).toISOString()
}

/** When it happened; empty is now. Written afterwards, it still says the real time. */
export function WhenField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <label className="i-field">
      <span>时间</span>
      <Input
        value={value}
        maxLength={5}
        inputMode="numeric"
        placeholder="现在；补记写 11:05"
        status={whenLack(value).length > 0 ? 'error' : ''}
        onChange={(e) => onChange(e.target.value)}
      />
    </label>
  )
}
