import type { ReactNode } from 'react'
import type { Tone } from './theme.ts'
import './frame.css'

/** One line inside a page: what happened and what to do. */
export function Notice({ tone, children, action }: { tone: Tone; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={`z-notice z-tone-${tone}`} role={tone === 'red' ? 'alert' : 'status'}>
      <span>{children}</span>
      {action}
    </div>
  )
}
