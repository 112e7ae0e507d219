import type { ReactNode } from 'react'
import './states.css'

/** A good empty says so with the last fact; a filtered one names the filter and offers to clear it. */
export function EmptyState({ title, text, action }: { title: string; text?: ReactNode; action?: ReactNode }) {
  return (
    <div className="z-state">
      <h3>{title}</h3>
      {text && <p>{text}</p>}
      {action}
    </div>
  )
}
