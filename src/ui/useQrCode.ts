import { useEffect, useState } from 'react'

/** Picture of the code that leads back to a sheet; made here, nothing leaves the house. */
export function useQrCode(text: string): string | undefined {
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
