import { useEffect, useState, type ReactNode } from 'react'
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
  /** Each copy on a page of its own. */
  apart?: boolean
  children: ReactNode
}

/** A form on A4 portrait (SCREENS §9): takes the place of the screen when it is printed. */
export function PrintSheet({ org, title, no, signs, proof, copies, apart, children }: Props) {
  const me = useMe()
  const code = useCode(window.location.href.split('?')[0] ?? '')
  return (
    <article className="z-sheet" data-apart={apart ? '' : undefined} aria-hidden>
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
