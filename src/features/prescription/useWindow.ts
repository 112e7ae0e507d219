import { useRef, useState } from 'react'
import { findStock, type FoundStock } from '#features/issue/contract.ts'
import { call } from '#ui/call.ts'
import { useMe } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'
import type { ScanOutcome } from '#ui/ScanInput.tsx'
import { listPlaces } from '#features/places/contract.ts'
import { fourChecks, type RxDetail } from './contract.ts'
import { dispensaryTitle, listDispensaries } from './limitContract.ts'

export interface Take {
  readonly found: FoundStock
  readonly units: number
}

export type CheckKey = (typeof fourChecks)[number]['key']

export interface PlaceChoice {
  readonly id: number
  readonly name: string
  readonly own: boolean
}

/**
 * Where it is taken from: a window for the patient; any store, cabinet or ward stock for use inside. Undefined
 * until all of it is known: guessed earlier, the first box would be looked for in somebody else's window.
 */
export function usePlaces(rx: RxDetail): readonly PlaceChoice[] | undefined {
  const me = useMe()
  const windows = useCall(listDispensaries, {}).data?.rows
  const places = useCall(listPlaces, { state: 'active', pageSize: 500 }).data?.rows
  if (!windows || !places) return undefined
  const departmentOf = (id: number) => places.find((p) => p.placeId === id)?.department
  if (rx.useAt === 'home')
    return windows.map((w) => ({
      id: w.locationId,
      name: w.name === dispensaryTitle[w.kind] ? w.name : `${w.name}（${dispensaryTitle[w.kind]}）`,
      own: departmentOf(w.locationId) === me.department,
    }))
  return places
    .filter((p) => ['store', 'cabinet', 'ward'].includes(p.kind))
    .map((p) => ({ id: p.placeId, name: p.name, own: p.department === me.department }))
}

/** The dispensing window: what the paper wants, what is in the hand so far, what was checked. */
export function useWindow(rx: RxDetail, places: readonly PlaceChoice[]) {
  const [chosen, setLocation] = useState<number>()
  const [takes, setTakes] = useState<readonly Take[]>([])
  const [checked, setChecked] = useState<readonly CheckKey[]>([])
  const locationId = chosen ?? (places.find((p) => p.own) ?? places[0])?.id
  const now = useRef({ takes, locationId })
  now.current = { takes, locationId }

  const takenOf = (drugId: number) =>
    now.current.takes.filter((t) => t.found.drugId === drugId).reduce((n, t) => n + t.units, 0)
  const missingOf = (drugId: number) =>
    (rx.lines.find((l) => l.drugId === drugId)?.units ?? 0) - takenOf(drugId)

  async function take(raw: string, atMost = Number.POSITIVE_INFINITY): Promise<ScanOutcome> {
    const place = now.current.locationId
    if (!place) return { kind: 'refuse', text: '先选发药储位' }
    const found = await call(findStock, { locationId: place, raw })
    const about = `${found.name} ${found.spec}`
    const { code } = found
    if (!rx.lines.some((l) => l.drugId === found.drugId))
      return {
        kind: 'refuse',
        text: `处方上没有${found.name}`,
        code,
        about,
        detail: '放回原处，再扫处方上的药品',
      }
    if (now.current.takes.some((t) => t.found.code === code))
      return { kind: 'repeat', text: '已取过这个码，改数量请在左边改', code }
    const units = Math.min(missingOf(found.drugId), found.haveUnits, atMost)
    if (units <= 0)
      return { kind: 'refuse', text: `${found.name}已取够`, code, about, detail: '数量已满，放回原处' }
    setTakes((list) => [...list, { found, units }])
    return { kind: 'accept', text: `取 ${units} ${found.unit}`, code }
  }

  return {
    places,
    locationId,
    takes,
    checked,
    takenOf,
    missingOf,
    take,
    /** Another place holds other boxes. */
    chooseLocation: (id: number) => {
      setTakes([])
      setLocation(id)
    },
    setTaken: (code: string, units: number) =>
      setTakes((list) => list.map((t) => (t.found.code === code ? { ...t, units } : t))),
    untake: (code?: string) =>
      setTakes((list) =>
        code === undefined ? list.slice(0, -1) : list.filter((t) => t.found.code !== code),
      ),
    tick: (key: CheckKey) =>
      setChecked((all) => (all.includes(key) ? all.filter((k) => k !== key) : [...all, key])),
    picks: takes.map((t) => ({ code: t.found.code, units: t.units })),
  }
}
export type Window = ReturnType<typeof useWindow>

/** What still blocks the act, the most useful first. */
export function lackOf(rx: RxDetail, w: Window): string[] {
  const lines = rx.lines.flatMap((l) => {
    const missing = w.missingOf(l.drugId)
    if (missing === 0) return []
    return [missing > 0 ? `${l.name}还差 ${missing} ${l.unit}` : `${l.name}多取 ${-missing} ${l.unit}`]
  })
  const left = fourChecks.filter((c) => !w.checked.includes(c.key))
  return [...lines, ...(left.length > 0 ? [`四查十对还有 ${left.length} 项`] : [])]
}
