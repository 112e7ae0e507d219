import { useEffect, useState } from 'react'
import type { Tone } from './theme.ts'
import './toast.css'

interface Shown {
  id: number
  text: string
  tone: Tone
}

let show: ((shown: Shown) => void) | undefined
let last = 0

/** A short notice that an act is done. A refusal belongs beside its button instead. */
export function toast(text: string, tone: Tone = 'green'): void {
  show?.({ id: ++last, text, tone })
}

export function ToastHost() {
  const [shown, setShown] = useState<Shown>()
  useEffect(() => {
    show = setShown
    return () => {
      show = undefined
    }
  }, [])
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(undefined), shown.tone === 'red' ? 6000 : 2600)
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <div className="z-toasts" role="status" aria-live="polite">
      {shown && (
        <div key={shown.id} className={`z-toast z-tone-${shown.tone}`}>
          {shown.text}
        </div>
      )}
    </div>
  )
}
