import {
  EyeInvisibleOutlined,
  EyeOutlined,
  IdcardOutlined,
  LockOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Button, Input, Tabs, type InputRef } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { signIn, type Credential, type Me } from '#core/identity/contract.ts'
import { call, refusedText } from '#ui/call.ts'
import { KeyCap } from '#ui/KeyCap.tsx'
import { Notice } from '#ui/Notice.tsx'
import './sign-in.css'

type Method = Credential['method']

const words = {
  password: { name: '账号', example: '姓名拼音@单位', secret: '密码' },
  card: { name: '工卡', example: '放上工卡，或输入卡号', secret: 'PIN' },
}

/** Used on the sign-in page, and over a page whose session has run out. */
export function SignInForm({ onSignedIn, only }: { onSignedIn: (me: Me) => void; only?: string }) {
  const [method, setMethod] = useState<Method>('password')
  return (
    <>
      <Tabs
        activeKey={method}
        onChange={(key) => setMethod(key as Method)}
        items={[
          { key: 'password', label: '账号密码' },
          { key: 'card', label: '工卡' },
        ]}
      />
      <CredentialForm key={method} method={method} known={only} onSignedIn={onSignedIn} />
      <div className="w-in-hint">
        <IdcardOutlined />
        {method === 'card' ? '读卡后输入 PIN 即可登录' : '有工卡时选“工卡”，放上卡再输 PIN'}
      </div>
    </>
  )
}

interface FormProps {
  method: Method
  known: string | undefined
  onSignedIn: (me: Me) => void
}

function CredentialForm({ method, known, onSignedIn }: FormProps) {
  const [name, setName] = useState(method === 'password' ? (known ?? '') : '')
  const [secret, setSecret] = useState('')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const secretBox = useRef<InputRef>(null)
  const say = words[method]
  const lack = !name.trim() ? say.name : !secret ? say.secret : undefined
  async function submit(e: FormEvent) {
    e.preventDefault()
    if (busy) return
    // A card reader ends its number with Enter: that leads to the PIN.
    if (lack) return secretBox.current?.focus()
    setBusy(true)
    setRefused(undefined)
    const who = name.trim()
    const credential: Credential =
      method === 'card' ? { method, card: who, secret } : { method, account: who, secret }
    await call(signIn, { credential }).then(onSignedIn, (error: unknown) => {
      setSecret('')
      setRefused(refusedText(error))
    })
    setBusy(false)
  }
  return (
    <form className="w-in-form" onSubmit={(e) => void submit(e)}>
      <label htmlFor="w-name">{say.name}</label>
      <Input
        id="w-name"
        autoFocus={!known}
        autoComplete={method === 'card' ? 'off' : 'username'}
        placeholder={say.example}
        prefix={method === 'card' ? <IdcardOutlined /> : <UserOutlined />}
        value={name}
        onChange={(e) => setName(e.target.value)}
      />
      <label htmlFor="w-secret">{say.secret}</label>
      <Input.Password
        id="w-secret"
        ref={secretBox}
        autoFocus={Boolean(known)}
        autoComplete={method === 'card' ? 'off' : 'current-password'}
        prefix={<LockOutlined />}
        iconRender={(open) => (open ? <EyeOutlined /> : <EyeInvisibleOutlined />)}
        value={secret}
        onChange={(e) => setSecret(e.target.value)}
      />
      {refused && <Notice tone="red">{refused}</Notice>}
      <Button type="primary" htmlType="submit" block loading={busy}>
        登录 <KeyCap onFill>Enter</KeyCap>
      </Button>
    </form>
  )
}
