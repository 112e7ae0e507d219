import { useMay } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'
import { listLongTerm, recordStateTitle } from './longTermContract.ts'
import { paperTitle } from './records.ts'

const tones = { ok: 'green', due: 'amber', overdue: 'red', incomplete: 'red', closed: 'red' } as const

/** Where the patient's record stands, before the doctor writes in vain. */
export function RecordNotice({ recordNo }: { recordNo: string }) {
  const may = useMay('prescription.write')
  const found = useCall(listLongTerm, recordNo === '' ? undefined : { q: recordNo, pageSize: 5 })
  if (recordNo === '') return <Notice tone="grey">填写病历号后，在这里核对长期用药档案。</Notice>
  if (!found.data) return null
  const record = found.data.rows.find((r) => r.state !== 'closed') ?? found.data.rows[0]
  if (!record)
    return (
      <Notice tone="red" action={may && <Link to="/long-term?new=1">建立档案</Link>}>
        这个病历号没有长期用药档案。癌痛和中重度慢性疼痛患者须先诊查建档，再开具。
      </Notice>
    )
  const words =
    record.state === 'incomplete'
      ? `缺 ${record.missing.map((k) => paperTitle[k]).join('、')}`
      : `上次诊查 ${record.lastSeen}，${record.reviewDue} 前复诊`
  return (
    <Notice tone={tones[record.state]} action={<Link to={`/long-term/${record.id}`}>打开档案</Link>}>
      长期用药档案 {record.no}：{recordStateTitle[record.state]}，{words}
      {record.owedEmpties > 0 && `；还有 ${record.owedEmpties} 个空容器没有交回`}
    </Notice>
  )
}
