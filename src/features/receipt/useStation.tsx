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

/** Scanning, withdrawing, and the line that is being counted. */
export function useStation(receipt: ReceiptDetail) {
  const [selected, setSelected] = useState<number>()
  const [lot, setLot] = useState<LotWant>()
  const taken = useRef<string[]>([])
  const refusedLast = useRef<Refused>(undefined)
  const asking = useRef<(given: boolean) => void>(undefined)
  const line =
    receipt.lines.find((l) => l.id === selected) ??
    receipt.lines.find((l) => openUnits(l) > 0) ??
    receipt.lines[0]

  /** Opens the form of a line's lot; resolves when it is given or put off. */
  function askLot(lineId: number, lotNo: string | undefined, waiting: boolean): Promise<boolean> {
    // One form at a time: what waited for the former one is told that nothing came.
    asking.current?.(false)
    setSelected(lineId)
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

  /** One code; where its lot is unknown it waits for the lot and is then scanned again by itself. */
  async function scan(raw: string, { typed }: { typed: boolean }): Promise<ScanOutcome> {
    try {
      const read = await call(scanOne, { id: receipt.id, raw, typed })
      taken.current.push(read.code)
      refusedLast.current = undefined
      setSelected(read.lineId)
      void renew()
      const of = receipt.lines.find((l) => l.id === read.lineId)
      return {
        kind: 'accept',
        code: read.code,
        text: read.packs > 1 ? `已收 ${read.packs} ${of?.packUnit ?? '盒'}` : `已收 ${of?.name ?? ''}`,
      }
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      const lineId = Number(error.facts['lineId'])
      if (error.code === 'RECEIPT_LOT_REQUIRED' && (await askLot(lineId, textOf(error.facts['lot']), true)))
        return scan(raw, { typed })
      return refuse(error, raw)
    }
  }

  function refuse(error: CallRefused, raw: string): ScanOutcome {
    if (error.code === 'CODE_SCANNED_TWICE')
      return { kind: 'repeat', text: '已扫过，不重复计数', code: textOf(error.facts['code']) ?? raw }
    const { code = raw, units, lineId } = error.facts
    const surplus = error.code === 'CODE_NOT_IN_ORDER' || error.code === 'RECEIPT_OVER'
    refusedLast.current = surplus
      ? {
          code: String(code),
          units: Number(units ?? 1),
          lineId: lineId ? Number(lineId) : undefined,
          drug: lineId ? undefined : textOf(error.facts['drug']),
        }
      : undefined
    const { head, detail } = scanRefusalWords(error.code, error.facts, error.text)
    const drug = textOf(error.facts['drug'])
    return {
      kind: 'refuse',
      text: head,
      detail,
      code: String(code),
      ...(drug
        ? { about: <Named drug={drug} drugClass={textOf(error.facts['drugClass'])} of={receipt.lines} /> }
        : {}),
    }
  }

  async function unscan(code: string): Promise<void> {
    try {
      await call(unscanEndpoint, { id: receipt.id, code })
      taken.current = taken.current.filter((c) => c !== code)
      toast(`已撤回 ${code.slice(-5)}`)
    } catch (error) {
      toast(refusedText(error), 'red')
    }
    void renew()
  }

  return {
    receipt,
    line,
    lot,
    scan,
    unscan,
    select: setSelected,
    editLot: (lineId: number, lotNo?: string) => askLot(lineId, lotNo, false),
    undo: () => {
      const code = taken.current.at(-1)
      return code ? unscan(code) : toast('本页还没有扫码，请在左边的明细里撤回', 'amber')
    },
    last: () => taken.current.at(-1),
    refused: () => refusedLast.current && { ...refusedLast.current, kind: 'surplus' as const },
  }
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
