import { Button, Checkbox } from 'antd'
import { DownloadOutlined } from '@ant-design/icons'
import { useState } from 'react'
import {
  importLimitBytes,
  importLimitRows,
  type ImportEndpoints,
  type ImportSummary,
} from '#core/imports/contract.ts'
import { ActButton } from './ActButton.tsx'
import { callUrl, upload } from './call.ts'
import { FilePick } from './FilePick.tsx'
import { num } from './format.ts'
import { allBatches } from './import-batches.ts'
import { ImportCheck } from './ImportCheck.tsx'
import { ImportPast } from './ImportPast.tsx'
import { Notice } from './Notice.tsx'
import { Panel } from './Panel.tsx'
import { Progress } from './Progress.tsx'
import { refresh } from './query.ts'
import { refusedText } from './refused.ts'
import { toast } from './toast.tsx'
import './import.css'

interface Props {
  /** 药品 */
  what: string
  endpoints: ImportEndpoints
  /** What a withdrawal does with the rows it made, where they do not simply go: 新增的人停用. */
  undone?: string
  onClose: () => void
}

type Step = 'file' | 'check' | 'run'

/** 选文件 › 核对 › 导入, the same for everything that can be imported. */
export function ImportDrawer({ what, endpoints, undone = '新增的去掉', onClose }: Props) {
  const [of, setOf] = useState<ImportSummary>()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const [updates, setUpdates] = useState(false)
  const [progress, setProgress] = useState<{ done: number; total: number }>()
  async function attempt(run: () => Promise<void>) {
    setBusy(true)
    setRefused(undefined)
    await run().catch((error: unknown) => setRefused(refusedText(error)))
    setBusy(false)
  }
  const check = (file: File) =>
    attempt(async () => setOf(await upload(endpoints.check, { fileName: file.name }, file)))
  const total = of ? of.fresh + (updates ? of.updates : 0) : 0
  const run = () =>
    attempt(async () => {
      if (!of) return
      setProgress({ done: 0, total })
      try {
        const done = await allBatches(
          endpoints,
          { importId: of.importId, acceptGood: of.bad > 0, acceptUpdates: updates },
          setProgress,
        )
        toast(`已导入${what} ${num(done)} 行`)
        onClose()
      } finally {
        setProgress(undefined)
        void refresh()
      }
    })
  const step: Step = progress ? 'run' : of ? 'check' : 'file'
  return (
    <Panel
      open
      onClose={progress ? () => {} : onClose}
      width={760}
      title={`批量导入${what}`}
      scope={<Steps at={step} />}
      foot={
        of &&
        !progress && (
          <Foot
            of={of}
            endpoints={endpoints}
            total={total}
            busy={busy}
            onClose={onClose}
            onRun={() => void run()}
          />
        )
      }
    >
      <div className="z-import">
        {refused && <Notice tone="red">{refused}</Notice>}
        {step === 'file' && (
          <>
            <FilePick
              what={what}
              maxBytes={importLimitBytes}
              maxRows={importLimitRows}
              busy={busy}
              onPick={(f) => void check(f)}
            />
            <ImportPast what={what} endpoints={endpoints} undone={undone} />
          </>
        )}
        {step === 'check' && of && (
          <ImportCheck
            of={of}
            what={what}
            endpoints={endpoints}
            onChange={setOf}
            onOther={() => setOf(undefined)}
          >
            {of.updates > 0 && (
              <Checkbox checked={updates} onChange={(e) => setUpdates(e.target.checked)}>
                同时更新现有 {num(of.updates)} 行；不勾选则这些行不动
              </Checkbox>
            )}
          </ImportCheck>
        )}
        {progress && (
          <>
            <Progress done={progress.done} total={progress.total} unit="行" />
            <span className="z-caption">按批写入；写完之前请不要关闭页面，中断后可从导入记录继续或撤回</span>
          </>
        )}
      </div>
    </Panel>
  )
}

const steps: readonly [Step, string][] = [
  ['file', '选文件'],
  ['check', '核对'],
  ['run', '导入'],
]

function Steps({ at }: { at: Step }) {
  return (
    <span className="z-import-steps">
      {steps.map(([key, title], i) => (
        <span key={key} className="z-import-steps">
          {i > 0 && <span aria-hidden>›</span>}
          {key === at ? <b aria-current="step">{title}</b> : title}
        </span>
      ))}
    </span>
  )
}

interface FootProps {
  of: ImportSummary
  endpoints: ImportEndpoints
  total: number
  busy: boolean
  onClose: () => void
  onRun: () => void
}

function Foot({ of, endpoints, total, busy, onClose, onRun }: FootProps) {
  const nothing = of.updates > 0 ? '勾选“同时更新”' : of.bad > 0 ? '改对至少一行' : '与现有不同的行'
  return (
    <>
      {of.bad > 0 && (
        <a
          className="z-link"
          style={{ marginRight: 'auto' }}
          href={callUrl(endpoints.bad, { importId: of.importId })}
          download={`错误表-${of.no}.xlsx`}
        >
          <DownloadOutlined /> 下载 {num(of.bad)} 行错误表，改好再传
        </a>
      )}
      <Button onClick={onClose}>取消</Button>
      <ActButton
        kind="filled"
        k="F10"
        busy={busy}
        {...(total === 0 ? { blocked: nothing } : {})}
        onClick={onRun}
      >
        {of.bad > 0 ? `导入没有错的 ${num(total)} 行` : `导入 ${num(total)} 行`}
      </ActButton>
    </>
  )
}
