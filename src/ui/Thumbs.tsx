import { useState } from 'react'
import { EvidenceMedia } from './EvidenceMedia.tsx'
import { PhotoViewer } from './PhotoViewer.tsx'
import './evidence.css'

interface Props {
  photos: readonly { title: string; sha256: string }[]
  /** Whose photographs, where an authority looks. */
  org?: number
}

/** Small pictures in a line of text or a cell; a click opens them large. */
export function Thumbs({ photos, org }: Props) {
  const [at, setAt] = useState<number>()
  if (photos.length === 0) return null
  return (
    <span className="z-thumbs">
      {photos.map((p, i) => (
        <button key={p.sha256} type="button" title={`放大查看：${p.title}`} onClick={() => setAt(i)}>
          <EvidenceMedia stage={p.title} sha256={p.sha256} org={org} />
        </button>
      ))}
      <PhotoViewer
        photos={photos}
        at={at}
        onClose={() => setAt(undefined)}
        {...(org === undefined ? {} : { org })}
      />
    </span>
  )
}
