import { fileUrl } from '#ui/call.ts'
import { dateText, instantText, unitText } from '#ui/format.ts'
import { useQrCode } from '#ui/useQrCode.ts'
import type { DestructionDetail } from './contract.ts'
import './sheet.css'

/** The printed form, A4 portrait: R12 on top, R9 behind it; legal columns in legal order, none dropped. */
export function Sheet({ of, printedBy }: { of: DestructionDetail; printedBy: string }) {
  const code = useQrCode(`${window.location.origin}/destruction/${of.id}`)
  const drugOf = new Map(of.lines.map((l) => [l.lotId, l]))
  return (
    <article className="p-sheet" aria-hidden>
      <header>
        <div>{of.org}</div>
        <h1>麻醉药品、精神药品空安瓿（废贴）销毁登记</h1>
        <div className="p-no">
          {of.no}
          {of.reversed && '（已红冲）'}
        </div>
      </header>
      <Facts of={of} />
      <h2>销毁明细</h2>
      <table>
        <thead>
          <tr>
            <th>品名</th>
            <th>剂型</th>
            <th>规格</th>
            <th>批号</th>
            <th className="p-right">数量</th>
            <th>效期</th>
            <th>生产企业</th>
          </tr>
        </thead>
        <tbody>
          {of.lines.map((l) => (
            <tr key={l.lotId}>
              <td>{l.name}</td>
              <td>{l.form ?? ''}</td>
              <td>{unitText(l.spec)}</td>
              <td>{l.lotNo}</td>
              <td className="p-right">{l.units} 个</td>
              <td>{dateText(l.expiry)}</td>
              <td>{l.manufacturer ?? ''}</td>
            </tr>
          ))}
          <tr className="p-sum">
            <td colSpan={4}>合计 = {of.lines.map((l) => l.units).join(' + ')}</td>
            <td className="p-right">{of.containers} 个</td>
            <td colSpan={2} />
          </tr>
        </tbody>
      </table>
      <h2>回收登记（来源）</h2>
      <table>
        <thead>
          <tr>
            <th>药品名称</th>
            <th>剂型</th>
            <th>规格</th>
            <th>单位</th>
            <th>日期</th>
            <th>科室</th>
            <th>批号</th>
            <th className="p-right">数量</th>
            <th>病区经办人</th>
            <th>回收人</th>
          </tr>
        </thead>
        <tbody>
          {of.origins.map((o) => (
            <tr key={`${o.recoveryId}|${o.lotId}`}>
              <td>{drugOf.get(o.lotId)?.name}</td>
              <td>{drugOf.get(o.lotId)?.form ?? ''}</td>
              <td>{unitText(drugOf.get(o.lotId)?.spec ?? '')}</td>
              <td>个</td>
              <td>{dateText(o.recoveredAt)}</td>
              <td>{o.department ?? ''}</td>
              <td>{o.lotNo}</td>
              <td className="p-right">{o.containers}</td>
              <td>{o.returnedBy}</td>
              <td>{o.receivedBy}</td>
            </tr>
          ))}
          {of.origins.length === 0 && (
            <tr>
              <td colSpan={10}>无单支标签，见空安瓿回收登记</td>
            </tr>
          )}
        </tbody>
      </table>
      <Codes of={of} />
      <h2>影像</h2>
      <div className="p-photos">
        {of.photos.map((p) => (
          <figure key={p.stage}>
            <img src={fileUrl(p.sha256)} alt={p.stage} />
            <figcaption>
              {p.stage} {instantText(p.takenAt, 'second')}
              <br />
              {p.sha256.slice(0, 16)}…{p.sha256.slice(-8)}
            </figcaption>
          </figure>
        ))}
      </div>
      <Foot of={of} printedBy={printedBy} code={code} />
    </article>
  )
}

/** R12: what the authority must attend for intact drugs does not apply to containers, and the form says so. */
function Facts({ of }: { of: DestructionDetail }) {
  const inside = '空安瓿、废贴由本院监督销毁'
  const rows = [
    ['申请单', of.no, '原因', of.reason],
    ['申请日', dateText(of.destroyedAt), '卫健受理日', inside],
    ['到场日', inside, '销毁日期', instantText(of.destroyedAt)],
    ['监督人', `${of.witnessedBy}　${of.witnessTitle}`, '执行人', `${of.executedBy}　${of.executedTitle}`],
    ['地点', of.place, '方式', of.method],
    ['回收箱', of.bin, '销毁数量', `${of.containers} 个`],
  ]
  return (
    <table className="p-facts">
      <tbody>
        {rows.map(([a, b, c, d]) => (
          <tr key={a}>
            <th>{a}</th>
            <td>{b}</td>
            <th>{c}</th>
            <td>{d}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Codes({ of }: { of: DestructionDetail }) {
  const labelled = of.lines.filter((l) => l.codes.length > 0)
  if (labelled.length === 0) return null
  return (
    <>
      <h2>单支标签</h2>
      {labelled.map((l) => (
        <p key={l.lotId} className="p-codes">
          <b>{l.lotNo}</b>　{l.codes.join('　')}
        </p>
      ))}
    </>
  )
}

function Foot({
  of,
  printedBy,
  code,
}: {
  of: DestructionDetail
  printedBy: string
  code: string | undefined
}) {
  return (
    <footer>
      <div className="p-signs">
        <span>执行人签字</span>
        <span>监督人签字</span>
        <span>日期</span>
      </div>
      <div className="p-proof">
        {code && <img src={code} alt="" />}
        <p>
          入证编号 {of.eventId}　指纹 {of.eventHash ?? '等待入证'}
          <br />
          扫码核对本页与账上记录是否一致。{printedBy} 打印于 {instantText(Date.now())}
        </p>
      </div>
    </footer>
  )
}
