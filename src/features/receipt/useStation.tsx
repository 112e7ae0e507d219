import { useRef, useState } from 'react'
import { classTitle, type DrugClass } from '#core/contract.ts'
import { Drug } from '#ui/Drug.tsx'
import { call, CallRefused, refusedText } from '#ui/call.ts'
import { refresh } from '#ui/query.ts'
import type { ScanOutcome } from '#ui/ScanInput.tsx'
import { toast } from '#ui/toast.tsx'
import { scanOne, unscan as unscanEndpoint, type ReceiptDetail, type ReceiptLine } from './contract.ts'
import { openUnits, scanRefusalWords } from './rules.ts'

/** A line whose lot has to be typed; `done` continues what waited for it. */
export interface LotWant {
  lineId: number
  lotNo: string | undefined
  /** A box is in somebody's hand and will be scanned again. */
  waiting: boolean
  done: (given: boolean) => void
}

/** What was refused last: the surplus is registered from it. */
export interface Refused {
  code: string
  units: number
  lineId: number | undefined
  drug: string | undefined
}

export type Station = ReturnType<typeof useStation>

const renew = () => Promise.all([refresh('receipt.read'), refresh('receipt.scans')])

/** Asks for the lot of one line at a time. */
function useLotQuestion(select: (lineId: number) => void) {
  const [lot, setLot] = useState<LotWant>()
  const asking = useRef<(given: boolean) => void>(undefined)
  /** Opens the form of a line's lot; resolves when it is given or put off. */
  function ask(lineId: number, lotNo: string | undefined, waiting: boolean): Promise<boolean> {
    // What waited for the former form is told that nothing came.
    asking.current?.(false)
    select(lineId)
    return new Promise((resolve) => {
      asking.current = resolve
      const done = (given: boolean) => {
        setLot(undefined)
        asking.current = undefined
        resolve(given)
      }
      setLot({ lineId, lotNo, waiting, done })
    })
  }
  return { lot, ask }
}

/** What was scanned on this page, newest last, so that it can be taken back in turn. */
function useTaken(receiptId: number) {
  const taken = useRef<{ code: string; packs: number }[]>([])
  async function unscan(code: string): Promise<void> {
    try {
      await call(unscanEndpoint, { id: receiptId, code })
      taken.current = taken.current.filter((t) => t.code !== code)
      toast(`已撤回 ${code.slice(-5)}`)
    } catch (error) {
      toast(refusedText(error), 'red')
    }
    void renew()
  }
  function undo() {
    const last = taken.current.at(-1)
    return last ? unscan(last.code) : toast('本页还没有扫码，请在左边的明细里撤回', 'amber')
  }
  /** The box in hand; a carton is none. */
  function last() {
    const one = taken.current.at(-1)
    return one?.packs === 1 ? one.code : undefined
  }
  return { unscan, undo, last, add: (code: string, packs: number) => taken.current.push({ code, packs }) }
}

/** Scanning, withdrawing, and the line that is being counted. */
export function useStation(receipt: ReceiptDetail) {
  const [selected, setSelected] = useState<number>()
  const { lot, ask } = useLotQuestion(setSelected)
  const { add, unscan, undo, last } = useTaken(receipt.id)
  const surplus = useRef<Refused>(undefined)
  const line =
    receipt.lines.find((l) => l.id === selected) ??
    receipt.lines.find((l) => openUnits(l) > 0) ??
    receipt.lines[0]

  /** One code; where its lot is unknown it waits for the lot and is then scanned again by itself. */
  async function scan(raw: string, { typed }: { typed: boolean }): Promise<ScanOutcome> {
    try {
      const read = await call(scanOne, { id: receipt.id, raw, typed })
      add(read.code, read.packs)
      surplus.current = undefined
      setSelected(read.lineId)
      void renew()
      const of = receipt.lines.find((l) => l.id === read.lineId)
      const text = read.packs > 1 ? `已收 ${read.packs} ${of?.packUnit ?? '盒'}` : `已收 ${of?.name ?? ''}`
      return { kind: 'accept', code: read.code, text }
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      const { lineId, lot: lotNo } = error.facts
      const wanted = error.code === 'RECEIPT_LOT_REQUIRED'
      if (wanted && (await ask(Number(lineId), textOf(lotNo), true))) return scan(raw, { typed })
      surplus.current = surplusOf(error, raw)
      return refusalOutcome(error, raw, receipt.lines)
    }
  }

  return {
    ...{ receipt, line, lot, scan, unscan, undo, last },
    select: setSelected,
    editLot: (lineId: number, lotNo?: string) => ask(lineId, lotNo, false),
    refused: () => surplus.current && { ...surplus.current, kind: 'surplus' as const },
  }
}

/** A box too many, where that is why it was refused. */
function surplusOf(error: CallRefused, raw: string): Refused | undefined {
  if (error.code !== 'CODE_NOT_IN_ORDER' && error.code !== 'RECEIPT_OVER') return undefined
  const { code = raw, units, lineId, drug } = error.facts
  return {
    code: String(code),
    units: Number(units ?? 1),
    lineId: lineId ? Number(lineId) : undefined,
    drug: lineId ? undefined : textOf(drug),
  }
}

function refusalOutcome(error: CallRefused, raw: string, lines: readonly ReceiptLine[]): ScanOutcome {
  const code = textOf(error.facts['code']) ?? raw
  if (error.code === 'CODE_SCANNED_TWICE') return { kind: 'repeat', text: '已扫过，不重复计数', code }
  const { head, detail } = scanRefusalWords(error.code, error.facts, error.text)
  const drug = textOf(error.facts['drug'])
  const drugClass = textOf(error.facts['drugClass'])
  const about = drug ? { about: <Named drug={drug} drugClass={drugClass} of={lines} /> } : {}
  return { kind: 'refuse', text: head, detail, code, ...about }
}

const textOf = (fact: unknown): string | undefined =>
  typeof fact === 'string' && fact !== '' ? fact : undefined

/** The refused drug: with its class where the receipt knows it, else as the server names it. */
function Named({
  drug,
  drugClass,
  of,
}: {
  drug: string
  drugClass: string | undefined
  of: readonly ReceiptLine[]
}) {
  const line = of.find((l) => `${l.name} ${l.spec}` === drug)
  const cut = drug.lastIndexOf(' ')
  const named = { name: cut > 0 ? drug.slice(0, cut) : drug, spec: cut > 0 ? drug.slice(cut + 1) : '' }
  return (
    <Drug
      of={
        line ?? {
          ...named,
          drugClass: drugClass && drugClass in classTitle ? (drugClass as DrugClass) : null,
        }
      }
    />
  )
}
