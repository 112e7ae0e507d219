import { useParams } from '#ui/nav.tsx'
import { CardView } from './CardView.tsx'

/** An older card of one's own, or a hospital's card for its authority. */
export function Page() {
  const { id } = useParams()
  return <CardView key={id} id={Number(id)} crumb={[{ title: '印鉴卡', to: '/seal-cards' }]} />
}
