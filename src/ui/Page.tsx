import { Fragment, useEffect, type ReactNode } from 'react'
import { Link } from './nav.tsx'
import type { Tone } from './theme.ts'
import './frame.css'

export interface PageFact {
  label: string
  value: ReactNode
  tone?: Tone
}

interface Props {
  title: string
  crumb?: readonly { title: string; to?: string }[]
  tag?: ReactNode
  no?: string
  scope?: ReactNode
  /** Three or four, the time limit last. */
  facts?: readonly PageFact[]
  /** Secondary first, the one filled button last. */
  actions?: ReactNode
  /** Fills the window; cards with `grow` scroll inside. */
  fit?: boolean
  children?: ReactNode
}

export function Page({ title, crumb, tag, no, scope, facts, actions, fit, children }: Props) {
  useEffect(() => {
    document.title = `${title} · 追溯`
  }, [title])
  return (
    <div className={`z-page${fit ? ' z-page-fit' : ''}`}>
      <header className="z-page-head">
        <div className="z-page-name">
          {crumb && <Crumb of={crumb} />}
          <div className="z-page-title">
            <h1>{title}</h1>
            {tag}
            {no && <span className="z-page-no z-code">{no}</span>}
            {scope && <span className="z-caption">{scope}</span>}
          </div>
        </div>
        <div className="z-page-right">
          {facts && <Facts of={facts} />}
          {actions && <div className="z-page-actions">{actions}</div>}
        </div>
      </header>
      {children}
    </div>
  )
}

function Crumb({ of }: { of: readonly { title: string; to?: string }[] }) {
  return (
    <nav className="z-page-crumb" aria-label="位置">
      {of.map((step, i) => (
        <Fragment key={step.title}>
          {i > 0 && ' / '}
          {step.to ? <Link to={step.to}>{step.title}</Link> : step.title}
        </Fragment>
      ))}
    </nav>
  )
}

function Facts({ of }: { of: readonly PageFact[] }) {
  return (
    <dl className="z-facts" style={{ margin: 0 }}>
      {of.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd className={fact.tone && `z-tone-${fact.tone}`}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
