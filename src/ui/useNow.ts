import { useEffect, useState } from 'react'

/** The present, moving on in steps; for ages and time limits on the page. */
export function useNow(step = 10_000): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), step)
    return () => clearInterval(timer)
  }, [step])
  return now
}
