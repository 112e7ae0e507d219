import type { CSSProperties, ReactNode } from 'react'
import type { Tone } from './theme.ts'
import './frame.css'

interface Props {
  title?: ReactNode
  scope?: ReactNode
  extra?: ReactNode
  foot?: ReactNode
  /** Without padding: tables and lists reach the border. */
  flush?: boolean
  /** Takes the height that is left; its body scrolls. */
  grow?: boolean
  tone?: Tone
  style?: CSSProperties
  children?: ReactNode
}

export function Card({ title, scope, extra, foot, flush, grow, tone, style, children }: Props) {
  const classes = ['z-card']
  if (grow) classes.push('z-card-grow')
  if (tone) classes.push(`z-tone-${tone}`)
  return (
    <section className={classes.join(' ')} style={style}>
      {(title || extra) && (
        <header className="z-card-head">
          <div className="z-card-name">
            <h2>{title}</h2>
            {scope && <span className="z-caption">{scope}</span>}
          </div>
          {extra && <div className="z-card-extra">{extra}</div>}
        </header>
      )}
      <div className={`z-card-body${flush ? ' z-card-flush' : ''}`}>{children}</div>
      {foot && <footer className="z-card-foot">{foot}</footer>}
    </section>
  )
}
