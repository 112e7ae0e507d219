import { useQueries } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { DrugName, OutputOf } from '#core/contract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import { call } from '#ui/call.ts'
import type { LookedUp } from './contract.ts'

/** Units of one code that are to leave, out of what the place holds of it. */
export interface Picked extends DrugName {
  readonly code: string
  readonly lotId: number
  readonly lotNo: string
  readonly expiry: string
  readonly have: number
  readonly units: number
}

export type Suggestion = OutputOf<typeof suggestPicks>['picks'][number]

export const keyOf = (p: { lotId: number; code: string }): string => `${p.lotId}|${p.code}`

const store = 'zhuisu.sending.'

function kept(name: string): Picked[] {
  try {
    return JSON.parse(sessionStorage.getItem(store + name) ?? '[]') as Picked[]
  } catch {
    return []
  }
}

/**
 * What one person has put on the cart. A reload does not lose what was scanned; `name` holds who scanned, because
 * another person at the same desk signs only for what they took themselves.
 */
export function useCart(name: string) {
  const [picked, setPicked] = useState<readonly Picked[]>(() => kept(name))
  useEffect(() => {
    if (picked.length > 0) sessionStorage.setItem(store + name, JSON.stringify(picked))
    else sessionStorage.removeItem(store + name)
  }, [name, picked])
  const has = (p: { lotId: number; code: string }) => picked.some((o) => keyOf(o) === keyOf(p))
  return {
    picked,
    has,
    add: (p: Picked) => setPicked((all) => (all.some((o) => keyOf(o) === keyOf(p)) ? all : [...all, p])),
    setUnits: (key: string, units: number) =>
      setPicked((all) => all.map((p) => (keyOf(p) === key ? { ...p, units } : p))),
    remove: (key: string) => setPicked((all) => all.filter((p) => keyOf(p) !== key)),
    undo: () => setPicked((all) => all.slice(0, -1)),
    clear: () => setPicked([]),
  }
}

export type Cart = ReturnType<typeof useCart>

export const unitsOf = (picked: readonly Picked[], drugId: number): number =>
  picked.filter((p) => p.drugId === drugId).reduce((n, p) => n + p.units, 0)

export interface Want {
  readonly drugId: number
  readonly units: number
}

/** First to expire first, for every drug at once: units asked for, or as many as are on the cart already. */
export function useSuggestions(
  locationId: number | undefined,
  wants: readonly Want[],
): ReadonlyMap<number, OutputOf<typeof suggestPicks>> {
  const asked = locationId === undefined ? [] : wants.filter((w) => w.units > 0)
  const replies = useQueries({
    queries: asked.map(({ drugId, units }) => {
      const input = { locationId: locationId ?? 0, drugId, units }
      return { queryKey: [suggestPicks.name, input], queryFn: () => call(suggestPicks, input) }
    }),
  })
  return new Map(asked.flatMap((w, i) => (replies[i]?.data ? [[w.drugId, replies[i].data] as const] : [])))
}

export const pickOf = (found: LookedUp, units: number): Picked => {
  const { packUnits: _, units: have, ...rest } = found
  return { ...rest, have, units }
}

export const pickOfSuggestion = (drug: DrugName, s: Suggestion): Picked => {
  const { drugId, name, spec, unit, drugClass } = drug
  return {
    drugId,
    name,
    spec,
    unit,
    drugClass,
    code: s.code,
    lotId: s.lotId,
    lotNo: s.lotNo,
    expiry: s.expiry,
    have: s.haveUnits,
    units: s.units,
  }
}
