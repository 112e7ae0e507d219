/** Dates, times, durations and numbers as SCREENS §7 wants them. The ledger's clock is Beijing time. */
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

type When = string | number | Date

function clock(when: When): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(when)).map((p) => [p.type, p.value]))
}

export function dateText(when: When): string {
  const c = clock(when)
  return `${c['year']}-${c['month']}-${c['day']}`
}

export function timeText(when: When, seconds = false): string {
  const c = clock(when)
  return `${c['hour']}:${c['minute']}${seconds ? `:${c['second']}` : ''}`
}

export function instantText(when: When, to: 'minute' | 'second' = 'minute'): string {
  return `${dateText(when)} ${timeText(when, to === 'second')}`
}

/** Today `14:05`; this year `11-22 14:05`; else with the year. */
export function shortInstant(when: When, now: When = Date.now()): string {
  const day = dateText(when)
  const today = dateText(now)
  if (day === today) return timeText(when)
  return day.slice(0, 4) === today.slice(0, 4) ? `${day.slice(5)} ${timeText(when)}` : instantText(when)
}

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

export function weekdayText(when: When): string {
  return weekdays[new Date(`${dateText(when)}T00:00:00Z`).getUTCDay()] ?? ''
}

/** `44 分钟`, `3 小时 25 分`, `62 天`. Begun minutes count down to whole ones; under a minute says so. */
export function durationText(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000)
  if (minutes < 1) return '不到 1 分钟'
  if (minutes < 60) return `${minutes} 分钟`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.floor(hours / 24)} 天`
  return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分`
}

/** What is left until a deadline, or by how much it is passed. */
export function deadlineText(due: When, now: When = Date.now()): string {
  const left = new Date(due).getTime() - new Date(now).getTime()
  return `${left < 0 ? '超' : '剩'} ${durationText(left)}`
}

/** Thousands with a comma, the real minus sign. */
export function num(value: number): string {
  const text = Math.abs(value).toLocaleString('en-US', { maximumFractionDigits: 6 })
  return value < 0 ? `−${text}` : text
}

/** A difference always carries its sign. */
export function signed(value: number): string {
  return value > 0 ? `+${num(value)}` : num(value)
}

/** µg (micro sign), ug and mcg are all written μg. */
export function unitText(unit: string): string {
  return unit.replace(/\b(?:ug|mcg)\b|µg/g, 'μg')
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
