import { LoadingOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { KeyCap } from './KeyCap.tsx'
import { useKeys } from './useKeys.ts'
import './frame.css'

interface Props {
  /** A verb, two to six characters. */
  children: ReactNode
  onClick: () => unknown
  /** Printed on the button and registered for the page. */
  k?: string
  kind?: 'filled' | 'outlined' | 'red' | 'link'
  /** What is still lacking. Printed beside the button, which is off meanwhile. */
  blocked?: string | undefined
  busy?: boolean
  size?: 'small' | 'middle' | 'large'
  icon?: ReactNode
  wide?: boolean
}

const looks = {
  filled: { type: 'primary' },
  outlined: { type: 'default' },
  red: { type: 'default', danger: true },
  link: { type: 'link' },
} as const

export function ActButton(props: Props) {
  const { children, onClick, k, kind = 'outlined', blocked, busy, size = 'middle', icon, wide } = props
  const off = Boolean(blocked) || busy === true
  useKeys(
    k ? { [k]: { text: typeof children === 'string' ? children : '', run: () => void onClick(), off } } : {},
  )
  return (
    <div className={`z-act${wide ? ' z-act-wide' : ''}`}>
      {blocked && (
        <span className="z-act-lack">
          <span>还差</span>
          <span>{blocked}</span>
        </span>
      )}
      <Button
        {...looks[kind]}
        size={size}
        icon={icon && <span aria-hidden>{icon}</span>}
        disabled={Boolean(blocked)}
        // The turning wheel is no part of the button's name.
        loading={busy ? { icon: <LoadingOutlined spin aria-hidden aria-label="" /> } : false}
        block={wide ?? false}
        onClick={() => void onClick()}
      >
        {children}
        {k && <KeyCap onFill={kind === 'filled' && !blocked}>{k}</KeyCap>}
      </Button>
    </div>
  )
}
