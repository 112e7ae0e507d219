import { ErrorState } from '#ui/ErrorState.tsx'
import { useParams, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { readRecord } from './contract.ts'
import { RecordView } from './RecordView.tsx'
import './training.css'

/** One person's training record. */
export function Page() {
  const { id = '' } = useParams()
  const [search] = useSearch()
  const query = useCall(readRecord, { userId: Number(id) })
  const person = query.data?.person
  const back = `/training?tab=terms${search['org'] ? `&org=${search['org']}` : ''}`
  return (
    <Frame
      title={person?.name ?? '个人培训档案'}
      scope={person && [person.title, person.department].filter(Boolean).join(' · ')}
      crumb={[{ title: '培训考核', to: back }, { title: '个人培训档案' }]}
    >
      {query.error && !query.data && <ErrorState error={query.error} retry={query.refetch} />}
      {!query.data && !query.error && <SkeletonRows rows={10} />}
      {query.data && <RecordView of={query.data} />}
    </Frame>
  )
}
