import { dateText, instantText, unitText } from '#ui/format.ts'
import { PrintSheet } from '#ui/PrintSheet.tsx'
import { SheetFacts, SheetTable } from '#ui/SheetParts.tsx'
import { sumText } from '#ui/unit-sums.ts'
import {
  loanDirectionTitle,
  loanPartnerTitle,
  loanReceivers,
  loanReceiverTitle,
  type LoanDetail,
} from './contract.ts'
import { ownStock } from './words.tsx'

/** R21 紧急借用备案表. */
export function Sheet({ of }: { of: LoanDetail }) {
  return (
    <PrintSheet
      org={of.org}
      title={`麻醉药品、精神药品紧急${loanDirectionTitle[of.direction]}备案表`}
      no={of.no}
      signs={['经办人', '第二人', '对方经办人', '药学部负责人']}
      proof={{ eventId: of.eventId }}
    >
      <SheetFacts
        items={[
          ['对方单位', of.partner],
          ['单位类型', loanPartnerTitle[of.partnerKind]],
          ['时间', instantText(of.borrowedAt)],
          ['约定归还', of.returnOn ?? '—'],
          ['经办人', of.handledBy],
          ['第二人', of.witnessedBy],
          ['借用原因', of.reason],
          ['当时本院在库', ownStock(of)],
        ]}
      />
      <h2>药品</h2>
      <SheetTable
        head={['品名', '规格', '批号', '效期', '数量']}
        right={[4]}
        rows={of.lines.map((l) => [
          l.name,
          unitText(l.spec),
          l.lotNo,
          dateText(l.expiry),
          `${l.units} ${l.unit}`,
        ])}
      />
      <h2>归还</h2>
      <SheetTable
        head={['时间', '药品', '数量', '经办人', '第二人']}
        right={[2]}
        rows={of.returns
          .filter((r) => !r.reversed)
          .map((r) => [instantText(r.at), r.drugs, sumText(r.sums), r.handledBy, r.witnessedBy])}
      />
      <h2>备案</h2>
      <SheetTable
        head={['接收机关', '备案号', '时间', '经办人']}
        rows={loanReceivers.map((receiver) => {
          const f = of.filings.find((x) => x.receiver === receiver)
          return [
            loanReceiverTitle[receiver],
            f?.filingNo ?? '未备案',
            f ? instantText(f.filedAt) : '',
            f?.filedBy ?? '',
          ]
        })}
      />
    </PrintSheet>
  )
}
