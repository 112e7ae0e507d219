import { ErrorState } from '#ui/ErrorState.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { readStocktake } from './contract.ts'
import { Result } from './Result.tsx'
import { Station } from './Station.tsx'
import './stocktake.css'

/** One stocktake: the station for the two who count, the sheet for everybody else. */
export function Page() {
  const id = Number(useParams()['id'])
  const me = useMe()
  const may = useMay('stocktake.work')
  const read = useCall(readStocktake, { id }, { refetchInterval: 15_000 })
  if (!read.data)
    return (
      <Frame title="盘点单" crumb={[{ title: '盘点', to: '/stocktakes' }]}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={12} />}
      </Frame>
    )
  const of = read.data
  const mine = [of.countedById, of.secondById].includes(me.userId)
  return of.state === 'counting' && may && mine ? <Station of={of} /> : <Result of={of} />
}
