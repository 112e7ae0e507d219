import { instantText, unitText } from '#ui/format.ts'
import { PrintSheet } from '#ui/PrintSheet.tsx'
import { SheetFacts, SheetTable } from '#ui/SheetParts.tsx'
import {
  incidentKindTitle,
  incidentOutcomeTitle,
  incidentReceivers,
  incidentReceiverTitle,
  incidentStepTitle,
  type IncidentDetail,
} from './contract.ts'

/** R22 丢失、被盗报告, one form for all three receivers. */
export function Sheet({ of }: { of: IncidentDetail }) {
  const step = (kind: string, receiver: string) =>
    of.steps.find((s) => s.kind === kind && s.receiver === receiver)
  return (
    <PrintSheet
      org={of.org}
      title={`麻醉药品、精神药品${incidentKindTitle[of.kind]}报告`}
      no={of.no}
      signs={['报告人', '药学部负责人', '单位负责人', '（公章）']}
    >
      <SheetFacts
        items={[
          ['发现时间', instantText(of.foundAt)],
          ['发现地点', of.foundPlace],
          ['发现人', of.foundBy],
          ['登记', `${of.openedBy}　${instantText(of.openedAt)}`],
          ['结论', of.outcome ? incidentOutcomeTitle[of.outcome] : '办理中'],
          ['结案', of.closedAt ? instantText(of.closedAt) : '—'],
        ]}
      />
      <h2>涉及药品</h2>
      <SheetTable
        head={['品名', '剂型', '规格', '批号', '生产单位', '数量']}
        right={[5]}
        rows={of.lines.map((l) => [
          l.name,
          l.form ?? '',
          unitText(l.spec),
          l.lotNo ?? '不明',
          l.manufacturer ?? '',
          `${l.units} ${l.unit}`,
        ])}
      />
      <h2>经过</h2>
      <p>{of.summary}</p>
      <h2>控制措施与记录</h2>
      <SheetTable
        head={['时间', '事项', '内容', '经办']}
        rows={of.steps
          .filter((s) => s.receiver === null)
          .map((s) => [instantText(s.at), incidentStepTitle[s.kind], s.text, s.by])}
      />
      <h2>报告</h2>
      <SheetTable
        head={['接收机关', '报告时间', '内容', '回复']}
        rows={incidentReceivers.map((r) => {
          const [said, answer] = [step('reported', r), step('acknowledged', r)]
          return [
            incidentReceiverTitle[r],
            said ? instantText(said.at) : '未报告',
            said?.text ?? '',
            answer?.text ?? '',
          ]
        })}
      />
      {of.outcomeNote && (
        <>
          <h2>处理结果</h2>
          <p>{of.outcomeNote}</p>
        </>
      )}
    </PrintSheet>
  )
}
