import { useEffect, useRef, useState, type RefObject } from 'react'

/** Width of an element, followed; drawings are laid out in real pixels so that their text stays text. */
export function useWidth<E extends HTMLElement>(first: number): [RefObject<E | null>, number] {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useEffect(() => {
    if (!ref.current) return
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    watch.observe(ref.current)
    return () => watch.disconnect()
  }, [])
  return [ref, width]
}
