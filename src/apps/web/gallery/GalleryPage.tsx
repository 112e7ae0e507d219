import { useEffect } from 'react'
import { KeyOverlay } from '#ui/KeyOverlay.tsx'
import { Mark, Wordmark } from '../Wordmark.tsx'
import { Drawings } from './Drawings.tsx'
import { Lists } from './Lists.tsx'
import { Acts, FigureRows, States } from './States.tsx'
import { Swatches, Words } from './Words.tsx'
import { Evidences, Scans, Slots } from './Work.tsx'
import './gallery.css'

/** Every piece in every state; needs no server. */
export function Page() {
  useEffect(() => {
    document.title = '元件与状态 · 追溯'
  }, [])
  return (
    <div className="g-page">
      <header className="g-head">
        <Wordmark large />
        <span style={{ color: 'var(--accent)' }}>
          <Mark size={36} />
        </span>
        <span className="g-dark">
          <Wordmark />
        </span>
        <span className="z-caption">元件与状态</span>
      </header>
      <Swatches />
      <Words />
      <Slots />
      <Scans />
      <Evidences />
      <Acts />
      <States />
      <FigureRows />
      <Lists />
      <Drawings />
      <KeyOverlay />
    </div>
  )
}
