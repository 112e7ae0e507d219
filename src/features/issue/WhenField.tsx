import { Input } from 'antd'
import { dateText } from '#ui/format.ts'

/** Hours and minutes on the wall clock, as an instant: the last time that they were, never before `since`. */
export function whenOf(clock: string, since: string, now = Date.now()): string | undefined {
  if (!/^\d\d:\d\d$/.test(clock)) return undefined
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
      <Input type="time" value={value} onChange={(e) => onChange(e.target.value)} suffix={value ? undefined : <span className="z-caption">现在</span>} />
    </label>
  )
}
