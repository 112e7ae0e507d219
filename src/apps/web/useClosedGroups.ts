import { useState } from 'react'

const key = 'zhuisu.menu.closed'

function kept(): Set<string> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return new Set(Array.isArray(read) ? read.filter((t) => typeof t === 'string') : [])
  } catch {
    return new Set()
  }
}

/** Which groups of the menu this person has closed on this computer; all are open at first. */
export function useClosedGroups(): [ReadonlySet<string>, (title: string) => void] {
  const [closed, setClosed] = useState<ReadonlySet<string>>(kept)
  const toggle = (title: string) => {
    const next = new Set(closed)
    if (!next.delete(title)) next.add(title)
    setClosed(next)
    localStorage.setItem(key, JSON.stringify([...next]))
  }
  return [closed, toggle]
}
