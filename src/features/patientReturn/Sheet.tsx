import type { OutputOf } from '#core/contract.ts'
import { dateText, unitText } from '#ui/format.ts'
import { PrintSheet } from '#ui/PrintSheet.tsx'
import { SheetFacts, SheetTable } from '#ui/SheetParts.tsx'
import { sumText } from '#ui/unit-sums.ts'
import type { PatientReturnDetail, printPatientReturn } from './contract.ts'

interface Props {
  of: PatientReturnDetail
  /** Whole names, once they were asked for; masked until then. */
  names: OutputOf<typeof printPatientReturn> | undefined
}

/** R11 无偿收回凭据, 一式两份 on one page. */
export function Sheet({ of, names }: Props) {
  return (
    <PrintSheet
      org={of.org}
      title="麻醉药品、精神药品无偿收回凭据"
      no={of.no}
      copies={['第一联　交回人留存', '第二联　药学部留存']}
      signs={['交回人', '专管药师', '负责人', '日期']}
      proof={{ eventId: of.eventId, hash: of.eventHash }}
    >
      <SheetFacts
        items={[
          ['患者', names?.patientName ?? of.patient],
          ['病历号', names?.recordNo ?? of.recordNo],
          ['代办人', names ? (names.agentName ?? '本人') : (of.agent ?? '本人')],
          ['证件号', names?.agentIdNo ?? names?.patientIdNo ?? '—'],
          ['收回日期', dateText(of.receivedAt)],
          ['原因', of.reason],
          ['专管药师', of.receivedBy],
          ['负责人', of.witnessedBy],
        ]}
      />
      <h2>药品</h2>
      <SheetTable
        head={['药品', '剂型', '规格', '批号', '单支码', '数量']}
        right={[5]}
        rows={of.lines.map((l) => [
          l.name,
          l.form ?? '',
          unitText(l.spec),
          l.lotNo,
          l.code || '无',
          `${l.units} ${l.unit}`,
        ])}
        sum={['合计', '', '', '', '', sumText(of.sums)]}
      />
      <p>药品无偿收回，由医疗机构按规定销毁，严禁再次使用。</p>
    </PrintSheet>
  )
}
