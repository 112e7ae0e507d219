export interface RecentCode {
  readonly code: string
  readonly text: string
  readonly at: string
}

const most = 12
const keyOf = (userId: number): string => `trace.recent.${userId}`

/** Codes that this person looked at in this window; a shared desk forgets them with the window. */
export function recentCodes(userId: number): RecentCode[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(userId)) ?? '[]')
    return Array.isArray(kept) ? (kept as RecentCode[]) : []
  } catch {
    return []
  }
}

export function keepRecent(userId: number, entry: RecentCode): void {
  const rest = recentCodes(userId).filter((r) => r.code !== entry.code)
  try {
    sessionStorage.setItem(keyOf(userId), JSON.stringify([entry, ...rest].slice(0, most)))
  } catch {
    // A browser without storage only loses the list.
  }
}
