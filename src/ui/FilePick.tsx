import { FileExcelOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { Notice } from './Notice.tsx'

interface Props {
  /** 药品, 采购单: what the file holds. */
  what: string
  maxBytes: number
  maxRows: number
  busy: boolean
  onPick: (file: File) => void
}

/** One table, chosen or dropped. Its button has the focus, so that Enter opens the choice. */
export function FilePick({ what, maxBytes, maxRows, busy, onPick }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState<string>()
  const megabytes = Math.floor(maxBytes / 1024 / 1024)
  function take(file: File | undefined) {
    if (!file || busy) return
    const known = /\.(csv|xlsx)$/i.test(file.name)
    const small = file.size <= maxBytes
    setWrong(
      known ? (small ? undefined : `文件超过 ${megabytes} MB，请拆分后再传`) : '请选 .xlsx 或 .csv 文件',
    )
    if (known && small) onPick(file)
  }
  function drop(e: DragEvent) {
    e.preventDefault()
    take(e.dataTransfer.files[0])
  }
  return (
    <>
      {wrong && <Notice tone="red">{wrong}</Notice>}
      <div className="z-file-pick" onDragOver={(e) => e.preventDefault()} onDrop={drop}>
        <FileExcelOutlined style={{ fontSize: 28, color: 'var(--ink3)' }} />
        <span>把{what}表拖到这里</span>
        <Button type="primary" autoFocus loading={busy} onClick={() => input.current?.click()}>
          {busy ? '正在核对' : '选文件'}
        </Button>
        <span className="z-caption">
          .xlsx 或 .csv（UTF-8、GB18030），最多 {maxRows.toLocaleString('zh-CN')} 行、{megabytes} MB
        </span>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.xlsx"
          aria-label={`${what}文件`}
          onChange={(e) => {
            take(e.target.files?.[0])
            // The same file may be chosen again once it is mended.
            e.target.value = ''
          }}
        />
      </div>
    </>
  )
}
