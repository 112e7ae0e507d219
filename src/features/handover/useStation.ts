import { useEffect, useRef, useState } from 'react'
import { call } from '#ui/call.ts'
import { refresh } from '#ui/query.ts'
import type { ScanOutcome } from '#ui/ScanInput.tsx'
import { countAll, countLine, scanCount, type HandoverDetail, type HandoverLine } from './contract.ts'
import { isBroken } from './rules.ts'

export const keyOf = (l: Pick<HandoverLine, 'item' | 'lotId'>): string => `${l.item}|${l.lotId}`
/** A figure that was typed, not a code: no code is this short. */
const figure = /^\d{1,5}$/

export type Station = ReturnType<typeof useStation>

/** What still waits for the person who counts, in the order of the sheet. */
const waits = (l: HandoverLine) => l.counted === null || l.moved || (isBroken(l) && !l.case)

/** The count of one place: which line is in turn, and what a scan or a figure does to it. */
export function useStation(h: HandoverDetail) {
  const [chosen, setChosen] = useState<string>()
  const [busy, setBusy] = useState(false)
  const first = h.lines.find((l) => l.counted === null || l.moved)
  const current = h.lines.find((l) => keyOf(l) === chosen) ?? first ?? h.lines.find(waits)
  // Figures come faster than a page is drawn: the next one belongs to the line after the last.
  const turn = useRef<{ lines: readonly HandoverLine[]; at: string | undefined }>({
    lines: h.lines,
    at: undefined,
  })
  useEffect(() => {
    turn.current = { lines: h.lines, at: current && keyOf(current) }
  })

  function move(by: number) {
    const at = h.lines.findIndex((l) => current && keyOf(l) === keyOf(current))
    const to = h.lines[Math.min(h.lines.length - 1, Math.max(0, at + by))]
    if (to) setChosen(keyOf(to))
  }
  useArrows(move)

  async function put(units: number): Promise<ScanOutcome> {
    const { lines, at } = turn.current
    const line = lines.find((l) => keyOf(l) === at)
    if (!line)
      return { kind: 'refuse', text: '没有要点的行', detail: '每一行都已点过。要改哪一行，先点选那一行。' }
    await call(countLine, { id: h.id, item: line.item, lotId: line.lotId, units })
    const rest = lines.slice(lines.indexOf(line) + 1).find((l) => l.counted === null)
    turn.current = { lines, at: rest && keyOf(rest) }
    setChosen(rest && keyOf(rest))
    await refresh('handover.read')
    const what = line.item === 'container' ? '空容器' : line.name
    return { kind: 'accept', code: line.lotNo, text: `${what} 实点 ${units}` }
  }

  async function scan(raw: string): Promise<ScanOutcome> {
    if (figure.test(raw)) return put(Number(raw))
    const found = await call(scanCount, { id: h.id, raw })
    setChosen(`intact|${found.lotId}`)
    await refresh('handover.read')
    return {
      kind: 'accept',
      code: found.code,
      text: `${found.name} 加 ${found.units}，实点 ${found.counted}`,
    }
  }

  async function agree() {
    setBusy(true)
    await call(countAll, { id: h.id }).finally(() => setBusy(false))
    await refresh('handover.read')
  }
  return { current, choose: setChosen, scan, agree, busy }
}

/** ↑ ↓ move between lines while the scan box, still empty, has the focus. */
function useArrows(move: (by: number) => void) {
  const latest = useRef(move)
  latest.current = move
  useEffect(() => {
    function onKey(e: KeyboardEvent) {
      const field = e.target
      if (!(field instanceof HTMLInputElement) || !field.hasAttribute('data-scan') || field.value !== '')
        return
      if (e.key === 'ArrowDown') latest.current(1)
      else if (e.key === 'ArrowUp') latest.current(-1)
      else return
      e.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
