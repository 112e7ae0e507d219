import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { readRequisition } from './contract.ts'
import { FreeWay } from './FreeWay.tsx'
import { SendStation } from './SendStation.tsx'
import { usePlaces } from './usePlaces.tsx'
import './requisition.css'

const crumb = [{ title: '请领调拨', to: '/requisitions' }, { title: '配货出库' }]

/** 配货出库: for a request (`?requisition=12`), or from a place to another without one. */
export function Page() {
  const [search] = useSearch()
  const id = Number(search['requisition']) || undefined
  const request = useCall(readRequisition, id ? { id } : undefined)
  const { places, error, loading } = usePlaces()
  const failed = request.error ?? error
  if (failed)
    return (
      <Frame title="配货出库" crumb={crumb}>
        <ErrorState error={failed} retry={request.refetch} />
      </Frame>
    )
  if (loading || (id && !request.data))
    return (
      <Frame title="配货出库" crumb={crumb}>
        <SkeletonRows rows={12} />
      </Frame>
    )
  if (!request.data) return <FreeWay places={places} />
  const r = request.data
  const source = places.find((p) => p.placeId === r.sourceLocationId)
  const destination = places.find((p) => p.placeId === r.locationId)
  if (!source || !destination || r.state === 'cancelled') {
    return (
      <Frame title={r.no} crumb={crumb}>
        <EmptyState
          title={r.state === 'cancelled' ? '这张请领单已撤销' : '请领单的储位已停用'}
          text="不能再配货，请对方重新请领"
        />
      </Frame>
    )
  }
  return <SendStation key={r.id} request={r} source={source} destination={destination} />
}
