import { timeText } from './format.ts'
import { useNow } from './useNow.ts'

/** Data older than 30 s shows its time, in amber. */
export function Freshness({ at }: { at: number }) {
  const now = useNow()
  if (!at || now - at < 30_000) return null
  return <span className="z-stale">{timeText(at, true)} 的数据</span>
}
