import { useState } from 'react'
import type { Choice } from './menuFold.ts'

const key = 'zhuisu.menu.closed'

function kept(): Set<string> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return new Set(Array.isArray(read) ? read.filter((t) => typeof t === 'string') : [])
  } catch {
    return new Set()
  }
}

const without = (set: ReadonlySet<string>, title: string) => new Set([...set].filter((t) => t !== title))

/** Which groups of the menu this person has closed on this computer, and which were opened since the page was loaded. */
export function useClosedGroups(): [Choice, (title: string, open: boolean) => void] {
  const [closed, setClosed] = useState<ReadonlySet<string>>(kept)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const set = (title: string, open: boolean) => {
    const next = open ? without(closed, title) : new Set([...closed, title])
    setClosed(next)
    setOpened(open ? new Set([...opened, title]) : without(opened, title))
    localStorage.setItem(key, JSON.stringify([...next]))
  }
  return [{ closed, opened }, set]
}
