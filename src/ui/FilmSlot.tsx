import { CheckCircleFilled, VideoCameraFilled } from '@ant-design/icons'
import { useState } from 'react'
import { filmMaxBytes, filmStage, uploadFilm, type Film } from '#core/files/contract.ts'
import { upload } from './call.ts'
import { EvidenceMedia } from './EvidenceMedia.tsx'
import { sizeText, timeText } from './format.ts'
import { Notice } from './Notice.tsx'
import { Progress } from './Progress.tsx'
import { CallRefused, refusedText } from './refused.ts'
import './evidence.css'

interface Props {
  value: Film | undefined
  onChange: (film: Film) => void
  /** What should be seen in it, and when it is wanted. */
  says: string
}

/** One film, taken with the camera. It is sent as it is, with its progress; the page is not left meanwhile. */
export function FilmSlot({ value, onChange, says }: Props) {
  const [share, setShare] = useState<number>()
  const [fault, setFault] = useState<string>()
  async function take(file: Blob) {
    setFault(undefined)
    if (file.size > filmMaxBytes)
      return setFault(`录像 ${sizeText(file.size)}，最大 ${sizeText(filmMaxBytes)}，请缩短后重录`)
    setShare(0)
    try {
      onChange(
        await upload(uploadFilm, { takenAt: new Date().toISOString() }, file, { onProgress: setShare }),
      )
    } catch (error) {
      setFault(error instanceof CallRefused ? refusedText(error) : '录像没有传上，请重录')
    } finally {
      setShare(undefined)
    }
  }
  return (
    <div className="z-film">
      {value && (
        <span className="z-film-face">
          <EvidenceMedia stage={filmStage} sha256={value.sha256} />
        </span>
      )}
      <div className="z-film-words">
        {value ? (
          <span>
            <CheckCircleFilled /> 录像 {sizeText(value.bytes)}，{timeText(value.takenAt, true)}
          </span>
        ) : (
          <span>{says}</span>
        )}
        {share !== undefined && <Progress done={Math.round(share * 100)} total={100} unit="%" />}
        {fault && <Notice tone="red">{fault}</Notice>}
      </div>
      <label className="z-link" aria-disabled={share !== undefined}>
        {!value && <VideoCameraFilled />} {value ? '重录' : '录像'}
        <input
          type="file"
          accept="video/*"
          capture="environment"
          aria-label={value ? '重录录像' : '录像'}
          className="z-unseen"
          disabled={share !== undefined}
          onChange={(e) => {
            const file = e.target.files?.[0]
            e.target.value = ''
            if (file) void take(file)
          }}
        />
      </label>
    </div>
  )
}
