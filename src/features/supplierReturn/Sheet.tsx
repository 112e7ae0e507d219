import { dateText, instantText, unitText } from '#ui/format.ts'
import { PrintSheet } from '#ui/PrintSheet.tsx'
import { SheetFacts, SheetTable } from '#ui/SheetParts.tsx'
import { supplierReturnReasonTitle, type SupplierReturnDetail } from './contract.ts'

/** 退货单, signed by both sides. */
export function Sheet({ of }: { of: SupplierReturnDetail }) {
  return (
    <PrintSheet
      org={of.org}
      title="麻醉药品、精神药品退货单"
      no={of.no}
      signs={['经办人', '复核人', '供应商签收', '日期']}
      proof={{ eventId: of.eventId, hash: of.eventHash }}
    >
      <SheetFacts
        items={[
          ['供应商', of.supplier],
          ['供应商确认', `${of.confirmationNo}　${of.confirmedBy}`],
          ['原因', `${supplierReturnReasonTitle[of.reasonKind]}，${of.reason}`],
          ['退货时间', instantText(of.returnedAt)],
          ['经办人', `${of.returnedBy}　${of.returnedTitle}`],
          ['复核人', `${of.witnessedBy}　${of.witnessTitle}`],
        ]}
      />
      <h2>明细</h2>
      <SheetTable
        head={['品名', '剂型', '规格', '批号', '数量', '效期', '生产企业']}
        right={[4]}
        rows={of.lines.map((l) => [
          l.name,
          l.form ?? '',
          unitText(l.spec),
          l.lotNo,
          `${l.units} ${l.unit}`,
          dateText(l.expiry),
          l.manufacturer ?? '',
        ])}
      />
      {of.lines
        .filter((l) => l.codes.length > 0)
        .map((l) => (
          <p key={l.lotId}>
            {l.lotNo}　{l.codes.join('　')}
          </p>
        ))}
    </PrintSheet>
  )
}
