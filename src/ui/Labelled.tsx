import type { ReactNode } from 'react'
import './form.css'

interface Props {
  title: string
  /** Small words behind the title: what is optional, what the law wants. */
  hint?: string
  children: ReactNode
}

/** A control under its title, for forms that are not made from a schema. */
export function Labelled({ title, hint, children }: Props) {
  return (
    <label className="z-labelled">
      <span className="z-field-title">
        {title}
        {hint && <small>{hint}</small>}
      </span>
      {children}
    </label>
  )
}
