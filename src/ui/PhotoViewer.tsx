import { useState } from 'react'
import { createPortal } from 'react-dom'
import { filmStage } from '#core/files/contract.ts'
import { fileUrl } from './call.ts'
import { instantText } from './format.ts'
import { KeyCap } from './KeyCap.tsx'
import { useKeys } from './useKeys.ts'
import './evidence.css'

export interface ViewedPhoto {
  title: string
  sha256?: string
  src?: string
  takenAt?: string
  /** Place, device, proof, people. */
  facts?: readonly { label: string; value: string }[]
}

interface Props {
  photos: readonly ViewedPhoto[]
  at: number | undefined
  onClose: () => void
  org?: number
}

/** Full screen, dark. There is no download here: that needs a reason, which is recorded. */
export function PhotoViewer(props: Props) {
  if (props.at === undefined || !props.photos[props.at]) return null
  return createPortal(<Viewer {...props} from={props.at} />, document.body)
}

function Viewer({ photos, from, onClose, org }: Props & { from: number }) {
  const [at, setAt] = useState(from)
  const [zoom, setZoom] = useState(1)
  const [beside, setBeside] = useState(false)
  const step = (by: number) => setAt((i) => Math.min(photos.length - 1, Math.max(0, i + by)))
  const scale = (by: number) => setZoom((z) => Math.min(5, Math.max(1, z * by)))
  useKeys({
    Esc: { text: '关闭照片', run: onClose },
    '←': { text: '上一张', run: () => step(-1) },
    '→': { text: '下一张', run: () => step(1) },
    '+': { text: '放大', run: () => scale(1.4) },
    '=': { text: '', run: () => scale(1.4) },
    '-': { text: '缩小', run: () => scale(1 / 1.4) },
    S: { text: '并排', run: () => setBeside((b) => !b) },
  })
  const shown = beside ? photos : photos.slice(at, at + 1)
  const photo = photos[at]
  return (
    <div className="z-viewer" role="dialog" aria-label="照片">
      <div className="z-viewer-stage" data-beside={beside ? '' : undefined}>
        {shown.map((p) => (
          <figure key={p.title}>
            <div className="z-viewer-frame">
              {p.title === filmStage ? (
                <video
                  src={fileUrl(p.sha256 ?? '', org)}
                  aria-label={p.title}
                  controls
                  autoPlay
                  muted
                  playsInline
                />
              ) : (
                <img
                  src={p.src ?? fileUrl(p.sha256 ?? '', org)}
                  alt={p.title}
                  style={{ width: `${zoom * 100}%`, height: `${zoom * 100}%` }}
                />
              )}
            </div>
            {beside && <figcaption>{p.title}</figcaption>}
          </figure>
        ))}
      </div>
      {photo && <Rail photo={photo} count={`${at + 1} / ${photos.length}`} onClose={onClose} />}
    </div>
  )
}

function Rail({ photo, count, onClose }: { photo: ViewedPhoto; count: string; onClose: () => void }) {
  const facts = [
    ...(photo.takenAt ? [{ label: '时间', value: instantText(photo.takenAt, 'second') }] : []),
    ...(photo.sha256
      ? [{ label: '指纹', value: `${photo.sha256.slice(0, 16)} … ${photo.sha256.slice(-8)}` }]
      : []),
    ...(photo.facts ?? []),
  ]
  return (
    <aside className="z-viewer-rail">
      <header>
        <b>{photo.title}</b>
        <span>{count}</span>
        <button type="button" onClick={onClose}>
          关闭 <KeyCap onFill>Esc</KeyCap>
        </button>
      </header>
      <dl>
        {facts.map((f) => (
          <div key={f.label}>
            <dt>{f.label}</dt>
            <dd>{f.value}</dd>
          </div>
        ))}
      </dl>
      <footer>
        <KeyCap onFill>←</KeyCap> <KeyCap onFill>→</KeyCap> 换张　<KeyCap onFill>+</KeyCap>{' '}
        <KeyCap onFill>−</KeyCap> 缩放　<KeyCap onFill>S</KeyCap> 并排
      </footer>
    </aside>
  )
}
