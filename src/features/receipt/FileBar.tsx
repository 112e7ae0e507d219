import { useRef, useState } from 'react'
import { refusalText } from '#core/refusal.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { CallRefused, upload } from '#ui/call.ts'
import { num } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { Progress } from '#ui/Progress.tsx'
import { refresh } from '#ui/query.ts'
import { loadDelivery, type ReceiptDetail } from './contract.ts'
import { useTakeFile, type TakenFile } from './useTakeFile.tsx'
import './receipt.css'

interface Props {
  receipt: ReceiptDetail
  /** Asks for the lot of a line; resolves when it is given or put off. */
  onLot: (lineId: number, lotNo?: string) => Promise<boolean>
}

function useUpload(receiptId: number) {
  const [share, setShare] = useState<number>()
  const [refused, setRefused] = useState<CallRefused>()
  async function send(file: File) {
    setRefused(undefined)
    setShare(0)
    try {
      await upload(loadDelivery, { id: receiptId }, file, { onProgress: setShare })
      await refresh('receipt.read')
    } catch (error) {
      if (error instanceof CallRefused) setRefused(error)
      else throw error
    } finally {
      setShare(undefined)
    }
  }
  return { share, refused, send }
}

/** The supplier's file: cartons can be scanned as one code, and the whole delivery can be counted by it. */
export function FileBar({ receipt, onLot }: Props) {
  const picker = useRef<HTMLInputElement>(null)
  const file = useUpload(receipt.id)
  const take = useTakeFile(receipt.id)
  const { packs, waiting } = receipt.manifest
  const pick = () => picker.current?.click()
  return (
    <div className="rcpt-file">
      <input
        ref={picker}
        type="file"
        hidden
        accept=".txt,.xml,text/plain,text/xml"
        onChange={(e) => {
          const chosen = e.target.files?.[0]
          e.target.value = ''
          if (chosen) void file.send(chosen)
        }}
      />
      <div className="rcpt-file-line">
        <b>随货文件</b>
        <FileWords receipt={receipt} share={file.share} take={take} />
        <span className="rcpt-file-acts">
          {packs > 0 && !take.running && (
            <button type="button" className="z-link" onClick={pick}>
              换文件
            </button>
          )}
          {take.running && (
            <ActButton size="small" onClick={take.stop}>
              停下
            </ActButton>
          )}
          {!take.running && packs > 0 && waiting > 0 && (
            <ActButton size="small" k="F4" onClick={() => take.run(waiting)}>
              按随货文件点收
            </ActButton>
          )}
          {packs === 0 && (
            <ActButton size="small" k="F4" busy={file.share !== undefined} onClick={pick}>
              载入随货文件
            </ActButton>
          )}
        </span>
      </div>
      {file.refused && <FileFaults refused={file.refused} />}
      {take.failed && <Notice tone="red">{take.failed}</Notice>}
      {!take.running && take.done && (
        <Leftovers of={take.done} onLot={onLot} again={() => take.run(waiting)} onClose={take.clear} />
      )}
    </div>
  )
}

function FileWords({
  receipt,
  share,
  take,
}: {
  receipt: ReceiptDetail
  share: number | undefined
  take: ReturnType<typeof useTakeFile>
}) {
  const { packs, cartons, waiting } = receipt.manifest
  if (share !== undefined)
    return <span>{share < 1 ? `正在上传 ${Math.floor(share * 100)}%` : '正在核对'}</span>
  if (take.running) return <Progress done={take.seen} total={take.total} unit="盒" />
  if (packs === 0)
    return <span className="z-caption">码上放心 TXT、关联关系 XML、出入库 XML；载入后整箱扫一码即可</span>
  return (
    <span>
      {num(packs)} 盒{cartons > 0 && `、${num(cartons)} 个箱码`}，
      {waiting > 0 ? `还有 ${num(waiting)} 盒没有点到` : '已全部点到'}
    </span>
  )
}

/** A file that is not in order was not loaded at all: the first faults, by line. */
function FileFaults({ refused }: { refused: CallRefused }) {
  return (
    <Notice tone="red">
      {refused.text}
      {refused.faults.length > 1 && (
        <ul className="rcpt-faults">
          {refused.faults.slice(0, 5).map((f) => (
            <li key={`${f.row} ${f.code}`}>{refusalText(f.code, f.facts)}</li>
          ))}
          {refused.faults.length > 5 && <li>其余见文件，改好后重新载入</li>}
        </ul>
      )}
    </Notice>
  )
}

interface LeftoverProps {
  of: TakenFile
  onLot: Props['onLot']
  again: () => void
  onClose: () => void
}

/** What the file could not bring, by reason; a missing lot can be given here and the counting goes on. */
function Leftovers({ of, onLot, again, onClose }: LeftoverProps) {
  const said = (text: string) => text.replace(/\d{20} ?/, '')
  const groups = [...Map.groupBy(of.refused, (r) => `${said(r.text)}|${r.lotNo ?? ''}`).values()]
  if (groups.length === 0) {
    return (
      <Notice tone="green" action={<Close onClose={onClose} />}>
        已按文件点收 {num(of.taken)} 盒，请开箱核对实物
      </Notice>
    )
  }
  return (
    <Notice tone="amber" action={<Close onClose={onClose} />}>
      已点收 {num(of.taken)} 盒，{num(of.refused.length)} 盒没有收：
      <ul className="rcpt-faults">
        {groups.slice(0, 6).map((group) => {
          const [one] = group
          const lineId = one?.refusal === 'RECEIPT_LOT_REQUIRED' ? one.lineId : null
          return (
            <li key={one?.code}>
              {num(group.length)} 盒：{said(one?.text ?? '')}
              {lineId && (
                <button
                  type="button"
                  className="z-link"
                  onClick={() =>
                    void onLot(lineId, one?.lotNo ?? undefined).then((given) => given && again())
                  }
                >
                  填批号 {one?.lotNo} 的有效期
                </button>
              )}
            </li>
          )
        })}
        {groups.length > 6 && <li>另有 {groups.length - 6} 种情况</li>}
      </ul>
    </Notice>
  )
}

function Close({ onClose }: { onClose: () => void }) {
  return (
    <button type="button" className="z-link" onClick={onClose}>
      知道了
    </button>
  )
}
