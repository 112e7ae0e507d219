import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { ActButton } from '#ui/ActButton.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { unitText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { ActProps } from './ActPanels.tsx'
import { ampoulesOf, type Ampoule } from './Ampoules.tsx'

/** The drawing of a DataMatrix is a large library: it comes only when labels are looked at. */
async function matrixOf(code: string): Promise<string> {
  const { datamatrix, drawingSVG } = await import('bwip-js/browser')
  const svg = datamatrix({ bcid: 'datamatrix', text: code, scale: 2, padding: 0 }, drawingSVG())
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`
}

function useMatrices(codes: readonly string[]) {
  const [images, setImages] = useState<Readonly<Record<string, string>>>({})
  const [failed, setFailed] = useState(false)
  const key = codes.join('\n')
  useEffect(() => {
    let on = true
    const load = async () => {
      const made = await Promise.all(
        key
          .split('\n')
          .filter(Boolean)
          .map(async (c) => [c, await matrixOf(c)] as const),
      )
      if (on) setImages(Object.fromEntries(made))
    }
    load().catch(() => on && setFailed(true))
    return () => {
      on = false
    }
  }, [key])
  return { images, failed }
}

/** One label an ampoule that left a box: its own code, the drug, lot and expiry. */
export function Labels({ issue }: ActProps) {
  // A label of ours bears a number behind the code of its box.
  const ampoules = ampoulesOf(issue.drugs, (u) => /-\d{2,3}$/.test(u.code))
  const { images, failed } = useMatrices(ampoules.map((a) => a.unit.code))
  if (ampoules.length === 0) return <EmptyState title="没有要贴的标签" text="整盒领用不拆零，用盒上的码" />
  const sheet = <Sheet ampoules={ampoules} images={images} />
  return (
    <div className="i-act">
      {failed && <Notice tone="red">二维码没有画出来，请刷新页面重试；码的文字仍可手输</Notice>}
      <span className="z-caption">{ampoules.length} 张，每张 40 × 20 mm。贴好后再离开发药台</span>
      {sheet}
      {createPortal(<div className="i-print">{sheet}</div>, document.body)}
      <div className="i-act-foot">
        <ActButton kind="filled" k="Ctrl+P" wide onClick={() => window.print()}>
          打印标签
        </ActButton>
      </div>
    </div>
  )
}

function Sheet({
  ampoules,
  images,
}: {
  ampoules: readonly Ampoule[]
  images: Readonly<Record<string, string>>
}) {
  return (
    <div className="i-labels">
      {ampoules.map((a) => (
        <div key={a.key} className="i-label">
          {images[a.unit.code] ? <img src={images[a.unit.code]} alt="" /> : <i />}
          <span>
            <b>{a.drug.name}</b>
            <span>{unitText(a.drug.spec)}</span>
            <span>批号 {a.unit.lotNo}</span>
            <span>有效期至 {a.unit.expiry.slice(0, 7)}</span>
            <TraceCode code={a.unit.code} short />
          </span>
        </div>
      ))}
    </div>
  )
}
