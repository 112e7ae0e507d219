/** A date as people type it: `20261122`, `2026.11.22`, `11-22` (this year); undefined when it is none. */
export function readDate(text: string, today: string): string | undefined {
  const t = text
    .trim()
    .replaceAll(/[./年月]/g, '-')
    .replace(/日$/, '')
  // A month alone is no day: 2028-11 is not the first of January.
  const full = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d{2})(\d{2}))$/.exec(t)
  const short = /^(\d{1,2})-(\d{1,2})$/.exec(t)
  const [year, month, day] = full
    ? full.slice(1).filter(Boolean)
    : short
      ? [today.slice(0, 4), ...short.slice(1)]
      : []
  if (!year || !month || !day) return undefined
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const real = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(iso) ? iso : undefined
}

/**
 * An expiry as it is printed on packs (2029-08, 202908, 2029.08.31, 20290831) as YYYY-MM-DD; a month is good to its
 * last day. Undefined where it is none.
 */
export function readExpiry(text: string): string | undefined {
  const [, year, month, day] = /^(20\d{2})\D?(\d{1,2})(?:\D?(\d{1,2}))?\D?$/.exec(text.trim()) ?? []
  if (!year || !month) return undefined
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  const on = day === undefined ? last : Number(day)
  const real = Number(month) >= 1 && Number(month) <= 12 && on >= 1 && on <= last
  return real ? `${year}-${month.padStart(2, '0')}-${String(on).padStart(2, '0')}` : undefined
}

/** `11:05`, `1105` and `9:05` as hours and minutes; undefined where it is neither a time nor empty. */
export function clockOf(text: string): string | undefined {
  const [, h = '', m = ''] = /^(\d{1,2})[:：]?(\d\d)$/.exec(text.trim()) ?? []
  if (h === '' || Number(h) > 23 || Number(m) > 59) return undefined
  return `${h.padStart(2, '0')}:${m}`
}
