import { useRef, useState } from 'react'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import {
  recountRow,
  scanCode,
  setRowReason,
  setScan,
  submitRow,
  type StocktakeDetail,
  type StocktakeRow,
} from './contract.ts'
import { resultOf, resultTitle } from './rules.ts'

export interface LastScan {
  readonly rowId: number
  readonly code: string
  readonly units: number
}

/** Beyond so many characters it is no figure that anybody counts: a scanner wrote it. */
const longestFigure = 7
const isFigure = (text: string) => new RegExp(`^\\d{1,${longestFigure}}$`).test(text)

/** The work of two people at one stocktake: which row, what figure, what was scanned last. */
export function useCounting(of: StocktakeDetail) {
  const [chosen, setChosen] = useState<number>()
  const [figures, setFigures] = useState<Readonly<Record<number, string>>>({})
  const [last, setLast] = useState<LastScan>()
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const acts = {
    scan: useAct(scanCode),
    set: useAct(setScan),
    submit: useAct(submitRow),
    recount: useAct(recountRow),
    reason: useAct(setRowReason),
  }
  const waiting = of.list.filter((r) => r.state === 'waiting')
  const current = of.list.find((r) => r.id === chosen) ?? waiting[0] ?? of.list[0]
  /** Only what was typed: what was scanned stands behind it, so that the next code is never written into a figure. */
  const figureOf = (r: StocktakeRow) => figures[r.id] ?? ''

  function type(row: StocktakeRow, text: string) {
    setFigures({ ...figures, [row.id]: text })
  }
  function forget(rowId: number) {
    setFigures((all) => ({ ...all, [rowId]: undefined }) as Record<number, string>)
  }
  async function scan(row: StocktakeRow, raw: string) {
    forget(row.id)
    // A scanner is faster than the answer: codes wait for each other, none is lost.
    const turn = queue.current.then(() => run(() => acts.scan.run({ id: of.id, raw, locationId: undefined })))
    queue.current = turn.catch(() => undefined)
    const done = await turn
    if (!done) return
    setLast({ rowId: done.rowId, code: done.code, units: done.units })
    setChosen(done.rowId)
  }
  async function submit(row: StocktakeRow) {
    const typed = figureOf(row).trim()
    const text = typed === '' && row.scannedCodes > 0 ? String(row.scannedUnits) : typed
    if (text === '') return
    if (!isFigure(text)) return scan(row, text)
    const input = { id: of.id, rowId: row.id, version: row.version, counted: Number(text) }
    const done = await run(() => acts.submit.run(input))
    if (!done) return
    forget(row.id)
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
    type,
    submit,
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
      const done = await run(() => acts.recount.run({ id: of.id, rowId: row.id, version: row.version }))
      if (done) setChosen(row.id)
    },
    async give(row: StocktakeRow, reasonCode: NonNullable<StocktakeRow['reasonCode']>) {
      await run(() => acts.reason.run({ id: of.id, rowId: row.id, reasonCode }))
    },
    async setUnits(code: string, units: number) {
      const done = await run(() => acts.set.run({ id: of.id, code, units }))
      if (done) {
        setLast(units === 0 ? undefined : { rowId: done.rowId, code, units })
      }
    },
  }
}
export type Counting = ReturnType<typeof useCounting>
