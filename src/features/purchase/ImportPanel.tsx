import { Button } from 'antd'
import { useState } from 'react'
import type { OutputOf } from '#core/contract.ts'
import { callUrl, upload } from '#ui/call.ts'
import { FilePick } from '#ui/FilePick.tsx'
import { num } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { refresh } from '#ui/query.ts'
import { refusedText } from '#ui/refused.ts'
import { toast } from '#ui/toast.tsx'
import { ImportCheck } from './ImportCheck.tsx'
import {
  importLimitBytes,
  importLimitRows,
  importOrders,
  importTemplate,
  previewImport,
} from './importContract.ts'

type Preview = OutputOf<typeof previewImport>
interface Chosen {
  file: File
  preview: Preview
}

/** 选文件 › 核对 › 导入. The same file goes up twice: first it is only judged, then it is judged again and saved. */
export function ImportPanel({ onClose }: { onClose: () => void }) {
  const [chosen, setChosen] = useState<Chosen>()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  async function attempt(run: () => Promise<void>) {
    setBusy(true)
    setRefused(undefined)
    await run().catch((error: unknown) => setRefused(refusedText(error)))
    setBusy(false)
  }
  const check = (file: File) =>
    attempt(async () =>
      setChosen({ file, preview: await upload(previewImport, { fileName: file.name }, file) }),
    )
  const bring = (acceptGood: boolean) =>
    attempt(async () => {
      if (!chosen) return
      const done = await upload(importOrders, { fileName: chosen.file.name, acceptGood }, chosen.file)
      toast(`已导入 ${num(done.orders.length)} 张采购单`)
      void refresh()
      onClose()
    })
  const counts = chosen?.preview.counts
  const foot = counts && (
    <>
      <Button onClick={onClose}>取消</Button>
      <Button
        type="primary"
        loading={busy}
        disabled={counts.goodOrders === 0}
        onClick={() => void bring(counts.bad > 0)}
      >
        {counts.bad > 0 ? `导入没有错的 ${num(counts.goodOrders)} 张` : `导入 ${num(counts.orders)} 张采购单`}
      </Button>
    </>
  )
  return (
    <Panel
      open
      onClose={onClose}
      width={760}
      title="导入采购单"
      scope={chosen ? '选文件 › 核对 › 导入' : '选文件'}
      foot={foot}
    >
      <div style={{ display: 'grid', gap: 14 }}>
        {refused && <Notice tone="red">{refused}</Notice>}
        {chosen ? (
          <ImportCheck
            fileName={chosen.file.name}
            preview={chosen.preview}
            onChange={() => setChosen(undefined)}
          />
        ) : (
          <>
            <FilePick
              what="采购单"
              maxBytes={importLimitBytes}
              maxRows={importLimitRows}
              busy={busy}
              onPick={(file) => void check(file)}
            />
            <span className="z-caption">
              列名不必一样，常见叫法都认得；
              <a href={callUrl(importTemplate, {})} download="采购单导入模板.xlsx">
                下载模板
              </a>
            </span>
          </>
        )}
      </div>
    </Panel>
  )
}
