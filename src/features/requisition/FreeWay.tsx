import { Select } from 'antd'
import type { Place } from '#features/places/contract.ts'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { SendStation } from './SendStation.tsx'
import { partnersOf, placeOptions } from './usePlaces.tsx'

/** 直接调拨, without a request: first both places, then the station. They stand in the address. */
export function FreeWay({ places }: { places: readonly Place[] }) {
  const [search, change] = useSearch()
  const source = places.find((p) => p.placeId === Number(search['from']))
  const partners = partnersOf(places, source)
  const destination = partners.find((p) => p.placeId === Number(search['to']))
  if (source && destination)
    return (
      <SendStation
        key={`${source.placeId}-${destination.placeId}`}
        source={source}
        destination={destination}
      />
    )
  return (
    <Frame title="直接调拨" crumb={[{ title: '请领调拨', to: '/requisitions' }, { title: '配货出库' }]}>
      <Card title="从哪里，到哪里" scope="逐级调拨：一级库、二级库、三级库，或同级之间">
        <div className="rq-way">
          <label className="rq-field">
            调出储位
            <Select
              value={source?.placeId}
              placeholder="请选择"
              options={placeOptions(places)}
              onChange={(from) => change({ from, to: undefined })}
            />
          </label>
          <span aria-hidden>→</span>
          <label className="rq-field">
            调入储位
            <Select
              value={destination?.placeId}
              placeholder="请选择"
              disabled={!source}
              options={placeOptions(partners)}
              onChange={(to) => change({ to })}
            />
          </label>
        </div>
        <EmptyState title="先选两处储位" text="选好后扫码配货，由第二人复核出库" />
      </Card>
    </Frame>
  )
}
