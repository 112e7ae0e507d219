import type { ReactNode } from 'react'

interface Props {
  title: string
  wide?: 2 | 3 | 6
  children: ReactNode
}

/** Not a label: a click on a select inside one arrives twice, and closes what it opened. */
export function Field({ title, wide, children }: Props) {
  return (
    <div className="rx-field" data-wide={wide} role="group" aria-label={title}>
      <span>{title}</span>
      {children}
    </div>
  )
}
