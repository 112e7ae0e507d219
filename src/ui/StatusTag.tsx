import type { ReactNode } from 'react'
import type { Tone } from './theme.ts'
import './words.css'

interface Props {
  tone: Tone
  children: ReactNode
  /** Only for the head of a refused scan. */
  solid?: boolean
}

/** A state in words, with its dot. A normal list row has none. */
export function StatusTag({ tone, children, solid }: Props) {
  return <span className={`z-tag z-tone-${tone}${solid ? ' z-tag-solid' : ''}`}>{children}</span>
}
