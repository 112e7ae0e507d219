import { dateText, instantText, unitText } from '#ui/format.ts'
import { differenceKindTitle, type HandoverDetail, type HandoverLine } from './contract.ts'
import { isBroken } from './rules.ts'
import './sheet.css'

const remark = (l: HandoverLine) =>
  isBroken(l) && l.case ? `${differenceKindTitle[l.case.kind]}：${l.case.reason}` : ''

/** R7 交接班记录, A4 landscape: columns in the order of the register, none dropped. */
export function HandoverSheet({ of: h, printedBy }: { of: HandoverDetail; printedBy: string }) {
  const ampoules = h.lines.filter((l) => l.item === 'intact')
  const empties = h.lines.filter((l) => l.item === 'container').reduce((n, l) => n + (l.counted ?? 0), 0)
  const shift = h.kind === 'shift'
  return (
    <article className="ho-sheet" aria-hidden>
      <header>
        <span>{h.org}</span>
        <h1>{shift ? '麻醉药品、精神药品交接班记录' : '麻醉药品、精神药品日结记录'}</h1>
        <span>{h.no}</span>
      </header>
      <p>
        <span>
          科室：{h.department ?? ''}　储位：{h.place}
        </span>
        <span>
          起止时间：{h.startedAt ? instantText(h.startedAt) : '首次'} 至{' '}
          {h.signedAt ? instantText(h.signedAt) : ''}
        </span>
        {h.day && <span>结算日：{h.fromDay === h.day ? h.day : `${h.fromDay ?? ''} 至 ${h.day}`}</span>}
        <span>空安瓿数：{empties} 个</span>
        <span>待取药处方数：{h.waitingPrescriptions ?? '无数据'}</span>
      </p>
      <table>
        <thead>
          <tr>
            {[
              '代码',
              '药品名称',
              '规格',
              '批号',
              '单位',
              '上次交接',
              '初始库存',
              '增加',
              '减少',
              '当前库存',
              '实点',
              '差异',
            ].map((t) => (
              <th key={t}>{t}</th>
            ))}
            <th>{shift ? '交班人' : '结算人'}</th>
            <th>{shift ? '接班人' : '核对人'}</th>
            {['备注', '生产企业', '经营企业', '效期'].map((t) => (
              <th key={t}>{t}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ampoules.map((l) => (
            <tr key={l.lotId}>
              <td>{l.drugCode}</td>
              <td>{l.name}</td>
              <td>{unitText(l.spec)}</td>
              <td>{l.lotNo}</td>
              <td>{l.unit}</td>
              <Figure of={l.last} />
              <Figure of={l.opening} />
              <Figure of={l.in} />
              <Figure of={l.out} />
              <Figure of={l.book} />
              <Figure of={l.counted} />
              <Figure of={l.difference} />
              <td>{h.handedBy}</td>
              <td>{h.takenBy}</td>
              <td>{remark(l)}</td>
              <td>{l.manufacturer ?? ''}</td>
              <td>{l.suppliers ?? ''}</td>
              <td>{dateText(l.expiry)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Foot of={h} printedBy={printedBy} />
    </article>
  )
}

function Figure({ of }: { of: number | null }) {
  return <td className="ho-right">{of === null ? '—' : of < 0 ? `−${-of}` : of}</td>
}

function Foot({ of: h, printedBy }: { of: HandoverDetail; printedBy: string }) {
  return (
    <footer>
      {h.note && <p>交代事项：{h.note}</p>}
      <div className="ho-signs">
        <span>{h.kind === 'shift' ? '交班人签字' : '结算人签字'}</span>
        <span>{h.kind === 'shift' ? '接班人签字' : '核对人签字'}</span>
        <span>日期</span>
      </div>
      <p>
        入证编号 {h.eventId ?? ''}　指纹 {h.eventHash ?? '等待入证'}　{printedBy} 打印于{' '}
        {instantText(Date.now())}
      </p>
    </footer>
  )
}
