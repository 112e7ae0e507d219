import { InputNumber } from 'antd'
import { useRef, type KeyboardEvent } from 'react'
import type { DrugName } from '#core/contract.ts'
import { Drug } from './Drug.tsx'
import { dateText } from './format.ts'
import { Quantity } from './Quantity.tsx'
import { StatusTag } from './StatusTag.tsx'
import './lot-counts.css'

export interface LotToCount extends DrugName {
  readonly lotId: number
  readonly lotNo: string
  readonly expiry: string
  /** Null where who counts must not see it. */
  readonly book: number | null
}

export interface LotResult {
  readonly lotId: number
  readonly difference: number
  readonly caseNo: string | null
}

interface Props {
  lots: readonly LotToCount[]
  /** What was typed so far, by lot. */
  value: ReadonlyMap<number, number>
  onChange: (lotId: number, units: number | undefined) => void
  /** After the last box Enter goes on. */
  onEnd: () => void
  /** What came of it; the boxes are closed then. */
  results?: readonly LotResult[] | undefined
}

/** One box for each lot, Enter leads to the next. A blind count hatches the book until the figures are in. */
export function LotCounts({ lots, value, onChange, onEnd, results }: Props) {
  const list = useRef<HTMLUListElement>(null)
  function next(e: KeyboardEvent<HTMLElement>) {
    if (e.key !== 'Enter') return
    e.preventDefault()
    const boxes = [...(list.current?.querySelectorAll('input') ?? [])]
    const at = boxes.indexOf(e.target as HTMLInputElement)
    if (at + 1 < boxes.length) boxes[at + 1]?.focus()
    else onEnd()
  }
  return (
    <ul className="z-lot-counts" ref={list} data-keep-focus>
      {lots.map((l, i) => {
        const result = results?.find((r) => r.lotId === l.lotId)
        return (
          <li key={l.lotId}>
            <span>
              <Drug of={l} />
              <small>
                批号 {l.lotNo}，至 {dateText(l.expiry).slice(0, 7)}
                {l.book !== null && (
                  <>
                    ，账面 <Quantity value={l.book} unit={l.unit} />
                  </>
                )}
                {result?.caseNo && <>，{result.caseNo}</>}
              </small>
            </span>
            {result ? (
              <Result of={result} unit={l.unit} />
            ) : (
              <InputNumber
                autoFocus={i === 0}
                min={0}
                max={1_000_000}
                precision={0}
                suffix={l.unit}
                value={value.get(l.lotId) ?? null}
                onChange={(n) => onChange(l.lotId, n ?? undefined)}
                onKeyDown={next}
                aria-label={`${l.name} 批号 ${l.lotNo} 实点`}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Result({ of, unit }: { of: LotResult; unit: string }) {
  if (of.difference === 0) return <StatusTag tone="green">相符</StatusTag>
  return (
    <StatusTag tone={of.difference < 0 ? 'red' : 'amber'}>
      {`${of.difference < 0 ? '少' : '多'} ${Math.abs(of.difference)} ${unit}`}
    </StatusTag>
  )
}
