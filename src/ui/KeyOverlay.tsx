import { useState } from 'react'
import { KeyCap } from './KeyCap.tsx'
import { useKeyList, useKeys } from './useKeys.ts'
import './overlay.css'

/** `?` lists the keys of this page. The shell holds one. */
export function KeyOverlay() {
  const [open, setOpen] = useState(false)
  const keys = useKeyList()
  useKeys({
    '?': { text: '快捷键列表', run: () => setOpen((o) => !o) },
    ...(open ? { Esc: { text: '关闭', run: () => setOpen(false) } } : {}),
  })
  if (!open) return null
  return (
    <div className="z-keys" role="dialog" aria-label="本页快捷键" onClick={() => setOpen(false)}>
      <div className="z-keys-box">
        <h2>本页快捷键</h2>
        <ul>
          {keys.map(([key, text]) => (
            <li key={key}>
              <span>{text}</span>
              <KeyCap>{key.replace('+', ' ')}</KeyCap>
            </li>
          ))}
        </ul>
        <p className="z-caption">字母键只在输入框以外起作用</p>
      </div>
    </div>
  )
}
