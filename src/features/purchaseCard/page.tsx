import { ErrorState } from '#ui/ErrorState.tsx'
import { useMe } from '#ui/me.ts'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { CardView } from './CardView.tsx'
import { cardStanding } from './contract.ts'
import { Overview } from './Overview.tsx'

/** A hospital's own card; an authority's: the cards of its hospitals. */
export function Page() {
  return useMe().org.kind === 'authority' ? <Overview /> : <Own />
}

function Own() {
  const standing = useCall(cardStanding, {})
  if (!standing.data)
    return (
      <Frame title="印鉴卡">
        {standing.error ? (
          <ErrorState error={standing.error} retry={standing.refetch} />
        ) : (
          <SkeletonRows rows={10} />
        )}
      </Frame>
    )
  return <CardView id={standing.data.card?.cardId} />
}
