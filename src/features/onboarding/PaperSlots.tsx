import { FileImageOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { compress } from '#ui/photo.ts'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import { paperMaxBytes, type PaperKind } from './contract.ts'
import { paperTitle } from './words.ts'

/** A copy as the page shows it: chosen here, or read back. */
export interface Shown {
  readonly src: string
  readonly bytes: number
}

interface Props {
  kinds: readonly PaperKind[]
  shown: Readonly<Partial<Record<PaperKind, Shown>>>
  onPick: (kind: PaperKind, file: Blob) => void
}

const says: Record<PaperKind, string> = {
  licence: '正本或副本，登记号与有效期清楚可读',
  business: '民营医疗机构须上传',
  mandate: '职责文件或授权文件的扫描件',
}

export function PaperSlots({ kinds, shown, onPick }: Props) {
  return (
    <div className="ob-papers">
      {kinds.map((kind) => (
        <PaperSlot key={kind} kind={kind} shown={shown[kind]} onPick={(file) => onPick(kind, file)} />
      ))}
    </div>
  )
}

/** A phone's photograph is made smaller before it is refused. Gives the file or what is wrong with it. */
async function fit(file: File): Promise<Blob | string> {
  if (!['image/jpeg', 'image/png'].includes(file.type)) return '只能上传 jpg 或 png 图片'
  if (file.size <= paperMaxBytes) return file
  const smaller = await compress(file).catch(() => undefined)
  if (!smaller) return '图片读不出来，请重新选择'
  return smaller.size <= paperMaxBytes ? smaller : '图片超过 500 KB，请压缩后再传'
}

interface SlotProps {
  kind: PaperKind
  shown: Shown | undefined
  onPick: (file: Blob) => void
}

function PaperSlot({ kind, shown, onPick }: SlotProps) {
  const input = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState<string>()
  const [large, setLarge] = useState<number>()
  const title = paperTitle[kind]
  async function take(file: File | undefined) {
    if (!file) return
    const made = await fit(file)
    setWrong(typeof made === 'string' ? made : undefined)
    if (typeof made !== 'string') onPick(made)
  }
  function drop(e: DragEvent) {
    e.preventDefault()
    void take(e.dataTransfer.files[0])
  }
  return (
    <figure
      className="ob-paper"
      data-there={shown ? '' : undefined}
      onDragOver={(e) => e.preventDefault()}
      onDrop={drop}
    >
      {shown ? (
        <button type="button" className="ob-paper-face" title="放大查看" onClick={() => setLarge(0)}>
          <img src={shown.src} alt={title} />
        </button>
      ) : (
        <button type="button" className="ob-paper-face" onClick={() => input.current?.click()}>
          <FileImageOutlined />
          <span>将文件拖到此处，或点击上传</span>
        </button>
      )}
      <figcaption>
        <b>{title}</b>
        <span className="z-caption">{says[kind]}</span>
        <span className="z-caption">jpg 或 png，不超过 500 KB</span>
        {wrong && (
          <span className="ob-wrong" role="alert">
            {wrong}
          </span>
        )}
        <Button size="small" onClick={() => input.current?.click()}>
          {shown ? '换一张' : '选文件'}
        </Button>
      </figcaption>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/jpeg,image/png"
        aria-label={`${title}文件`}
        onChange={(e) => {
          const file = e.target.files?.[0]
          e.target.value = ''
          void take(file)
        }}
      />
      <PhotoViewer
        photos={shown ? [{ title, src: shown.src }] : []}
        at={large}
        onClose={() => setLarge(undefined)}
      />
    </figure>
  )
}
