import { useSyncExternalStore } from 'react'
import { paperHeader, paperText, type PaperLine } from '#core/paper/line.ts'

/** 补录: the next act of this browser writes down this line. Kept for the tab, so that a reload does not lose it. */
export interface PaperMode extends PaperLine {
  readonly downtimeId: number
  readonly downtimeNo: string
  readonly formNo: string
}

const key = 'zs-paper'
const listeners = new Set<() => void>()
let current = read()

function read(): PaperMode | undefined {
  try {
    const text = globalThis.sessionStorage?.getItem(key)
    return text ? (JSON.parse(text) as PaperMode) : undefined
  } catch {
    return undefined
  }
}

export function setPaperMode(mode: PaperMode | undefined): void {
  current = mode
  if (mode) sessionStorage.setItem(key, JSON.stringify(mode))
  else sessionStorage.removeItem(key)
  for (const tell of listeners) tell()
}

export const usePaperMode = (): PaperMode | undefined =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => current,
  )

/** Signing in, the second person and photographs come before the act and are none. */
const apart = ['session', 'witness', 'files']

/** The header of an act under way in this mode. */
export function paperHeaders(endpointName: string): Record<string, string> {
  if (!current || apart.includes(endpointName.split('.')[0] ?? '')) return {}
  return { [paperHeader]: paperText(current) }
}

/** The line is in the books: the next one is chosen anew. */
export function paperDone(headers: Readonly<Record<string, string>>): void {
  if (headers[paperHeader] !== undefined) setPaperMode(undefined)
}
