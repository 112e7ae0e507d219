import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { dateText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { caseSourceTitle, caseStates, caseStateTitle, listCases, type CaseRow } from './caseContract.ts'
import { FindingPanel } from './FindingPanel.tsx'
import { CaseTag } from './words.tsx'

const columns = (authority: boolean): readonly Column<CaseRow>[] => [
  { key: 'no', title: '整改单', width: 140, render: (r) => <span className="z-code">{r.no}</span> },
  ...(authority ? [{ key: 'org', title: '机构', width: 180 }] : []),
  { key: 'source', title: '来源', width: 90, text: (r) => caseSourceTitle[r.source] },
  { key: 'problem', title: '问题', render: (r) => <span title={r.problem}>{r.problem}</span> },
  {
    key: 'by',
    title: '提出',
    width: 170,
    text: (r) => (r.source === 'own' ? r.openedName : `${r.owner} ${r.openedName}`),
  },
  { key: 'responsible', title: '责任人', width: 80, text: (r) => r.responsible ?? '本院' },
  { key: 'dueOn', title: '期限', width: 104, text: (r) => dateText(r.dueOn) },
  {
    key: 'state',
    title: '状态',
    width: 170,
    render: (r) => <CaseTag of={r} />,
    exportText: (r) => caseStateTitle[r.state] + (r.overdue ? '（逾期）' : ''),
  },
]

/** 整改: what failed here and what the authority found, the ones due first on top. */
export function CaseList({ org, authority }: { org: number | undefined; authority: boolean }) {
  const finds = useMay('inspection.supervise')
  const [finding, setFinding] = useState(false)
  return (
    <>
      <DataTable
        endpoint={listCases}
        input={org === undefined ? {} : { org }}
        columns={columns(authority)}
        rowKey={(r) => r.caseId}
        search="整改单、问题、责任人"
        filters={[
          {
            key: 'state',
            title: '全部状态',
            options: [
              { value: 'overdue', text: '逾期' },
              ...caseStates.map((value) => ({ value, text: caseStateTitle[value] })),
            ],
          },
          {
            key: 'source',
            title: '全部来源',
            options: (['own', 'authority'] as const).map((value) => ({
              value,
              text: caseSourceTitle[value],
            })),
          },
        ]}
        tone={(r) => (r.overdue ? 'red' : undefined)}
        onOpen={(r) => go(`/rectifications/${r.caseId}`)}
        exportName="整改"
        empty="没有整改"
        emptyText="检查中判为不合格的每一项，和主管部门提出的每一条，都会在这里直到销号"
        extra={
          finds && (
            <ActButton size="small" kind="filled" onClick={() => setFinding(true)}>
              登记检查发现
            </ActButton>
          )
        }
      />
      <FindingPanel open={finding} org={org} onClose={() => setFinding(false)} />
    </>
  )
}
