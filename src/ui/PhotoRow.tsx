import { useState } from 'react'
import { EvidenceMedia } from './EvidenceMedia.tsx'
import { timeText } from './format.ts'
import { PhotoViewer } from './PhotoViewer.tsx'
import './evidence.css'

interface Photo {
  stage: string
  sha256: string
  takenAt: string
  uploadedBy: string
}

interface Props {
  photos: readonly Photo[]
  org: number
  facts: readonly { label: string; value: string }[]
}

/** Photographs of one act side by side; a click opens them large with who, where and the fingerprint. */
export function PhotoRow({ photos, org, facts }: Props) {
  const [at, setAt] = useState<number>()
  return (
    <div className="z-evidence">
      {photos.map((p, i) => (
        <figure key={p.stage} className="z-photo">
          <button
            type="button"
            className="z-photo-face"
            data-state="taken"
            title="放大查看"
            onClick={() => setAt(i)}
          >
            <EvidenceMedia stage={p.stage} sha256={p.sha256} org={org} />
          </button>
          <figcaption>
            <b>{p.stage}</b>
            <span>{timeText(p.takenAt, true)}</span>
          </figcaption>
        </figure>
      ))}
      <PhotoViewer
        photos={photos.map((p) => ({
          title: p.stage,
          sha256: p.sha256,
          takenAt: p.takenAt,
          facts: [...facts, { label: '拍摄人', value: p.uploadedBy }],
        }))}
        at={at}
        onClose={() => setAt(undefined)}
        org={org}
      />
    </div>
  )
}
