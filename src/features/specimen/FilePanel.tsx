import { Segmented } from 'antd'
import { useRef, useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { refusedText, upload } from '#ui/call.ts'
import { DateField } from '#ui/DateField.tsx'
import { dateText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { refresh } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import {
  fileSpecimen,
  specimenKindTitle,
  specimenMaxBytes,
  type Signer,
  type SpecimenKind,
} from './contract.ts'
import './specimen.css'

/** 登记留样: an image of the signature or the seal, and from when it counts. */
export function FilePanel({ of, onClose }: { of: Signer | undefined; onClose: () => void }) {
  return (
    <Panel
      width={480}
      title={of ? `${of.name} 签名留样` : ''}
      scope="更换后旧样保留，按日期比对"
      open={of !== undefined}
      onClose={onClose}
    >
      {of && <Form key={of.userId} of={of} onClose={onClose} />}
    </Panel>
  )
}

const tooLarge = `图片超过 ${specimenMaxBytes / 1024} KB，请裁去空白或压缩后再选`

function Form({ of, onClose }: { of: Signer; onClose: () => void }) {
  const [kind, setKind] = useState<SpecimenKind>('signature')
  const [validFrom, setValidFrom] = useState<string | undefined>(dateText(Date.now()))
  const [file, setFile] = useState<{ blob: File; src: string }>()
  const [said, setSaid] = useState<string>()
  const [busy, setBusy] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  function choose(blob: File | undefined) {
    if (!blob) return
    const fits = blob.size <= specimenMaxBytes
    setSaid(fits ? undefined : tooLarge)
    setFile(fits ? { blob, src: URL.createObjectURL(blob) } : undefined)
  }
  async function send() {
    if (!file || !validFrom) return
    setBusy(true)
    try {
      await upload(fileSpecimen, { userId: of.userId, kind, validFrom }, file.blob)
      toast(`${of.name} 的${specimenKindTitle[kind]}已留样`)
      await refresh()
      onClose()
    } catch (error) {
      setSaid(refusedText(error))
    } finally {
      setBusy(false)
    }
  }
  const lack = [!file && '图片', !validFrom && '启用日期'].filter(Boolean).join('、')
  return (
    <div className="z-column">
      <Segmented<SpecimenKind>
        value={kind}
        onChange={setKind}
        options={(['signature', 'seal'] as const).map((value) => ({
          value,
          label: specimenKindTitle[value],
        }))}
      />
      <Labelled title="启用日期" hint="更换时不早于今天">
        <DateField value={validFrom} onChange={setValidFrom} />
      </Labelled>
      <button type="button" className="sp-drop" onClick={() => box.current?.click()}>
        {file ? <img src={file.src} alt="待登记的留样" /> : <span>选择图片：jpg 或 png，不超过 500 KB</span>}
      </button>
      <input
        ref={box}
        type="file"
        accept="image/jpeg,image/png"
        hidden
        aria-label="留样图片"
        onChange={(e) => {
          choose(e.target.files?.[0])
          e.target.value = ''
        }}
      />
      {said && <Notice tone="red">{said}</Notice>}
      <ActButton kind="filled" k="F10" wide busy={busy} blocked={lack || undefined} onClick={send}>
        登记留样
      </ActButton>
    </div>
  )
}
