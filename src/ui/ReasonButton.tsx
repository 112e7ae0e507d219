import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { Notice } from './Notice.tsx'
import './frame.css'

interface Props {
  /** The button and its confirmation use the same verb. */
  verb: string
  title?: string
  hint?: string
  presets?: readonly string[]
  onConfirm: (reason: string) => Promise<unknown>
  /** `act.refused` of what `onConfirm` runs, where the page shows it nowhere else: it stands in the open form. */
  refused?: { readonly text: string } | undefined
  size?: 'small' | 'middle'
}

/** Begins something serious, so it always asks for a reason. */
export function ReasonButton(props: Props) {
  const { verb, title, hint, presets, onConfirm, refused, size = 'middle' } = props
  const [open, setOpen] = useState(false)
  const stays = 'refused' in props
  const form = (
    <ReasonForm {...{ verb, hint, presets, onConfirm, refused, stays }} close={() => setOpen(false)} />
  )
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
  refused: { readonly text: string } | undefined
  /** Open until it has gone through. */
  stays: boolean
  close: () => void
}

function ReasonForm({ verb, hint, presets = [], onConfirm, refused, stays, close }: FormProps) {
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  async function confirm() {
    setBusy(true)
    const done = await onConfirm(reason.trim()).finally(() => setBusy(false))
    if (done !== undefined || !stays) close()
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
      {refused && <Notice tone="red">{refused.text}</Notice>}
      <Button danger disabled={!reason.trim()} loading={busy} onClick={() => void confirm()}>
        {verb}
      </Button>
    </div>
  )
}
