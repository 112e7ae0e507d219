import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { Column } from './column.ts'
import { exportLimit, exportRows } from './export-rows.ts'
import { num } from './format.ts'
import { refusedText } from './refused.ts'
import { toast } from './toast.tsx'
import type { Listed } from './useList.ts'

interface Props<Row> {
  name: string
  columns: readonly Column<Row>[]
  read: (page: number, pageSize: number) => Promise<Listed<Row>>
}

export function ExportButton<Row>({ name, columns, read }: Props<Row>) {
  const [progress, setProgress] = useState<string>()
  async function run() {
    setProgress('…')
    try {
      const { rows, total } = await exportRows(name, columns, read, setProgress)
      if (total > exportLimit)
        toast(`共 ${num(total)} 条，只导出前 ${num(exportLimit)} 条，请加筛选条件`, 'amber')
      else toast(`已导出 ${num(rows.length)} 条`)
    } catch (error) {
      toast(refusedText(error), 'red')
    } finally {
      setProgress(undefined)
    }
  }
  return (
    <Button
      icon={<DownloadOutlined aria-hidden />}
      disabled={progress !== undefined}
      onClick={() => void run()}
    >
      {progress === undefined ? '导出' : `导出 ${progress}`}
    </Button>
  )
}
