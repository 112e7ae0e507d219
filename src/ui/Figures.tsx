import type { ReactNode } from 'react'
import { num } from './format.ts'
import { Link } from './nav.tsx'
import { StatusTag } from './StatusTag.tsx'
import type { Tone } from './theme.ts'
import './states.css'

export interface Figure {
  key: string
  title: string
  /** Unknown is `无数据`, not 0. */
  figure: number | string | null
  words?: string
  tone?: Tone
  tag?: { tone: Tone; text: string }
  foot?: { text: string; due?: string; dueTone?: Tone }
  /** A figure opens. */
  to?: string
}

/** Headline figures in a row: as tiles of their own (home) or as cells of one card (authority). */
export function Figures({ items, look = 'strip' }: { items: readonly Figure[]; look?: 'tiles' | 'strip' }) {
  return (
    <div className={`z-figures z-figures-${look}`}>
      {items.map((item) => (
        <Cell key={item.key} to={item.to}>
          <FigureBody item={item} />
        </Cell>
      ))}
    </div>
  )
}

function Cell({ to, children }: { to: string | undefined; children: ReactNode }) {
  if (!to) return <div className="z-figure">{children}</div>
  return (
    <Link to={to} className="z-figure">
      {children}
    </Link>
  )
}

function FigureBody({ item }: { item: Figure }) {
  const { figure, foot, tag } = item
  const shown = figure === null ? '无数据' : typeof figure === 'number' ? num(figure) : figure
  const tone = figure === null ? 'grey' : item.tone
  return (
    <>
      <div className="z-figure-head">
        {item.title}
        {tag && <StatusTag tone={tag.tone}>{tag.text}</StatusTag>}
      </div>
      <div className="z-figure-line">
        <b className={tone && `z-tone-${tone}`}>{shown}</b>
        {item.words && <span>{item.words}</span>}
      </div>
      {foot && (
        <div className="z-figure-foot">
          {foot.text}
          {foot.due && <b className={foot.dueTone && `z-tone-${foot.dueTone}`}>{foot.due}</b>}
        </div>
      )}
    </>
  )
}
