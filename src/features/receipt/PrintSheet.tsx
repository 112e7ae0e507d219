import { capital } from '#core/reports/rules.ts'
import { dateText, instantText, num, unitText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'
import { sumsByUnit } from '#ui/unit-sums.ts'
import {
  discrepancyTitle,
  listScans,
  type ReceiptDetail,
  type ReceiptLine,
  type ReceiptLot,
} from './contract.ts'
import { packsText } from './rules.ts'
import './print.css'

/** Codes printed behind the form; more are read on the screen. */
const mostCodes = 500

/** R1 入库验收专簿 (卫医发〔2005〕438号 Art 10): the legal columns in the legal order, a line per lot. */
export function PrintSheet({ receipt }: { receipt: ReceiptDetail }) {
  const me = useMe()
  const invoices = [...new Set(receipt.lines.map((l) => l.invoiceNo).filter(Boolean))].join('、')
  return (
    <article className="rcpt-print">
      <header>
        <span>{receipt.orgName}</span>
        <h1>麻醉药品、精神药品入库验收登记</h1>
        <span className="z-code">
          {receipt.state === 'reversed' && <b className="rcpt-print-reversed">已红冲　</b>}
          {receipt.no}
        </span>
      </header>
      <p className="rcpt-print-facts">
        <span>供货单位：{receipt.supplier}</span>
        <span>随货同行单：{receipt.deliveryNo ?? '无'}</span>
        <span>到货：{instantText(receipt.arrivedAt)}</span>
        <span>入库储位：{receipt.location}</span>
        <span>发票号：{invoices || '无'}</span>
      </p>
      <Register receipt={receipt} />
      <Remarks receipt={receipt} />
      <Codes receipt={receipt} />
      <footer>
        <span>存证编号 #{receipt.eventId ?? '无'}（在“追溯码”或“账目核验”按收货单号可查原始记录）</span>
        <span>
          {me.name} 打印于 {instantText(Date.now())}
        </span>
      </footer>
    </article>
  )
}

const heads = [
  '日期',
  '凭证号',
  '品名',
  '剂型',
  '规格',
  '单位',
  '数量',
  '批号',
  '有效期',
  '生产单位',
  '供货单位',
  '质量情况',
  '验收结论',
  '验收人员签字',
  '保管人员签字',
] as const

function Register({ receipt }: { receipt: ReceiptDetail }) {
  const rows = receipt.lines.flatMap((line) =>
    receipt.lots.filter((l) => l.lineId === line.id && l.units > 0).map((lot) => ({ line, lot })),
  )
  const sums = sumsByUnit(rows.map((r) => ({ unit: r.line.unit, units: r.lot.units })))
  return (
    <table>
      <thead>
        <tr>
          {heads.map((h) => (
            <th key={h}>
              {h.endsWith('签字') ? (
                <>
                  {h.slice(0, -2)}
                  <br />
                  签字
                </>
              ) : (
                h
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ line, lot }) => (
          <RegisterRow key={`${line.id} ${lot.lotNo}`} receipt={receipt} line={line} lot={lot} />
        ))}
        <tr className="rcpt-print-sum">
          <td colSpan={6}>合计</td>
          <td colSpan={9}>
            {sums.map((s) => `${num(s.units)} ${s.unit}（${capital(s.units)}${s.unit}）`).join('　') ||
              '没有入库'}
          </td>
        </tr>
      </tbody>
    </table>
  )
}

function RegisterRow({ receipt, line, lot }: { receipt: ReceiptDetail; line: ReceiptLine; lot: ReceiptLot }) {
  return (
    <tr>
      <td data-one>{receipt.signedAt && dateText(receipt.signedAt)}</td>
      <td data-one>{receipt.no}</td>
      <td>{line.name}</td>
      <td>{line.form}</td>
      <td>{unitText(line.spec)}</td>
      <td data-one>{line.unit}</td>
      <td data-align="right">{num(lot.units)}</td>
      <td data-one>{lot.lotNo}</td>
      <td data-one>{lot.expiry}</td>
      <td>{line.manufacturer}</td>
      <td>{receipt.supplier}</td>
      <td>{receipt.qualityState}</td>
      <td>{receipt.conclusion}</td>
      <td>
        {receipt.signedBy}
        <br />
        {receipt.witnessedBy}
      </td>
      <td>{receipt.signedBy}</td>
    </tr>
  )
}

/** What did not come in as ordered stands on the form too. */
function Remarks({ receipt }: { receipt: ReceiptDetail }) {
  if (receipt.discrepancies.length === 0) return null
  return (
    <section>
      <h2>短少、破损、多送</h2>
      <ul>
        {receipt.discrepancies.map((d) => {
          const line = receipt.lines.find((l) => l.id === d.lineId)
          const amount = line ? packsText(line, d.units) : `${d.units} 个最小单位`
          return (
            <li key={d.id}>
              {discrepancyTitle[d.kind]} {line?.name} {amount}
              {d.code && `，码 ${d.code}`}：{d.note}（{d.recordedBy} {instantText(d.recordedAt)}）
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Codes({ receipt }: { receipt: ReceiptDetail }) {
  const scans = useCall(listScans, { id: receipt.id, pageSize: mostCodes })
  const rows = (scans.data?.rows ?? []).toSorted((a, b) => (a.code < b.code ? -1 : 1))
  const more = (scans.data?.total ?? 0) - rows.length
  if (rows.length === 0) return null
  return (
    <section>
      <h2>追溯码 {num(scans.data?.total ?? 0)} 个</h2>
      <div className="rcpt-print-codes">
        {rows.map((s) => (
          <span key={s.code}>
            {s.code}
            {s.damaged && ' 破损'}
          </span>
        ))}
      </div>
      {more > 0 && <p>其余 {num(more)} 个码见电子账册。</p>}
    </section>
  )
}
