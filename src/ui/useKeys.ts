import { useEffect, useRef, useSyncExternalStore } from 'react'
import { keyName, mayAct } from './key-name.ts'

export interface KeyAct {
  /** What the list of keys says. */
  text: string
  run: (e: KeyboardEvent) => unknown
  off?: boolean
}

export type KeyMap = Readonly<Record<string, KeyAct>>
type Held = { readonly current: KeyMap }

/* Keys belong to the window, so their registry does too: the part of the page mounted last wins. */
let maps: readonly Held[] = []
let snapshot: readonly [string, string][] = []
const watchers = new Set<() => void>()

function changed() {
  const seen = new Map<string, string>()
  for (const map of maps.toReversed()) {
    for (const [key, act] of Object.entries(map.current))
      if (act.text && !seen.has(key)) seen.set(key, act.text)
  }
  const next = [...seen]
  if (JSON.stringify(next) === JSON.stringify(snapshot)) return
  snapshot = next
  for (const watch of watchers) watch()
}

function find(name: string): KeyAct | undefined {
  for (const map of maps.toReversed()) {
    const act = map.current[name]
    if (act && !act.off) return act
  }
  return undefined
}

function onKeyDown(e: KeyboardEvent) {
  if (e.defaultPrevented || e.isComposing) return
  const name = keyName(e)
  if (!mayAct(name, e.target)) return
  const act = find(name)
  if (!act) return
  e.preventDefault()
  act.run(e)
}

/** Keys of a page or part of one. Letters act only outside fields; a key that is `off` falls through. */
export function useKeys(map: KeyMap): void {
  const held = useRef(map)
  held.current = map
  useEffect(() => {
    if (maps.length === 0) window.addEventListener('keydown', onKeyDown)
    maps = [...maps, held]
    changed()
    return () => {
      maps = maps.filter((m) => m !== held)
      if (maps.length === 0) window.removeEventListener('keydown', onKeyDown)
      changed()
    }
  }, [])
  useEffect(changed)
}

/** All keys that act now, for the `?` overlay. */
export function useKeyList(): readonly [string, string][] {
  return useSyncExternalStore(
    (watch) => {
      watchers.add(watch)
      return () => watchers.delete(watch)
    },
    () => snapshot,
  )
}
