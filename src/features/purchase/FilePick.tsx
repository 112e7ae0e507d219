import { FileExcelOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { Notice } from '#ui/Notice.tsx'
import { importLimitBytes } from './importContract.ts'

interface Props {
  busy: boolean
  onPick: (file: File) => void
}

/** One file, chosen or dropped. */
export function FilePick({ busy, onPick }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState<string>()
  function take(file: File | undefined) {
    if (!file || busy) return
    const known = /\.(csv|xlsx)$/i.test(file.name)
    const small = file.size <= importLimitBytes
    setWrong(known ? (small ? undefined : '文件超过 16 MB，请拆分后再传') : '请选 .xlsx 或 .csv 文件')
    if (known && small) onPick(file)
  }
  function drop(e: DragEvent) {
    e.preventDefault()
    take(e.dataTransfer.files[0])
  }
  return (
    <>
      {wrong && <Notice tone="red">{wrong}</Notice>}
      <div
        onDragOver={(e) => e.preventDefault()}
        onDrop={drop}
        style={{
          display: 'grid',
          gap: 10,
          justifyItems: 'center',
          padding: '40px 20px',
          border: '1px dashed var(--border)',
          borderRadius: 8,
        }}
      >
        <FileExcelOutlined style={{ fontSize: 28, color: 'var(--ink3)' }} />
        <span>把 HIS 导出的采购单拖到这里</span>
        <Button type="primary" loading={busy} onClick={() => input.current?.click()}>
          选文件
        </Button>
        <span className="z-caption">.xlsx 或 .csv（UTF-8、GB18030），最多 10,000 行、16 MB</span>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.xlsx"
          aria-label="采购单文件"
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
