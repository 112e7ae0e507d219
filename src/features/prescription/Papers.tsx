import { CheckCircleFilled, FileAddOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { uploadEvidence } from '#core/files/contract.ts'
import { upload } from '#ui/call.ts'
import { Card } from '#ui/Card.tsx'
import { dateText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { compress } from '#ui/photo.ts'
import { useAct } from '#ui/query.ts'
import { refusedText } from '#ui/refused.ts'
import { toast } from '#ui/toast.tsx'
import { addPaper, type LongTermDetail } from './longTermContract.ts'
import { paperTitle, papersNeeded, type PaperKind } from './records.ts'

/** 材料: which copies are there and which the law still wants. The pictures themselves are not shown here. */
export function Papers({ of: r }: { of: LongTermDetail }) {
  const may = useMay('prescription.write') && r.state !== 'closed'
  const [error, setError] = useState<string>()
  const kinds = papersNeeded(r.patient.agentName !== null)
  return (
    <Card title="材料" scope="复印件拍照存档，查看要写明原因">
      {error && <Notice tone="red">{error}</Notice>}
      <div className="rx-papers">
        {kinds.map((kind) => (
          <Paper key={kind} of={r} kind={kind} may={may} onError={setError} />
        ))}
      </div>
    </Card>
  )
}

interface Props {
  of: LongTermDetail
  kind: PaperKind
  may: boolean
  onError: (text: string | undefined) => void
}

function Paper({ of: r, kind, may, onError }: Props) {
  const [busy, setBusy] = useState(false)
  const act = useAct(addPaper)
  const there = r.papers.filter((p) => p.kind === kind)
  const last = there.at(-1)
  async function add(file: Blob) {
    onError(undefined)
    setBusy(true)
    try {
      const blob = await compress(file)
      const { sha256 } = await upload(uploadEvidence, { takenAt: new Date().toISOString() }, blob)
      if (await act.run({ id: r.id, kind, sha256 })) toast(`${paperTitle[kind]}已存档`)
    } catch (failed) {
      onError(`${paperTitle[kind]}没有存上：${refusedText(failed)}`)
    }
    setBusy(false)
  }
  return (
    <div className="rx-paper" data-there={last !== undefined}>
      <b>{paperTitle[kind]}</b>
      {last ? (
        <span className="z-caption">
          <CheckCircleFilled /> {last.addedBy} {dateText(last.addedAt)}
          {there.length > 1 && `，共 ${there.length} 份`}
        </span>
      ) : (
        <span className="rx-paper-missing">缺</span>
      )}
      {act.refused && <span className="rx-paper-missing">{act.refused.text}</span>}
      {may && (
        <label className="z-link">
          <FileAddOutlined /> {busy ? '正在存档' : last ? '再存一份' : '拍照存档'}
          <input
            type="file"
            accept="image/*"
            capture="environment"
            className="z-unseen"
            disabled={busy}
            aria-label={`${paperTitle[kind]}照片`}
            onChange={(e) => {
              const file = e.target.files?.[0]
              e.target.value = ''
              if (file) void add(file)
            }}
          />
        </label>
      )}
    </div>
  )
}
