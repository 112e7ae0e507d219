import { Fragment, type ReactNode } from 'react'
import './frame.css'

/** Label left, value right of it, one a line. */
export function FactList({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className="z-factlist">
      {items.map((item, i) => (
        <Fragment key={`${i} ${item.label}`}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
