import { useCallback, useState, type RefCallback } from 'react'

/** A sheet in px of paper, shown as large as its ground is wide; never larger than on paper. */
export function useFit(sheetPx: number): { ground: RefCallback<HTMLDivElement>; zoom: number } {
  const [zoom, setZoom] = useState(1)
  // The ground appears with the first answer, so it is watched from then on.
  const ground = useCallback(
    (box: HTMLDivElement | null) => {
      if (!box) return undefined
      const watch = new ResizeObserver(() => setZoom(Math.min(1, (box.clientWidth - 28) / sheetPx)))
      watch.observe(box)
      return () => watch.disconnect()
    },
    [sheetPx],
  )
  return { ground, zoom }
}
