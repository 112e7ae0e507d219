import { useRef, useState } from 'react'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import {
  recountRow,
  setRowReason,
  setScan,
  submitRow,
  type StocktakeDetail,
  type StocktakeRow,
} from './contract.ts'
import { resultOf, resultTitle } from './rules.ts'
import { useScanQueue } from './useScanQueue.ts'

export interface LastScan {
  readonly rowId: number
  readonly code: string
  readonly units: number
}

/** Beyond so many characters it is no figure that anybody counts: a scanner wrote it. */
const longestFigure = 7
export const isFigure = (text: string) => new RegExp(`^\\d{1,${longestFigure}}$`).test(text)

const restMs = 150

/** The work of two people at one stocktake: which row, what figure, what was scanned last. */
export function useCounting(of: StocktakeDetail) {
  const [chosen, setChosen] = useState<number>()
  const [figures, setFigures] = useState<Readonly<Record<number, string>>>({})
  const [last, setLast] = useState<LastScan>()
  /** What was scanned into a row since the page last asked: the answers are newer than the table. */
  const sums = useRef(new Map<number, number>())
  const typed = useRef<Record<number, string>>({})
  const leaving = useRef<{ from: number; to: number }>(undefined)
  const shown = useRef<number>(undefined)
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  const acts = {
    set: useAct(setScan),
    submit: useAct(submitRow),
    recount: useAct(recountRow),
    reason: useAct(setRowReason),
  }
  const waiting = of.list.filter((r) => r.state === 'waiting')
  const lineOf = (id: number | undefined) => of.list.find((r) => r.id === id)
  // A line that a scan has just added is not in the list yet: until then one stays where one is.
  const awaited = chosen !== undefined && !lineOf(chosen) ? lineOf(shown.current) : undefined
  const current = lineOf(chosen) ?? awaited ?? waiting[0] ?? of.list[0]
  shown.current = current?.id
  /** Only what was typed: what was scanned stands behind it, so that the next code is never written into a figure. */
  const figureOf = (r: StocktakeRow) => figures[r.id] ?? ''
  /** What stands in the box of a line that is drawn just now: half a code that began in the line before goes on here. */
  function carried(r: StocktakeRow): string {
    if (leaving.current?.to === r.id) {
      const { from } = leaving.current
      leaving.current = undefined
      typed.current[r.id] = typed.current[from] ?? ''
      typed.current[from] = ''
    }
    return typed.current[r.id] ?? ''
  }
  const scans = useScanQueue(of.id, (done) => {
    sums.current.set(done.rowId, done.scannedUnits)
    setLast({ rowId: done.rowId, code: done.code, units: done.units })
    // The line changes under the scanner's hands: what is already in the box goes with it.
    if (current && current.id !== done.rowId) leaving.current = { from: current.id, to: done.rowId }
    setChosen(done.rowId)
  })

  /** A scanner's keys come faster than a table of rows can be drawn again: it is drawn when the hand rests. */
  function type(row: StocktakeRow, text: string) {
    typed.current[row.id] = text
    clearTimeout(rest.current)
    rest.current = setTimeout(() => setFigures({ ...typed.current }), restMs)
  }
  function scan(row: StocktakeRow, raw: string) {
    type(row, '')
    scans.push(raw)
  }
  /** Enter: a figure is submitted, anything longer is a code, nothing at all stands for what was scanned. */
  async function enter(row: StocktakeRow, text: string) {
    if (text !== '' && !isFigure(text)) return scan(row, text)
    if (row.state === 'counted') {
      if (text !== '') toast('本行已盘，按 F4 复盘后再填', 'amber')
      type(row, '')
      return
    }
    await scans.settled()
    const scanned = Math.max(row.scannedUnits, sums.current.get(row.id) ?? 0)
    const counted = text === '' ? scanned : Number(text)
    if (text === '' && scanned === 0) return
    await submit(row, counted)
  }
  async function submit(row: StocktakeRow, counted: number) {
    const input = { id: of.id, rowId: row.id, version: row.version, counted }
    const done = await run(() => acts.submit.run(input))
    if (!done) return
    type(row, '')
    sums.current.delete(row.id)
    setLast(undefined)
    const result = resultOf(done.row.difference ?? 0)
    if (result !== 'equal') toast(`${row.name} 批号 ${row.lotNo} ${resultTitle[result]}`, 'red')
    const at = of.list.findIndex((r) => r.id === row.id)
    const next = [...of.list.slice(at + 1), ...of.list.slice(0, at)].find((r) => r.state === 'waiting')
    setChosen(result === 'equal' ? next?.id : row.id)
  }
  /** One refusal at a time, above the table; nothing that was typed is lost. */
  async function run<T>(act: () => Promise<T | undefined>): Promise<T | undefined> {
    for (const a of Object.values(acts)) a.clear()
    return act()
  }
  const refused = Object.values(acts).find((a) => a.refused)?.refused?.text
  return {
    rows: of.list,
    waiting,
    current,
    figureOf,
    carried,
    type,
    enter,
    scans,
    last,
    refused,
    busy: Object.values(acts).some((a) => a.busy),
    choose: (id: number) => setChosen(id),
    step(by: 1 | -1) {
      const at = of.list.findIndex((r) => r.id === current?.id)
      const next = of.list[at + by]
      if (next) setChosen(next.id)
    },
    async recount(row: StocktakeRow) {
      sums.current.delete(row.id)
      const done = await run(() => acts.recount.run({ id: of.id, rowId: row.id, version: row.version }))
      if (done) setChosen(row.id)
    },
    async give(row: StocktakeRow, reasonCode: NonNullable<StocktakeRow['reasonCode']>) {
      await run(() => acts.reason.run({ id: of.id, rowId: row.id, reasonCode }))
    },
    async setUnits(code: string, units: number) {
      const done = await run(() => acts.set.run({ id: of.id, code, units }))
      if (!done) return
      sums.current.set(done.rowId, done.scannedUnits)
      setLast(units === 0 ? undefined : { rowId: done.rowId, code, units })
    },
  }
}
export type Counting = ReturnType<typeof useCounting>
