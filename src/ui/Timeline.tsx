import type { ReactNode } from 'react'
import { instantText, shortInstant, timeText } from './format.ts'
import { ProofBadge } from './ProofBadge.tsx'
import type { Tone } from './theme.ts'
import './states.css'

export interface TimelineItem {
  key: string | number
  at: string
  act: ReactNode
  place?: ReactNode
  people?: ReactNode
  /** Red is a refusal, recorded like anything else. */
  tone?: Tone
  proof?: number | string
  onProof?: () => void
}

interface Props {
  items: readonly TimelineItem[]
  look?: 'track' | 'rows'
  seconds?: boolean
}

export function Timeline({ items, look = 'track', seconds }: Props) {
  return (
    <ol className={`z-timeline z-timeline-${look}`}>
      {items.map((item) =>
        look === 'track' ? (
          <Step key={item.key} item={item} seconds={seconds} />
        ) : (
          <Row key={item.key} item={item} />
        ),
      )}
    </ol>
  )
}

function Step({ item, seconds }: { item: TimelineItem; seconds: boolean | undefined }) {
  return (
    <li>
      <time dateTime={item.at} title={instantText(item.at, 'second')}>
        {seconds ? timeText(item.at, true) : shortInstant(item.at)}
      </time>
      <span className={`z-timeline-dot z-tone-${item.tone ?? 'blue'}`} />
      <span>
        {item.act}
        {item.place && <small>{item.place}</small>}
        {item.people && <small>{item.people}</small>}
      </span>
      {item.proof !== undefined && <ProofBadge no={item.proof} onOpen={item.onProof} />}
    </li>
  )
}

function Row({ item }: { item: TimelineItem }) {
  return (
    <li data-refused={item.tone === 'red' ? '' : undefined}>
      <time dateTime={item.at}>{instantText(item.at)}</time>
      <span className="z-timeline-act">{item.act}</span>
      <span>{item.place}</span>
      <span>{item.people}</span>
      {item.proof === undefined ? <span /> : <ProofBadge no={item.proof} onOpen={item.onProof} />}
    </li>
  )
}
