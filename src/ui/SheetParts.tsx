import { filmStage } from '#core/files/contract.ts'
import type { ReactNode } from 'react'
import { fileUrl } from './call.ts'
import { instantText } from './format.ts'

/** Label and value in pairs, two pairs a line. */
export function SheetFacts({ items }: { items: readonly (readonly [string, ReactNode])[] }) {
  const lines = Array.from({ length: Math.ceil(items.length / 2) }, (_, i) => items.slice(i * 2, i * 2 + 2))
  return (
    <table className="z-sheet-facts">
      <tbody>
        {lines.map((line) => (
          <tr key={line[0]?.[0]}>
            {line.map(([label, value]) => [<th key={label}>{label}</th>, <td key={`${label}:`}>{value}</td>])}
            {line.length === 1 && [<th key="-" />, <td key="-:" />]}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface TableProps {
  head: readonly string[]
  rows: readonly (readonly ReactNode[])[]
  /** Columns whose figures stand at the right. */
  right?: readonly number[]
  sum?: readonly ReactNode[]
}

export function SheetTable({ head, rows, right = [], sum }: TableProps) {
  const at = (i: number) => (right.includes(i) ? 'z-sheet-right' : undefined)
  return (
    <table>
      <thead>
        <tr>
          {head.map((h, i) => (
            <th key={h} className={at(i)}>
              {h}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, n) => (
          <tr key={n}>
            {row.map((cell, i) => (
              <td key={head[i]} className={at(i)}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
        {sum && (
          <tr className="z-sheet-sum">
            {sum.map((cell, i) => (
              <td key={head[i]} className={at(i)}>
                {cell}
              </td>
            ))}
          </tr>
        )}
      </tbody>
    </table>
  )
}

interface Photo {
  stage: string
  sha256: string
  takenAt: string
}

export function SheetPhotos({ photos, org }: { photos: readonly Photo[]; org: number }) {
  return (
    <div className="z-sheet-photos">
      {photos.map((p) => (
        <figure key={p.stage}>
          {/* Paper shows no film: its name, time and fingerprint stand here. */}
          {p.stage !== filmStage && <img src={fileUrl(p.sha256, org)} alt={p.stage} />}
          <figcaption>
            {p.stage} {instantText(p.takenAt, 'second')}
            <br />
            {p.sha256.slice(0, 16)}…{p.sha256.slice(-8)}
          </figcaption>
        </figure>
      ))}
    </div>
  )
}
