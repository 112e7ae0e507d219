import { useState } from 'react'
import { fileUrl } from '#ui/call.ts'
import { instantText, timeText } from '#ui/format.ts'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import type { DestructionDetail } from './contract.ts'

/** 毁前 毁中 毁后; a click opens them large with who, where and the fingerprint. */
export function Photos({ of }: { of: DestructionDetail }) {
  const [at, setAt] = useState<number>()
  const people = `执行 ${of.executedBy}，监督 ${of.witnessedBy}`
  const photos = of.photos.map((p) => ({
    title: p.stage,
    sha256: p.sha256,
    takenAt: p.takenAt,
    facts: [
      { label: '地点', value: of.place },
      { label: '拍摄人', value: p.uploadedBy },
      { label: '在场', value: people },
      { label: '销毁单', value: of.no },
      { label: '入证', value: `事件 ${of.eventId}，${instantText(of.destroyedAt)}` },
    ],
  }))
  return (
    <div className="z-evidence">
      {of.photos.map((p, i) => (
        <figure key={p.stage} className="z-photo">
          <button
            type="button"
            className="z-photo-face"
            data-state="taken"
            title="放大查看"
            onClick={() => setAt(i)}
          >
            <img src={fileUrl(p.sha256)} alt={p.stage} />
          </button>
          <figcaption>
            <b>{p.stage}</b>
            <span>{timeText(p.takenAt, true)}</span>
          </figcaption>
        </figure>
      ))}
      <PhotoViewer photos={photos} at={at} onClose={() => setAt(undefined)} />
    </div>
  )
}
