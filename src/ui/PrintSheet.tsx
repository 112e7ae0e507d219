import { useEffect, useState, type ReactNode } from 'react'
import { fileUrl } from './call.ts'
import { instantText } from './format.ts'
import { useMe } from './me.ts'
import './print-sheet.css'

/** Picture of the code that leads back to a record; made here, nothing leaves the house. */
function useCode(text: string): string | undefined {
  const [svg, setSvg] = useState<string>()
  useEffect(() => {
    let here = true
    void import('bwip-js/browser').then(
      ({ toSVG }) => here && setSvg(toSVG({ bcid: 'qrcode', text, scale: 2 })),
    )
    return () => {
      here = false
    }
  }, [text])
  return svg && `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`
}

interface Props {
  org: string
  title: string
  no: ReactNode
  /** Lines to sign on, in order. */
  signs: readonly string[]
  proof?: { eventId: number; hash?: string | null } | undefined
  /** Printed twice on one page: 一式两份, each with the name of its keeper. */
  copies?: readonly string[]
  children: ReactNode
}

/** A form on A4 portrait (SCREENS §9): takes the place of the screen when it is printed. */
export function PrintSheet({ org, title, no, signs, proof, copies, children }: Props) {
  const me = useMe()
  const code = useCode(window.location.href.split('?')[0] ?? '')
  return (
    <article className="z-sheet" aria-hidden>
      {(copies ?? ['']).map((copy) => (
        <section key={copy}>
          <header>
            <div>{org}</div>
            <h1>{title}</h1>
            <div className="z-sheet-no">
              {copy && <span>{copy}</span>}
              {no}
            </div>
          </header>
          {children}
          <footer>
            <div className="z-sheet-signs">
              {signs.map((s) => (
                <span key={s}>{s}</span>
              ))}
            </div>
            <div className="z-sheet-proof">
              {code && <img src={code} alt="" />}
              <p>
                {proof && (
                  <>
                    入证编号 {proof.eventId}　指纹 {proof.hash ?? '等待入证'}
                    <br />
                  </>
                )}
                扫码核对本页与账上记录是否一致。{me.name} 打印于 {instantText(Date.now())}
              </p>
            </div>
          </footer>
        </section>
      ))}
    </article>
  )
}

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
          <img src={fileUrl(p.sha256, org)} alt={p.stage} />
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
