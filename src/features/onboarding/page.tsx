import { DataTable, type Column } from '#ui/DataTable.tsx'
import { shortInstant } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { kind, listApplications, state, type ApplicationRow } from './contract.ts'
import { regionName } from './regions.ts'
import { StateTag } from './tags.tsx'
import { kindTitle, ownershipTitle, stateTitle } from './words.ts'

const columns: readonly Column<ApplicationRow>[] = [
  { key: 'no', title: '受理号', width: 184, render: (r) => <span className="z-code">{r.no}</span> },
  { key: 'name', title: '名称' },
  { key: 'kind', title: '类别', width: 88, text: (r) => kindTitle[r.kind] },
  {
    key: 'grade',
    title: '等级、性质',
    width: 130,
    text: (r) => [r.grade, r.ownership && ownershipTitle[r.ownership]].filter(Boolean).join('，'),
  },
  { key: 'region', title: '区划', width: 210, text: (r) => regionName(r.region) },
  {
    key: 'creditCode',
    title: '统一社会信用代码',
    width: 186,
    render: (r) => <span className="z-code">{r.creditCode}</span>,
    exportText: (r) => r.creditCode,
  },
  { key: 'submittedAt', title: '提交', width: 118, text: (r) => shortInstant(r.submittedAt) },
  {
    key: 'state',
    title: '状态',
    width: 104,
    render: (r) => <StateTag of={r.state} />,
    exportText: (r) => stateTitle[r.state],
  },
]

/** 入驻审核: what was handed in here, what waits first. */
export function Page() {
  const waiting = useCall(listApplications, { state: 'submitted', pageSize: 1 }, { refetchInterval: 60_000 })
  const count = waiting.data?.total ?? 0
  return (
    <Frame
      fit
      title="入驻审核"
      scope="医疗机构和下级主管部门向本单位提交的入驻申请"
      facts={[{ label: '待审核', value: `${count} 份`, ...(count > 0 ? { tone: 'amber' as const } : {}) }]}
    >
      <DataTable
        endpoint={listApplications}
        columns={columns}
        rowKey={(r) => r.id}
        search="受理号、名称、信用代码"
        filters={[
          {
            key: 'state',
            title: '全部状态',
            options: state.options
              .filter((s) => s !== 'draft')
              .map((value) => ({ value, text: stateTitle[value] })),
          },
          {
            key: 'kind',
            title: '全部类别',
            options: kind.options.map((value) => ({ value, text: kindTitle[value] })),
          },
        ]}
        onOpen={(r) => go(`/applications/${r.id}`)}
        exportName="入驻申请"
        empty="没有入驻申请"
        emptyText="单位从登录页提交入驻申请后，列在这里"
        refetchInterval={30_000}
      />
    </Frame>
  )
}
