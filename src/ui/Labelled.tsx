import type { MouseEvent, ReactNode } from 'react'
import './form.css'

interface Props {
  title: string
  /** Small words behind the title: what is optional, what the law wants. */
  hint?: string
  children: ReactNode
}

/**
 * A label sends every click inside it on to its field. A list opens on the first and would meet the second as another
 * one, so that it stays open although somebody clicked to close it; such controls take the focus themselves.
 */
function keepOnce(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest('.ant-select, .ant-select-dropdown'))
    event.preventDefault()
}

/** A control under its title, for forms that are not made from a schema. */
export function Labelled({ title, hint, children }: Props) {
  return (
    <label className="z-labelled" onClick={keepOnce}>
      <span className="z-field-title">
        {title}
        {hint && <small>{hint}</small>}
      </span>
      {children}
    </label>
  )
}
