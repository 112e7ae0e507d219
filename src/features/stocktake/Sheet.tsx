import { discrepancyReasons } from '#core/discrepancy/rules.ts'
import { dateText, instantText, signed, unitText } from '#ui/format.ts'
import { useQrCode } from '#ui/useQrCode.ts'
import type { StocktakeDetail } from './contract.ts'
import './sheet.css'

/** 盘存审核表 (form 14-4), A4 landscape: its columns in their order, then the result. */
export function Sheet({ of, printedBy }: { of: StocktakeDetail; printedBy: string }) {
  const code = useQrCode(`${window.location.origin}/stocktakes/${of.id}`)
  return (
    <article className="k-sheet" aria-hidden>
      <header>
        <div>{of.org}</div>
        <h1>麻醉药品、精神药品盘存审核表</h1>
        <div className="k-sheet-no">
          <span>
            {of.title}　{of.scope}
          </span>
          <span>{of.no}</span>
        </div>
      </header>
      <table>
        <thead>
          <tr>
            {[
              '检查序号',
              '药品名称',
              '规格',
              '单位',
              '账面',
              '实物',
              '差异',
              '批号',
              '效期',
              '保管人',
              '检查人',
              '储位',
              '结果、原因',
            ].map((t) => (
              <th key={t}>{t}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.list.map((r, i) => (
            <tr key={r.id}>
              <td>{i + 1}</td>
              <td>
                {r.name}
                {r.item === 'container' && '（空容器）'}
              </td>
              <td>{unitText(r.spec)}</td>
              <td>{r.quantityUnit}</td>
              <td className="k-right">{r.book}</td>
              <td className="k-right">{r.counted}</td>
              <td className="k-right">
                {r.difference === null ? '' : r.difference === 0 ? 0 : signed(r.difference)}
              </td>
              <td>{r.lotNo}</td>
              <td>{dateText(r.expiry)}</td>
              <td>{of.countedBy}</td>
              <td>{of.secondBy}</td>
              <td>{r.place}</td>
              <td>
                {r.difference === 0
                  ? '正常'
                  : [
                      (r.difference ?? 0) < 0 ? '盘损' : '盘盈',
                      r.reasonCode && discrepancyReasons[r.reasonCode].title,
                      r.discrepancy?.no,
                    ]
                      .filter(Boolean)
                      .join('，')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <footer>
        <span>盘点（保管人）签字：{of.countedBy}</span>
        <span>监盘（检查人）签字：{of.secondBy}</span>
        <span>批准调账：{of.approvedBy ?? '—'}</span>
        <span>签字时间 {of.submittedAt ? instantText(of.submittedAt) : '未签'}</span>
        <span>
          {printedBy} 打印于 {instantText(Date.now())}
        </span>
        {code && <img src={code} alt="" />}
      </footer>
    </article>
  )
}
