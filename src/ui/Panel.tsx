import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import { useKeys } from './useKeys.ts'
import './frame.css'

interface Props {
  title: ReactNode
  scope?: ReactNode
  open: boolean
  onClose: () => void
  /** 720–760 leaves the list readable. */
  width?: number
  extra?: ReactNode
  foot?: ReactNode
  children?: ReactNode
}

export function Panel({ title, scope, open, onClose, width = 740, extra, foot, children }: Props) {
  // The drawer itself hears Esc only with the focus inside it.
  useKeys(open ? { Esc: { text: '关闭', run: onClose } } : {})
  return (
    <Drawer
      open={open}
      keyboard={false}
      onClose={onClose}
      size={width}
      mask={false}
      destroyOnHidden
      closable={{ placement: 'end' }}
      title={
        <span className="z-panel-head">
          {title}
          {scope && <span className="z-caption">{scope}</span>}
        </span>
      }
      extra={extra}
      footer={foot && <div className="z-panel-foot">{foot}</div>}
      styles={{
        body: { padding: 20 },
        wrapper: { boxShadow: 'none' },
        section: { borderLeft: '1px solid var(--divider)' },
      }}
    >
      <div data-keep-focus>{children}</div>
    </Drawer>
  )
}
