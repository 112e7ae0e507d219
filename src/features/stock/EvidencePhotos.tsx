import { useState } from 'react'
import { EvidenceMedia } from '#ui/EvidenceMedia.tsx'
import { timeText } from '#ui/format.ts'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import './ledger.css'

interface Props {
  photos: readonly { stage: string; sha256: string; takenAt: string }[]
  facts: readonly { label: string; value: string }[]
  org: number
}

/** Small pictures of one act; a click opens the viewer. */
export function EvidencePhotos({ photos, facts, org }: Props) {
  const [at, setAt] = useState<number>()
  return (
    <>
      <div className="s-photos">
        {photos.map((p, i) => (
          <button type="button" key={p.sha256} onClick={() => setAt(i)} aria-label={`看照片 ${p.stage}`}>
            <EvidenceMedia stage={p.stage} sha256={p.sha256} org={org} />
            {p.stage} {timeText(p.takenAt)}
          </button>
        ))}
      </div>
      <PhotoViewer
        photos={photos.map((p) => ({ title: p.stage, sha256: p.sha256, takenAt: p.takenAt, facts }))}
        at={at}
        onClose={() => setAt(undefined)}
        org={org}
      />
    </>
  )
}
