import { Button } from 'antd'
import { useRef, useState } from 'react'
import { callUrl, refusedText, upload } from '#ui/call.ts'
import { Card as Box } from '#ui/Card.tsx'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import { refresh } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { readSpecimen, specimenMaxBytes, uploadSpecimen, type Card } from './contract.ts'

/** The scan with the specimen seals and signatures. */
export function Specimen({ of, may }: { of: Card; may: boolean }) {
  const box = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [open, setOpen] = useState(false)
  // The address is the card's: a new scan is only fetched when it differs.
  const [version, setVersion] = useState(0)
  const src = `${callUrl(readSpecimen, { id: of.cardId })}?v=${version}`
  async function send(file: File | undefined) {
    if (!file) return
    // The server refuses it as well; here nobody waits for the upload first.
    if (file.size > specimenMaxBytes) return toast('图片超过 5 MB，请压缩后再传', 'red')
    setBusy(true)
    try {
      await upload(uploadSpecimen, { id: of.cardId }, file)
      toast('扫描件已上传')
      setVersion(version + 1)
      await refresh()
    } catch (error) {
      toast(refusedText(error), 'red')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Box title="扫描件" scope="卡面、印模和签名式样">
      <div className="pc-specimen">
        <span className="z-caption">
          {of.specimen
            ? '点图放大，与随货单、付款单上的印章核对'
            : '还没有扫描件。现场检查时要与实物核对，请上传'}
        </span>
        {of.specimen && (
          <button type="button" className="z-link" onClick={() => setOpen(true)}>
            <img src={src} alt="印鉴卡扫描件" />
          </button>
        )}
      </div>
      {may && (
        <Button size="small" loading={busy} style={{ marginTop: 10 }} onClick={() => box.current?.click()}>
          {of.specimen ? '换一张' : '上传扫描件'}
        </Button>
      )}
      <input
        ref={box}
        type="file"
        accept="image/jpeg,image/png"
        hidden
        aria-label="印鉴卡扫描件"
        onChange={(e) => {
          const file = e.target.files?.[0]
          e.target.value = ''
          void send(file)
        }}
      />
      {open && (
        <PhotoViewer
          at={0}
          onClose={() => setOpen(false)}
          photos={[{ title: '印鉴卡扫描件', src, facts: [{ label: '卡号', value: of.cardNo }] }]}
        />
      )}
    </Box>
  )
}
