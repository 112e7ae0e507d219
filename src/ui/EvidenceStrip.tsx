import { CheckCircleFilled } from '@ant-design/icons'
import { useState, type ReactNode } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { fileUrl } from './call.ts'
import { timeText } from './format.ts'
import { PhotoFace } from './PhotoFace.tsx'
import { PhotoViewer } from './PhotoViewer.tsx'
import { usePhoto, type SendPhoto } from './usePhoto.ts'
import './evidence.css'

export interface EvidencePlace {
  title: string
  /** What to show in the picture. */
  says: string
}

interface Props {
  slots: readonly EvidencePlace[]
  value: readonly (Evidence | undefined)[]
  /** Without it the strip only shows. */
  onChange?: (value: (Evidence | undefined)[]) => void
  /** An authority looks at an institution's photographs. */
  org?: number
  disabled?: boolean
  send?: SendPhoto
}

/** Photographs in their order, taken with the camera. */
export function EvidenceStrip({ slots, value, onChange, org, disabled, send }: Props) {
  const [open, setOpen] = useState<number>()
  const next = slots.findIndex((_, i) => !value[i])
  const photos = slots.flatMap((slot, i) => {
    const evidence = value[i]
    return evidence ? [{ title: slot.title, evidence }] : []
  })
  return (
    <div className="z-evidence">
      {slots.map((slot, i) => (
        <EvidenceSlot
          key={slot.title}
          slot={slot}
          value={value[i]}
          next={i === next && !disabled}
          org={org}
          send={send}
          onTake={
            onChange && !disabled ? (e) => onChange(slots.map((_, j) => (j === i ? e : value[j]))) : undefined
          }
          onOpen={() => setOpen(photos.findIndex((p) => p.title === slot.title))}
        />
      ))}
      <PhotoViewer
        photos={photos.map((p) => ({
          title: p.title,
          sha256: p.evidence.sha256,
          takenAt: p.evidence.takenAt,
        }))}
        at={open}
        onClose={() => setOpen(undefined)}
        {...(org === undefined ? {} : { org })}
      />
    </div>
  )
}

interface SlotProps {
  slot: EvidencePlace
  value: Evidence | undefined
  next: boolean
  org: number | undefined
  send: SendPhoto | undefined
  onTake: ((evidence: Evidence) => void) | undefined
  onOpen: () => void
}

function EvidenceSlot({ slot, value, next, org, send, onTake, onOpen }: SlotProps) {
  const { photo, take } = usePhoto((e) => onTake?.(e), send)
  const state = photo.state !== 'idle' ? photo.state : value ? 'taken' : next && onTake ? 'next' : 'ahead'
  const src = photo.src ?? (value && fileUrl(value.sha256, org))
  const body = <PhotoFace {...{ state, slot, src, share: photo.share, text: photo.text }} />
  return (
    <figure className="z-photo">
      {state === 'taken' ? (
        <button type="button" className="z-photo-face" data-state="taken" onClick={onOpen} title="放大查看">
          {body}
        </button>
      ) : (
        <Camera off={!onTake || state === 'uploading' || state === 'ahead'} state={state} onTake={take}>
          {body}
        </Camera>
      )}
      <figcaption>
        <b>{slot.title}</b>
        {state === 'taken' && value && (
          <span>
            <CheckCircleFilled /> {timeText(value.takenAt, true)}
          </span>
        )}
        {state === 'uploading' && <span>上传中，证已先入</span>}
        {state === 'taken' && onTake && <Retake onTake={take} />}
      </figcaption>
    </figure>
  )
}

interface CameraProps {
  off: boolean
  state: string
  onTake: (file: Blob) => void
  children: ReactNode
}

function Camera({ off, state, onTake, children }: CameraProps) {
  return (
    <label className="z-photo-face" data-state={state}>
      {!off && <CameraInput onTake={onTake} />}
      {children}
    </label>
  )
}

/** `capture` asks a phone for its camera; there is no choosing of older pictures. */
function CameraInput({ onTake }: { onTake: (file: Blob) => void }) {
  return (
    <input
      type="file"
      accept="image/*"
      capture="environment"
      className="z-unseen"
      onChange={(e) => {
        const file = e.target.files?.[0]
        e.target.value = ''
        if (file) onTake(file)
      }}
    />
  )
}

function Retake({ onTake }: { onTake: (file: Blob) => void }) {
  return (
    <label className="z-link">
      重拍
      <CameraInput onTake={onTake} />
    </label>
  )
}
