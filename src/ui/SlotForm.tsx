import { Button, Input, Segmented, type InputRef } from 'antd'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { Credential } from '#core/identity/contract.ts'
import { KeyCap } from './KeyCap.tsx'
import './slot.css'

interface Props {
  /** `到场`, `签字`. */
  verb: string
  /** Who is known already gives only the secret again. */
  known: Credential | undefined
  busy: boolean
  onSubmit: (credential: Credential) => void
  onCancel: () => void
}

type Method = Credential['method']
const store = 'zhuisu.witness-method'

/** Inside the slot, not a dialog: everyone at the desk sees whose place is being filled. */
export function SlotForm({ verb, known, busy, onSubmit, onCancel }: Props) {
  const [method, setMethod] = useState<Method>(
    known?.method ?? (localStorage.getItem(store) === 'password' ? 'password' : 'card'),
  )
  const [name, setName] = useState(known ? (known.method === 'card' ? known.card : known.account) : '')
  const [secret, setSecret] = useState('')
  const secretBox = useRef<InputRef>(null)
  const ready = name.trim() !== '' && secret.length >= (method === 'card' ? 4 : 1) && !busy
  function submit() {
    if (!ready) return
    onSubmit(
      method === 'card' ? { method, card: name.trim(), secret } : { method, account: name.trim(), secret },
    )
    setSecret('')
  }
  function onKey(e: KeyboardEvent) {
    if (e.key === 'Escape') onCancel()
    else return
    e.preventDefault()
    e.stopPropagation()
  }
  function choose(next: Method) {
    localStorage.setItem(store, next)
    setMethod(next)
    setName('')
  }
  const card = method === 'card'
  return (
    <div className="z-slot-form" data-keep-focus onKeyDown={onKey}>
      {!known && (
        <Segmented<Method>
          size="small"
          value={method}
          onChange={choose}
          options={[
            { value: 'card', label: '工卡' },
            { value: 'password', label: '账号密码' },
          ]}
        />
      )}
      <div className="z-slot-fields" style={known && { gridTemplateColumns: '1fr' }}>
        {!known && (
          <Input
            autoFocus
            key={method}
            aria-label={card ? '卡号' : '账号'}
            placeholder={card ? '放上工卡，或输入卡号' : '账号'}
            autoComplete="off"
            value={name}
            onChange={(e) => setName(e.target.value)}
            onPressEnter={() => secretBox.current?.focus()}
          />
        )}
        <Input.Password
          ref={secretBox}
          autoFocus={known !== undefined}
          aria-label={card ? 'PIN' : '密码'}
          placeholder={card ? 'PIN' : '密码'}
          autoComplete="new-password"
          inputMode={card ? 'numeric' : 'text'}
          value={secret}
          onChange={(e) => setSecret(e.target.value)}
          onPressEnter={submit}
        />
      </div>
      <Foot {...{ verb, ready, busy, onCancel }} onSubmit={submit} />
    </div>
  )
}

interface FootProps {
  verb: string
  ready: boolean
  busy: boolean
  onSubmit: () => void
  onCancel: () => void
}

function Foot({ verb, ready, busy, onSubmit, onCancel }: FootProps) {
  return (
    <div className="z-slot-foot">
      <Button type="primary" size="small" disabled={!ready} loading={busy} onClick={onSubmit}>
        {verb} <KeyCap onFill={ready}>Enter</KeyCap>
      </Button>
      <Button type="text" size="small" onClick={onCancel}>
        先不{verb} <KeyCap>Esc</KeyCap>
      </Button>
    </div>
  )
}
