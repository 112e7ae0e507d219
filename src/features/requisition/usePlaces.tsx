import { listPlaces, type Place } from '#features/places/contract.ts'
import { useMe } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'
import { mayRoute } from './rules.ts'

const holding = ['store', 'cabinet', 'drawer', 'ward']

/** The hospital's places that hold stock, one's own department's first. */
export function usePlaces() {
  const department = useMe().department
  const read = useCall(listPlaces, { state: 'active', pageSize: 500 })
  const mine = (p: Place) => (p.department !== null && p.department === department ? 0 : 1)
  const places = (read.data?.rows ?? [])
    .filter((p) => holding.includes(p.kind))
    .toSorted((a, b) => mine(a) - mine(b) || a.tier - b.tier || (a.code < b.code ? -1 : 1))
  const own = places.find((p) => mine(p) === 0)
  return { places, own, error: read.error, loading: read.isPending }
}

const asPlace = (p: Place) => ({ id: p.placeId, name: p.name, tier: p.tier })

/** Where stock may go to, or come from, by the tiers. */
export const partnersOf = (places: readonly Place[], of: Place | undefined): Place[] =>
  of ? places.filter((p) => mayRoute(asPlace(of), asPlace(p))) : []

const tierTitle = ['', '一级', '二级', '三级']
export const placeOptions = (places: readonly Place[]) =>
  places.map((p) => ({ value: p.placeId, label: `${p.name}　${tierTitle[p.tier] ?? ''}` }))
