import type { Card } from './contract.ts'
import './purchaseCard.css'

/** The card as it lies in the safe: what is printed on it, as it reads today. */
export function CardFace({ of }: { of: Card }) {
  const rows = [
    ['医疗机构名称', of.orgName],
    ['地址', of.address],
    ['法定代表人', of.legalPerson],
    ['医疗管理部门负责人', of.medHead],
    ['药学部门负责人', of.pharmHead],
    ['采购人员', of.purchasers.map((p) => p.name).join('、') || '没有'],
    ['发卡机关', of.issuer],
    ['签发日期', of.issuedOn],
    ['有效期', `${of.validFrom} 至 ${of.validTo}`],
  ] as const
  return (
    <div className="pc-face" aria-label="印鉴卡">
      <div className="pc-face-head">
        <h3>麻醉药品、第一类精神药品购用印鉴卡</h3>
        <span className="z-code">{of.cardNo}</span>
      </div>
      <dl>
        {rows.map(([title, value]) => (
          <div key={title} style={{ display: 'contents' }}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
