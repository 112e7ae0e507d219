import { useState } from 'react'
import { uploadEvidence, type Evidence } from '#core/files/contract.ts'
import { upload } from './call.ts'
import { compress } from './photo.ts'
import { CallRefused, refusedText } from './refused.ts'

export type SendPhoto = (
  blob: Blob,
  takenAt: string,
  onProgress: (share: number) => void,
) => Promise<Evidence>

const sendEvidence: SendPhoto = (blob, takenAt, onProgress) =>
  upload(uploadEvidence, { takenAt }, blob, { onProgress })

export interface PhotoState {
  state: 'idle' | 'uploading' | 'refused'
  /** Address of the picture as taken here. */
  src?: string
  share?: number
  text?: string
}

function reason(error: unknown): string {
  if (error instanceof CallRefused && error.code === 'EVIDENCE_REUSED') return '与旧照相同，请重拍'
  return error instanceof CallRefused ? refusedText(error) : '照片读不出来，请重拍'
}

/** One place for one photograph: take, compress, send. */
export function usePhoto(onTaken: (evidence: Evidence) => void, send: SendPhoto = sendEvidence) {
  const [photo, setPhoto] = useState<PhotoState>({ state: 'idle' })
  async function take(file: Blob) {
    const takenAt = new Date().toISOString()
    if (photo.src) URL.revokeObjectURL(photo.src)
    const src = URL.createObjectURL(file)
    setPhoto({ state: 'uploading', src, share: 0 })
    try {
      const blob = await compress(file)
      onTaken(await send(blob, takenAt, (share) => setPhoto({ state: 'uploading', src, share })))
      setPhoto({ state: 'idle', src })
    } catch (error) {
      setPhoto({ state: 'refused', src, text: reason(error) })
    }
  }
  return { photo, take: (file: Blob) => void take(file) }
}
