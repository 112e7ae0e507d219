import { useState } from 'react'
import { callUrl } from '#ui/call.ts'
import { dateText } from '#ui/format.ts'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import { readSpecimen, specimenKindTitle, type Specimen } from './contract.ts'
import './specimen.css'

/** A specimen, small; a click shows it large, with since when it counts. */
export function SpecimenFace({ of, name }: { of: Specimen; name: string }) {
  const [open, setOpen] = useState(false)
  const title = `${name} ${specimenKindTitle[of.kind]}留样`
  const src = callUrl(readSpecimen, { specimenId: of.specimenId })
  const facts = [
    { label: '启用', value: dateText(of.validFrom) },
    { label: '登记人', value: of.filedBy },
  ]
  return (
    <>
      <button type="button" className="sp-face" title={`放大查看：${title}`} onClick={() => setOpen(true)}>
        <img src={src} alt={title} />
      </button>
      <PhotoViewer
        photos={[{ title, src, facts }]}
        at={open ? 0 : undefined}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
