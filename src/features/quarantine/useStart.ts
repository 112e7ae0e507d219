import { useState } from 'react'
import { useSearch } from '#ui/nav.tsx'
import { quarantineReasons, type QuarantineReason } from './contract.ts'
import { stores, usePlacesOf } from './useStock.ts'

/** The place, the lot and the reason may come with the address: from the list of what has expired. */
export function useStart() {
  const [search] = useSearch()
  const places = usePlacesOf(stores)
  const boxes = usePlacesOf(['quarantine'])
  const [place, setPlace] = useState<number>()
  const [box, setBox] = useState<number>()
  const wanted = quarantineReasons.find((r) => r === search['reason'])
  const [reasonKind, setKind] = useState<QuarantineReason | undefined>(wanted)
  const from = places.find((p) => p.placeId === (place ?? Number(search['place']))) ?? places[0]
  const to = boxes.find((p) => p.placeId === box) ?? boxes[0]
  return {
    places,
    boxes,
    from,
    to,
    reasonKind,
    setPlace,
    setBox,
    setKind,
    lot: Number(search['lot']) || undefined,
  }
}
