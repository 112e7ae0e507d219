import { ErrorState } from '#ui/ErrorState.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { readHandover } from './contract.ts'
import { Document } from './Document.tsx'
import { Station } from './Station.tsx'

const crumb = [{ title: '交接班', to: '/handovers' }, { title: '交接单' }]
/** The books may move while people count. */
const every = 5_000

/** A station while it is counted by those who may, a document for everybody else and afterwards. */
export function Page() {
  const id = Number(useParams()['id'])
  const me = useMe()
  const may = useMay('handover.work')
  const read = useCall(readHandover, { id }, { refetchInterval: every })
  if (!read.data) {
    return (
      <Frame title="交接单" crumb={crumb}>
        {read.error ? (
          <ErrorState error={read.error} title="没有读到交接单" retry={read.refetch} />
        ) : (
          <SkeletonRows rows={10} />
        )}
      </Frame>
    )
  }
  const mine = may && read.data.orgId === me.org.orgId && read.data.state === 'counting'
  return mine ? <Station key={id} handover={read.data} /> : <Document handover={read.data} />
}
