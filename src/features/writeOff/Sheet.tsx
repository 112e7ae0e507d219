import { dateText, instantText, unitText } from '#ui/format.ts'
import { PrintSheet } from '#ui/PrintSheet.tsx'
import { SheetFacts, SheetPhotos, SheetTable } from '#ui/SheetParts.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { writeOffStateTitle, type WriteOffDetail } from './contract.ts'

/** R12 报损销毁, A4 portrait: legal columns in legal order, the signed list, photographs. */
export function Sheet({ of }: { of: WriteOffDetail }) {
  const { attendance, destruction, acceptance } = of
  const blank = '—'
  const facts: [string, string][] = [
    ['申请单', of.no],
    ['状态', writeOffStateTitle[of.state]],
    ['原因', of.reason],
    ['申请人', `${of.applicant.name}　${of.applicant.title}`],
    ['申请日', dateText(of.createdAt)],
    ['批准人', of.approver ? `${of.approver.name}　${of.approver.title}` : blank],
    ['送审', of.sentAt ? `${of.authority ?? ''} ${dateText(of.sentAt)}` : blank],
    ['卫健受理日', acceptance ? `${dateText(acceptance.at)}　${acceptance.by}` : blank],
    ['到场日', attendance ? instantText(attendance.arrivedAt) : blank],
    [
      '监督人员',
      attendance ? attendance.inspectors.map((i) => `${i.name}（${i.certificateNo}）`).join('、') : blank,
    ],
    ['执行人', destruction ? `${destruction.executor.name}　${destruction.executor.title}` : blank],
    ['院内监督人', destruction ? `${destruction.witness.name}　${destruction.witness.title}` : blank],
    ['地点', destruction?.place ?? blank],
    ['方式', destruction?.method ?? blank],
    ['销毁时间', destruction ? instantText(destruction.at) : blank],
    ['监督意见', attendance?.remark ?? blank],
  ]
  const codes = of.lines.filter((l) => l.codes.length > 0)
  return (
    <PrintSheet
      org={of.org}
      title="麻醉药品、精神药品报损销毁登记"
      no={of.no}
      signs={['申请人', '批准人', '执行人', '院内监督人', '监督人员一', '监督人员二']}
      proof={destruction ? { eventId: destruction.eventId, hash: destruction.eventHash } : undefined}
    >
      <SheetFacts items={facts} />
      <h2>清单</h2>
      <SheetTable
        head={['品名', '剂型', '规格', '批号', '数量', '效期', '生产企业', '原因']}
        right={[4]}
        rows={of.lines.map((l) => [
          l.name,
          l.form ?? '',
          unitText(l.spec),
          l.lotNo,
          `${l.units} ${l.unit}`,
          dateText(l.expiry),
          l.manufacturer ?? '',
          l.reason,
        ])}
        sum={['合计', '', '', '', sumText(of.sums), '', '', '']}
      />
      {of.listHash && <p>清单指纹 {of.listHash}</p>}
      {codes.length > 0 && <h2>追溯码</h2>}
      {codes.map((l) => (
        <p key={`${l.lotId}${l.account}`}>
          <b>{l.lotNo}</b>　{l.codes.join('　')}
        </p>
      ))}
      {destruction && (
        <>
          <h2>影像</h2>
          <SheetPhotos photos={destruction.photos} org={of.orgId} />
        </>
      )}
    </PrintSheet>
  )
}
