/** A date as people type it: `20261122`, `2026.11.22`, `11-22` (this year); undefined when it is none. */
export function readDate(text: string, today: string): string | undefined {
  const t = text
    .trim()
    .replaceAll(/[./年月]/g, '-')
    .replace(/日$/, '')
  const full = /^(\d{4})-?(\d{1,2})-?(\d{1,2})$/.exec(t)
  const short = /^(\d{1,2})-(\d{1,2})$/.exec(t)
  const [year, month, day] = full ? full.slice(1) : short ? [today.slice(0, 4), ...short.slice(1)] : []
  if (!year || !month || !day) return undefined
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const real = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(iso) ? iso : undefined
}
