import type { ReactNode } from 'react'
import './words.css'

/** A key, printed where it works. */
export function KeyCap({ children, onFill }: { children: ReactNode; onFill?: boolean }) {
  return <kbd className={`z-key${onFill ? ' z-key-fill' : ''}`}>{children}</kbd>
}
