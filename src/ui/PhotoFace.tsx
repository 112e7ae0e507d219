import { CameraFilled, CloseCircleFilled } from '@ant-design/icons'
import './evidence.css'

interface Props {
  state: string
  slot: { title: string; says: string }
  src?: string | undefined
  share?: number | undefined
  text?: string | undefined
}

/** What stands in a place for a photograph, in each of its states. */
export function PhotoFace({ state, slot, src, share = 0, text }: Props) {
  if (state === 'refused') {
    return (
      <>
        <CloseCircleFilled />
        <b>{text}</b>
      </>
    )
  }
  if (src && (state === 'taken' || state === 'uploading')) {
    return (
      <>
        <img src={src} alt={slot.title} />
        {state === 'uploading' && (
          <i className="z-photo-bar" style={{ width: `${Math.round(share * 90) + 5}%` }} />
        )}
      </>
    )
  }
  return (
    <>
      <CameraFilled />
      {state === 'next' ? <b>拍{slot.title}</b> : <b>{slot.title}</b>}
      {state === 'next' && <small>{slot.says}</small>}
    </>
  )
}
