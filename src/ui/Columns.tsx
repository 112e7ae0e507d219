import type { ReactNode } from 'react'
import './frame.css'

/** Columns of a page by CSS grid widths; one column on narrow windows. */
export function Columns({ widths, children }: { widths: string; children: ReactNode }) {
  return (
    <div className="z-columns" style={{ gridTemplateColumns: widths }}>
      {children}
    </div>
  )
}

/** Cards below one another in one column. */
export function Column({ children }: { children: ReactNode }) {
  return <div className="z-column">{children}</div>
}
