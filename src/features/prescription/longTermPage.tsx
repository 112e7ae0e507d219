import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Panel } from '#ui/Panel.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { categoryTitle } from './contract.ts'
import { listLongTerm, openLongTerm, recordStateTitle, type LongTermRow } from './longTermContract.ts'
import { paperTitle } from './records.ts'

const tones = { ok: 'green', due: 'amber', overdue: 'red', incomplete: 'red', closed: 'grey' } as const

export function RecordTag({ of }: { of: LongTermRow }) {
  return <StatusTag tone={tones[of.state]}>{recordStateTitle[of.state]}</StatusTag>
}

const columns: readonly Column<LongTermRow>[] = [
  {
    key: 'no',
    title: '档案号',
    width: 142,
    sortable: true,
    render: (r) => <span className="z-code">{r.no}</span>,
    exportText: (r) => r.no,
  },
  { key: 'patientName', title: '患者', width: 64 },
  { key: 'recordNo', title: '病历号', width: 110, hidden: true },
  { key: 'category', title: '类别', width: 128, text: (r) => categoryTitle[r.category] },
  { key: 'diagnosis', title: '疾病诊断' },
  { key: 'doctor', title: '首诊医师', width: 80, sortable: true },
  { key: 'lastSeen', title: '上次诊查', width: 100, sortable: true },
  { key: 'reviewDue', title: '复诊期限', width: 100 },
  {
    key: 'missing',
    title: '缺材料',
    width: 170,
    text: (r) => r.missing.map((k) => paperTitle[k]).join('、'),
  },
  {
    key: 'owedEmpties',
    title: '未交空容器',
    width: 88,
    align: 'right',
    render: (r) => <Quantity value={r.owedEmpties} unit="个" />,
    exportText: (r) => r.owedEmpties,
  },
  {
    key: 'lastDispensedAt',
    title: '上次发药',
    width: 100,
    hidden: true,
    sortable: true,
    text: (r) => r.lastDispensedAt && shortInstant(r.lastDispensedAt),
  },
  {
    key: 'state',
    title: '状态',
    width: 112,
    render: (r) => <RecordTag of={r} />,
    exportText: (r) => recordStateTitle[r.state],
  },
]

const filters = [
  {
    key: 'state',
    title: '全部状态',
    options: Object.entries(recordStateTitle).map(([value, text]) => ({ value, text })),
  },
  {
    key: 'category',
    title: '全部类别',
    options: (['cancer', 'chronic'] as const).map((value) => ({ value, text: categoryTitle[value] })),
  },
]

/** 长期用药患者: whose next prescription waits for a review or a paper stands out. */
export function Page() {
  const [search, change] = useSearch()
  const may = useMay('prescription.write')
  const open = () => change({ new: '1' })
  return (
    <Frame
      fit
      title="长期用药患者"
      scope="癌痛、中重度慢性疼痛，三个月复诊一次"
      actions={
        may && (
          <ActButton kind="filled" k="F4" onClick={open}>
            建立档案
          </ActButton>
        )
      }
    >
      <DataTable
        endpoint={listLongTerm}
        input={search['org'] ? { org: Number(search['org']) } : {}}
        columns={columns}
        rowKey={(r) => r.id}
        search="档案号、诊断、病历号"
        filters={filters}
        tone={(r) => (r.state === 'overdue' || r.state === 'incomplete' ? 'red' : undefined)}
        onOpen={(r) => go(`/long-term/${r.id}`)}
        exportName="长期用药患者"
        empty="还没有长期用药患者"
        emptyText="首诊医师亲自诊查后建档，签《知情同意书》"
        {...(may ? { onNew: open } : {})}
      />
      <Panel
        title="建立长期用药患者档案"
        scope="首诊医师亲自诊查（处方管理办法第二十一条）"
        open={search['new'] === '1'}
        onClose={() => change({ new: undefined })}
      >
        <Opening />
      </Panel>
    </Frame>
  )
}

const sections = [
  { title: '患者', keys: ['category', 'name', 'sex', 'birthYear', 'recordNo', 'idNo', 'phone'] },
  {
    title: '诊断',
    keys: ['diagnosis', 'certificateHospital', 'certificateGrade', 'certificateOn', 'examination'],
  },
  { title: '代办人（没有可不填）', keys: ['agentName', 'agentIdNo'] },
]

function Opening() {
  const act = useAct(openLongTerm, {
    onDone: ({ id, no }) => {
      toast(`${no} 已建档，请补齐材料`)
      go(`/long-term/${id}`)
    },
  })
  return (
    <SchemaForm
      schema={openLongTerm.input}
      sections={sections}
      columns={2}
      titles={{ category: { cancer: categoryTitle.cancer, chronic: categoryTitle.chronic } }}
      submit="建立档案"
      k="F10"
      busy={act.busy}
      {...(act.refused ? { refused: act.refused } : {})}
      onSubmit={act.run}
    />
  )
}
