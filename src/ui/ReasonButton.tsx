import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import './frame.css'

interface Props {
  /** The button and its confirmation use the same verb. */
  verb: string
  title?: string
  hint?: string
  presets?: readonly string[]
  onConfirm: (reason: string) => Promise<unknown>
  size?: 'small' | 'middle'
}

/** Begins something serious, so it always asks for a reason. */
export function ReasonButton({ verb, title, hint, presets, onConfirm, size = 'middle' }: Props) {
  const [open, setOpen] = useState(false)
  const form = <ReasonForm {...{ verb, hint, presets, onConfirm }} close={() => setOpen(false)} />
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title={title ?? `${verb}的原因`}
      content={form}
      destroyOnHidden
    >
      <Button danger size={size}>
        {verb}
      </Button>
    </Popover>
  )
}

interface FormProps {
  verb: string
  hint?: string | undefined
  presets?: readonly string[] | undefined
  onConfirm: (reason: string) => Promise<unknown>
  close: () => void
}

function ReasonForm({ verb, hint, presets = [], onConfirm, close }: FormProps) {
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  async function confirm() {
    setBusy(true)
    await onConfirm(reason.trim()).finally(() => setBusy(false))
    close()
  }
  return (
    <div data-keep-focus style={{ width: 320, display: 'grid', gap: 10 }}>
      {hint && <span className="z-caption">{hint}</span>}
      {presets.length > 0 && (
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 6 }}>
          {presets.map((text) => (
            <Button key={text} size="small" onClick={() => setReason(text)}>
              {text}
            </Button>
          ))}
        </div>
      )}
      <Input.TextArea
        autoFocus
        rows={3}
        maxLength={200}
        placeholder="写明原因，记入账册"
        value={reason}
        onChange={(e) => setReason(e.target.value)}
      />
      <Button danger disabled={!reason.trim()} loading={busy} onClick={() => void confirm()}>
        {verb}
      </Button>
    </div>
  )
}
