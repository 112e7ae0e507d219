import { useRef, useState } from 'react'
import { callUrl, refusedText, upload } from '#ui/call.ts'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import { refresh } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { certificateMaxBytes, readCertificate, uploadCertificate } from './contract.ts'
import type { Line } from './useClass.ts'

/** The image of the certificate of a pass: seen, sent, or replaced. */
export function Certificate({ line, may }: { line: Line; may: boolean }) {
  const passed = line.stands.find((e) => e.passed)
  const box = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [open, setOpen] = useState(false)
  if (!passed) return null
  const { examId, certificate } = passed
  async function send(file: File | undefined) {
    if (!file) return
    // The server refuses it as well; here nobody waits for the upload first.
    if (file.size > certificateMaxBytes)
      return toast(`证书图片超过 ${certificateMaxBytes / 1024} KB，请压缩后再传`, 'red')
    setBusy(true)
    try {
      await upload(uploadCertificate, { examId }, file)
      toast('证书已上传')
      await refresh()
    } catch (error) {
      toast(refusedText(error), 'red')
    } finally {
      setBusy(false)
    }
  }
  return (
    <span className="t-certificate">
      {certificate && (
        <button type="button" className="z-link" onClick={() => setOpen(true)}>
          查看
        </button>
      )}
      {may && (
        <button
          type="button"
          className="z-link"
          disabled={busy}
          title="jpg 或 png，不超过 500 KB"
          onClick={() => box.current?.click()}
        >
          {busy ? '上传中' : certificate ? '换图' : '上传'}
        </button>
      )}
      {!certificate && !may && <span className="z-caption">缺</span>}
      <input
        ref={box}
        type="file"
        accept="image/jpeg,image/png"
        hidden
        aria-label={`${line.person.name}的证书`}
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
          photos={[{ title: `${line.person.name}的证书`, src: callUrl(readCertificate, { examId }) }]}
        />
      )}
    </span>
  )
}
