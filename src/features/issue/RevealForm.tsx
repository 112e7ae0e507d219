import { Button, Input } from 'antd'
import { useState } from 'react'
import { Notice } from '#ui/Notice.tsx'

const presets = ['核对用药记录', '处理投诉', '监督检查']

interface Props {
  busy: boolean
  refused: string | undefined
  onSubmit: (reason: string) => void
}

export function RevealForm({ busy, refused, onSubmit }: Props) {
  const [reason, setReason] = useState('')
  return (
    <div data-keep-focus className="i-reveal">
      <span className="z-caption">谁、何时、因何查看，都记入审计</span>
      <div className="i-chips">
        {presets.map((text) => (
          <Button key={text} size="small" onClick={() => setReason(text)}>
            {text}
          </Button>
        ))}
      </div>
      <Input.TextArea
        autoFocus
        rows={2}
        maxLength={200}
        placeholder="写明原因"
        value={reason}
        onChange={(e) => setReason(e.target.value)}
      />
      {refused && <Notice tone="red">{refused}</Notice>}
      <Button disabled={!reason.trim()} loading={busy} onClick={() => onSubmit(reason.trim())}>
        查看
      </Button>
    </div>
  )
}
