/** Days in a month, 1 to 12. */
export function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/**
 * A date as delivery files write it (2026-09-05, 20260905, 2026/9/5, 2026年9月5日, with or without a time)
 * as YYYY-MM-DD. Where only the month is given, the pack counts from its first day and is good to its last.
 * Six digits are refused: 201012 may be a month or a day. Undefined when there is no such day.
 */
export function readDate(text: string, withoutDay: 'first' | 'last'): string | undefined {
  const match =
    /^(20\d{2})([-/.年]?)(\d{1,2})(?:\2(\d{1,2})|月(\d{1,2})日|月)?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/.exec(
      text.trim(),
    )
  if (!match) return undefined
  const year = Number(match[1])
  const month = Number(match[3])
  if (month < 1 || month > 12 || (match[2] === '' && match[4]?.length !== 2)) return undefined
  const last = lastDayOf(year, month)
  const written = match[4] ?? match[5]
  const day = written === undefined ? (withoutDay === 'first' ? 1 : last) : Number(written)
  if (day < 1 || day > last) return undefined
  return `${match[1]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
